/** The commands that bring the cluster to Kubernetes, one way after the other. */

import { fill, h, prose } from "../dom";
import type { Way } from "../engine/protocol";
import { clusterOf, type Context } from "../page/context";
import type { Preview } from "../page/preview";
import { copyButton } from "./parts";
import type { Tab, TabView } from "./tab";

const ID = "commands";

export const commands: Tab = { id: ID, title: "tabCommands", mode: "cluster", make: (context) => new Commands(context) };

class Commands implements TabView {
  readonly element = h("div", { class: "scroll" });
  readonly #context: Context;
  #shown = "";

  constructor(context: Context) {
    this.#context = context;
  }

  async show(preview: Preview): Promise<void> {
    const { ways = [] } = await this.#context.engine.ask("commands", { cluster: clusterOf(preview.state) }, ID);
    const signature = JSON.stringify(ways);
    if (signature === this.#shown) return;
    this.#shown = signature;
    fill(this.element, ...ways.map((way) => this.#way(way)));
  }

  #way(way: Way): HTMLElement {
    const { language } = this.#context;
    const steps = way.steps.map((step) =>
      h("li", {},
        h("p", {}, ...prose(language === "zh" ? step.aboutZh : step.about)),
        h("div", { class: "command" }, h("pre", { tabindex: 0 }, h("code", {}, step.text)), copyButton(this.#context, () => step.text))));
    return h("section", { class: "way", "data-way": way.word }, h("h2", {}, way.title), h("ol", {}, ...steps));
  }
}
