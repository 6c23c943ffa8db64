/** The left side in post-render mode: the manifests of anyone, pasted, dropped or opened. */

import { checkbox, h } from "../dom";
import { STREAM, type Context } from "../page/context";
import { Opener } from "../page/open";
import type { Preview } from "../page/preview";

export class StreamPane {
  readonly element: HTMLElement;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    const { t, store, streamEditor } = context;
    streamEditor.label(t("streamLabel"), t("yamlKeys"));
    const opener = new Opener(context, true, (text) => streamEditor.replace(text));
    const harden = checkbox(t("harden"), store.state.harden, (on) => store.update({ harden: on }));
    this.element = h("section", { class: "pane input", "aria-label": t("stream") },
      h("div", { class: "choosers" }, opener.element, harden), opener.refusal, h("p", { class: "quiet" }, t("streamHint")), streamEditor.host);
    opener.dropOn(this.element);
  }

  show(preview: Preview): void {
    this.#context.streamEditor.mark(preview.findings, STREAM);
  }
}
