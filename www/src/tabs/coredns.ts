/** The names for the cluster DNS: a snippet, what a distribution has for it, or the user's own Corefile. */

import { checkbox, fill, h, select, uniqueId } from "../dom";
import { Comparison } from "../editor/comparison";
import type { Choices, Response } from "../engine/protocol";
import { clusterOf, type Context } from "../page/context";
import type { Preview } from "../page/preview";
import { further, Output } from "./parts";
import type { Tab, TabView } from "./tab";

const ID = "coredns";
const COREFILE = "Corefile";

export const coredns: Tab = { id: ID, title: "tabCoredns", mode: "cluster", make: (context) => new Coredns(context) };

class Coredns implements TabView {
  readonly element = h("div", { class: "column" });
  readonly #context: Context;
  readonly #choosers = h("div", { class: "choosers" });
  readonly #output: Output;
  readonly #comparison = new Comparison();
  readonly #merge: HTMLElement;
  readonly #corefile: HTMLTextAreaElement;
  #choices: Choices | null = null;

  constructor(context: Context) {
    this.#context = context;
    const { t } = context;
    this.#output = new Output(context);
    const id = uniqueId("corefile");
    this.#corefile = h("textarea", { id, rows: 8, spellcheck: "false", "aria-describedby": `${id}-hint`, on: { input: () => this.#ask("corefile", this.#corefile.value) } });
    this.#corefile.value = this.#option("corefile", "");
    this.#merge = h("div", { class: "column merge" },
      h("label", { for: id }, t("corefile")), h("p", { class: "quiet", id: `${id}-hint` }, t("corefileHint")), this.#corefile,
      checkbox(t("remove"), this.#option("job", "put") === "remove", (on) => this.#ask("job", on ? "remove" : "put")),
      h("h2", {}, t("diff")), this.#comparison.host, h("h2", {}, t("merged")));
    this.element.append(this.#choosers, this.#merge, this.#output.element);
  }

  async show(preview: Preview): Promise<void> {
    if (this.#choices === null) {
      const choices = await this.#context.engine.ask("choices", {});
      this.#choices = choices as Choices;
      this.#offer(this.#choices);
    }
    const what = this.#option("what", "snippet");
    this.#merge.hidden = what !== "merge";
    if (what === "merge") await this.#showMerge(preview);
    else if (what === "snippet") await this.#showSnippet(preview);
    else await this.#showCustom(preview, what);
  }

  destroy(): void {
    this.#output.destroy();
    this.#comparison.destroy();
  }

  #offer(choices: Choices): void {
    const { t } = this.#context;
    const named = { hosts: "strategyHosts", zone: "strategyZone", rewrite: "strategyRewrite" } as const;
    const title = (word: string) => (word in named ? `${word}: ${t(named[word as keyof typeof named])}` : word);
    const what = [
      { value: "snippet", label: t("whatSnippet") },
      { value: "merge", label: t("whatMerge") },
      ...choices.distributions.map((one) => ({ value: one.word, label: one.title })),
    ];
    const strategies = choices.strategies.map((word) => ({ value: word, label: title(word) }));
    strategies.unshift({ value: "", label: t("strategyOfValues") });
    fill(this.#choosers,
      select(t("what"), what, this.#option("what", "snippet"), (value) => this.#ask("what", value)),
      select(t("strategy"), strategies, this.#option("strategy", ""), (value) => this.#ask("strategy", value)),
      checkbox(t("nodeLocal"), this.#option("nodeLocal", "") === "yes", (on) => this.#ask("nodeLocal", on ? "yes" : "")));
  }

  #option(name: string, fallback: string): string {
    return this.#context.store.option(ID, name, fallback);
  }

  /** The strategy, unless it is left to the values. */
  get #strategy(): { strategy?: string } {
    const strategy = this.#option("strategy", "");
    return strategy === "" ? {} : { strategy };
  }

  #ask(name: string, value: string): void {
    this.#context.store.setOption(ID, name, value);
  }

  async #showSnippet(preview: Preview): Promise<void> {
    const response = await this.#context.engine.ask("coredns", { cluster: clusterOf(preview.state), ...this.#strategy }, ID);
    this.#put(preview, response, "rmq.Corefile");
  }

  async #showCustom(preview: Preview, distribution: string): Promise<void> {
    const request = {
      cluster: clusterOf(preview.state),
      distribution,
      ...this.#strategy,
      nodeLocal: this.#option("nodeLocal", "") === "yes",
    };
    const response = await this.#context.engine.ask("corednsCustom", request, ID);
    const output = response.output === undefined ? undefined : (response.beside ?? "") + response.output;
    this.#put(preview, { ...response, ...(output === undefined ? {} : { output }) }, `coredns-${distribution}.yaml`);
  }

  async #showMerge(preview: Preview): Promise<void> {
    const { t } = this.#context;
    const text = this.#corefile.value;
    if (text.trim() === "") {
      this.#comparison.show("", t("corefileEmpty"), t("diff"));
      this.#output.show(undefined, t("merged"), COREFILE);
      return;
    }
    const wish = this.#option("job", "put") as "put" | "remove";
    const job = wish === "put" && this.#option("nodeLocal", "") === "yes" ? "nodelocaldns" : wish;
    const strategy = job === "put" ? this.#strategy : {};
    const request = { cluster: clusterOf(preview.state), file: { name: COREFILE, text }, job, ...strategy } as const;
    const response = await this.#context.engine.ask("corednsMerge", request, ID);
    const { before, after } = response;
    this.#comparison.show(before ?? "", after ?? "", t("diff"));
    this.#put(preview, response, COREFILE);
  }

  #put(preview: Preview, response: Response<"coredns">, file: string): void {
    this.#output.show(response.output, this.#context.t("tabCoredns"), file, further(response.diagnostics, preview.findings));
  }
}
