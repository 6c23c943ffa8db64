/** What post-render changes, in the place where it changes it. */

import { button, h } from "../dom";
import { Comparison } from "../editor/comparison";
import { download } from "../files";
import type { Context } from "../page/context";
import type { Preview } from "../page/preview";
import { copyButton } from "./parts";
import type { Tab, TabView } from "./tab";

export const changes: Tab = { id: "changes", title: "tabDiff", mode: "post-render", make: (context) => new Changes(context) };

class Changes implements TabView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #comparison = new Comparison();
  #output = "";

  constructor(context: Context) {
    this.#context = context;
    const actions = h("div", { class: "actions" },
      copyButton(context, () => this.#output),
      button(context.t("download"), () => download("post-rendered.yaml", this.#output)));
    this.element = h("div", { class: "output-text" }, actions, this.#comparison.host);
  }

  show(preview: Preview): void {
    if (preview.result?.kind !== "stream") return;
    this.#output = preview.result.output;
    this.#comparison.show(preview.result.before, this.#output, this.#context.t("tabDiff"));
  }

  destroy(): void {
    this.#comparison.destroy();
  }
}
