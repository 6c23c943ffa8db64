/** The form: one control for each field of the table, over the text of the values. */

import { fill, h, uniqueId } from "../dom";
import { EngineError } from "../engine/engine";
import type { Field, Finding } from "../engine/protocol";
import type { Context } from "../page/context";
import { control, type Control, type Path } from "./control";
import { SECTIONS } from "./section";

export class Form {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #body = h("div", { class: "form-body" });
  readonly #notice = h("p", { class: "banner", hidden: true });
  #controls: [Field, Control][] = [];
  #edits: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
    const { t } = context;
    const id = uniqueId("find");
    const find = h("input", { id, type: "search", on: { input: () => this.#find(find.value) } });
    this.element = h("div", { class: "form" },
      h("div", { class: "choosers" }, h("label", { for: id }, t("formFind")), find), this.#notice, this.#body);
    this.element.addEventListener("keydown", (event) => this.#history(event));
    void this.#make();
  }

  /** Shows what the text gives. */
  async refresh(): Promise<void> {
    if (this.#controls.length === 0) return;
    const text = this.#context.editor.text;
    const { readable, tree } = await this.#context.engine.ask("given", { text }, "given").catch(() => ({ readable: undefined, tree: undefined }));
    if (readable === undefined || text !== this.#context.editor.text) return;
    this.#notice.hidden = readable;
    this.#notice.textContent = this.#context.t("formUnreadable");
    this.#body.inert = !readable;
    const values = (tree ?? {}) as Record<string, unknown>;
    if (readable) for (const [field, one] of this.#controls) one.set(values[field.name]);
  }

  /** Shows each finding at the control of its field. */
  mark(findings: readonly Finding[]): void {
    for (const field of this.#body.querySelectorAll<HTMLElement>(".field")) {
      const path = field.dataset["path"] ?? "";
      const finding = findings.find((one) => one.path === path && one.severity !== "info");
      field.classList.toggle("wrong", finding?.severity === "error");
      const place = field.querySelector(":scope > .error");
      if (place !== null) place.textContent = finding === undefined ? "" : finding.message;
      field.querySelector("input, select, textarea")?.setAttribute("aria-invalid", String(finding?.severity === "error"));
    }
  }

  async #make(): Promise<void> {
    const { fields } = await this.#context.engine.ask("fields", {}).catch(() => ({ fields: undefined }));
    const site = { context: this.#context, edit: this.#edit, reveal: this.#reveal };
    this.#controls = (fields ?? []).map((field) => [field, control(field, { ...site, path: [field.name] })]);
    fill(this.#body, ...this.#controls.map(([, one]) => one.element));
    await this.refresh();
  }

  /** Edits wait for one another: each is a change of the text that the one before has left. */
  readonly #edit = (path: Path, value?: unknown): void => {
    this.#edits = this.#edits.then(() => this.#work(path, value)).catch((error: unknown) => this.#fail(error));
  };

  async #work(path: Path, value: unknown): Promise<void> {
    const { engine, editor, t } = this.#context;
    for (;;) {
      const text = editor.text;
      const response = await engine.ask("edit", { text, path: [...path], ...(value === undefined ? {} : { value }) });
      // Somebody typed in the meantime: the change is worked out for the new text.
      if (editor.text !== text) continue;
      if (response.changes !== undefined) editor.change(response.changes);
      this.#say(response.changes === undefined ? t("formFailed", response.diagnostics[0]?.message ?? "") : null);
      return;
    }
  }

  #fail(error: unknown): void {
    if (error instanceof EngineError) this.#say(this.#context.t("formFailed", error.message));
    else throw error;
  }

  #say(text: string | null): void {
    this.#notice.hidden = text === null;
    this.#notice.textContent = text ?? "";
  }

  readonly #reveal = (path: Path): void => {
    void this.#show(path);
  };

  async #show(path: Path): Promise<void> {
    const { engine, editor, store } = this.#context;
    if (store.state.view === "form") store.update({ view: "both" });
    const { place } = await engine.ask("locate", { text: editor.text, path: [...path] }).catch(() => ({ place: null }));
    if (place === null || place === undefined) {
      editor.reveal(editor.text.length);
      return;
    }
    editor.reveal(place.from, place.to);
  }

  #history(event: KeyboardEvent): void {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const isRedo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y";
    if (!isUndo && !isRedo) return;
    event.preventDefault();
    if (isRedo || event.shiftKey) this.#context.editor.redo();
    else this.#context.editor.undo();
  }

  /** Shows the fields whose name, path or help holds a word; all of them for none. */
  #find(word: string): void {
    const wanted = word.trim().toLowerCase();
    const visit = (element: HTMLElement): boolean => {
      const section = element instanceof HTMLDetailsElement ? SECTIONS.get(element) : undefined;
      if (section === undefined) {
        const text = `${element.dataset["path"] ?? ""} ${element.textContent}`.toLowerCase();
        element.hidden = wanted !== "" && !text.includes(wanted);
        return !element.hidden;
      }
      if (wanted !== "") section.build();
      const children = [...(section.element.querySelector(":scope > .section")?.children ?? [])] as HTMLElement[];
      const isFound = children.map(visit).some(Boolean);
      section.element.hidden = wanted !== "" && !isFound;
      section.element.open = wanted !== "" && isFound;
      return isFound;
    };
    for (const [, one] of this.#controls) visit(one.element);
  }
}
