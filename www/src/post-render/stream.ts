/** The left side in post-render mode: the manifests of anyone, pasted, dropped or opened. */

import { button, checkbox, h } from "../dom";
import { STREAM, type Context } from "../page/context";
import type { Preview } from "../page/preview";

/** Larger files are refused before they are read. */
const LARGEST_FILE = 64 << 20;

export class StreamPane {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #refusal = h("p", { class: "notice", role: "alert", hidden: true });

  constructor(context: Context) {
    this.#context = context;
    const { t, store, streamEditor } = context;
    streamEditor.label(t("streamLabel"), t("yamlKeys"));
    const file = h("input", { type: "file", hidden: true, multiple: true, accept: ".yaml,.yml,.json,.txt", on: { change: () => void this.#read(file.files) } });
    const open = button(t("openFile"), () => file.click());
    const harden = checkbox(t("harden"), store.state.harden, (on) => store.update({ harden: on }));
    this.element = h("section", { class: "pane input", "aria-label": t("stream") },
      h("div", { class: "choosers" }, file, open, harden), this.#refusal, h("p", { class: "quiet" }, t("streamHint")), streamEditor.host);
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => this.#drop(event), { capture: true });
  }

  show(preview: Preview): void {
    this.#context.streamEditor.mark(preview.findings, STREAM);
  }

  #drop(event: DragEvent): void {
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#read(files);
  }

  async #read(files: FileList | null): Promise<void> {
    const all = [...(files ?? [])];
    const tooLarge = all.find((file) => file.size > LARGEST_FILE);
    this.#refusal.hidden = tooLarge === undefined;
    if (tooLarge !== undefined) {
      this.#refusal.textContent = this.#context.t("fileTooLarge", tooLarge.name, LARGEST_FILE >> 20);
      return;
    }
    const texts = await Promise.all(all.map((file) => file.text()));
    if (texts.length > 0) this.#context.streamEditor.replace(texts.join("\n---\n"));
  }
}
