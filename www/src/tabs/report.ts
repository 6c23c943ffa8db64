/** What post-render did, as `--report` writes it. */

import type { Context } from "../page/context";
import type { Preview } from "../page/preview";
import { Output } from "./parts";
import type { Tab, TabView } from "./tab";

export const report: Tab = { id: "report", title: "tabReport", mode: "post-render", make: (context) => new Report(context) };

class Report implements TabView {
  readonly #output: Output;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    this.#output = new Output(context);
  }

  get element(): HTMLElement {
    return this.#output.element;
  }

  show(preview: Preview): void {
    if (preview.result?.kind !== "stream") return;
    this.#output.show(preview.result.report, this.#context.t("tabReport"), "report.txt", [], "plain");
  }

  destroy(): void {
    this.#output.destroy();
  }
}
