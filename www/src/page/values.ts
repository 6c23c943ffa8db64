/** The left side in cluster mode: form and YAML of the values. */

import { button, fill, h, select, uniqueId } from "../dom";
import { download } from "../files";
import { Form } from "../form/form";
import { PRESETS, preset } from "../presets";
import type { View } from "../state/state";
import { VALUES, type Context } from "./context";
import { Opener } from "./open";
import type { Preview } from "./preview";

export class ValuesPane {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #form: Form;
  readonly #body = h("div", { class: "views" });
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;

  constructor(context: Context, askQuestions: () => void) {
    this.#context = context;
    const { t, editor } = context;
    this.#form = new Form(context);
    this.#undo = button(t("undo"), () => editor.undo());
    this.#redo = button(t("redo"), () => editor.redo());
    editor.label(t("yamlLabel"), t("yamlKeys"));
    const opener = new Opener(context, false, (text) => editor.replace(text));
    const tools = h("div", { class: "choosers" },
      this.#release("name", t("name"), "rocketmq"), this.#release("namespace", t("namespace"), "default"),
      this.#presets(), button(t("questions"), askQuestions), opener.element,
      button(t("download"), () => download(VALUES, editor.text), { "aria-label": t("downloadValues") }), this.#undo, this.#redo, this.#views());
    this.element = h("section", { class: "pane input", "aria-label": t("values") }, tools, opener.refusal, this.#body);
    opener.dropOn(this.element);
    this.layOut();
  }

  /** Puts the chosen views side by side. */
  layOut(): void {
    const { view } = this.#context.store.state;
    fill(this.#body, view === "yaml" ? null : this.#form.element, view === "form" ? null : this.#context.editor.host);
    this.#body.dataset["view"] = view;
  }

  /** The text was changed. */
  changed(): void {
    this.#undo.disabled = !this.#context.editor.canUndo;
    this.#redo.disabled = !this.#context.editor.canRedo;
    void this.#form.refresh();
  }

  show(preview: Preview): void {
    this.#context.editor.mark(preview.findings, VALUES);
    this.#form.mark(preview.findings);
  }

  #release(name: "name" | "namespace", label: string, standard: string): HTMLElement {
    const { store } = this.#context;
    const id = uniqueId("release");
    const input = h("input", { id, type: "text", size: 12, spellcheck: "false", autocomplete: "off", placeholder: standard });
    input.value = store.state[name];
    input.addEventListener("input", () => store.update({ [name]: input.value }));
    return h("span", { class: "choice" }, h("label", { for: id }, label), input);
  }

  #presets(): HTMLElement {
    const { t, editor } = this.#context;
    const options = [{ value: "", label: t("presetChoose") }, ...PRESETS.map(({ id }) => ({ value: id, label: id }))];
    const made = select(t("preset"), options, "", (id) => {
      const chosen = preset(id);
      if (chosen !== undefined) editor.replace(chosen.text);
      const list = made.querySelector("select");
      if (list !== null) list.value = "";
    });
    return made;
  }

  #views(): HTMLElement {
    const { t, store } = this.#context;
    const options = [{ value: "both", label: t("viewBoth") }, { value: "form", label: t("viewForm") }, { value: "yaml", label: t("viewYaml") }];
    return select(t("view"), options, store.state.view, (view) => store.update({ view: view as View }));
  }
}
