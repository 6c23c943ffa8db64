/** The table for the firewall, and for each place of a client whether it gets through. */

import { fill, h, prose, select } from "../dom";
import type { Address, Choices, Reach } from "../engine/protocol";
import type { Translate } from "../i18n/index";
import { clusterOf, type Context } from "../page/context";
import type { Preview } from "../page/preview";
import { POSITIONS } from "./clients";
import { Output } from "./parts";
import type { Tab, TabView } from "./tab";

const ID = "addresses";
const FORMATS = ["table", "csv", "json", "firewalld"];

export const addresses: Tab = { id: ID, title: "tabAddresses", mode: "cluster", make: (context) => new Addresses(context) };

const VERDICTS = { works: "reachWorks", "works-with-names": "reachWorksWithNames", fails: "reachFails" } as const;

class Addresses implements TabView {
  readonly element = h("div", { class: "column" });
  readonly #context: Context;
  readonly #table: HTMLElement;
  readonly #reach = h("dl", { class: "reach" });
  readonly #output: Output;

  constructor(context: Context) {
    this.#context = context;
    const { t, store } = context;
    this.#output = new Output(context);
    this.#table = h("div", { class: "table", role: "region", tabindex: 0, "aria-label": t("tabAddresses") });
    const formats = FORMATS.map((word) => ({ value: word, label: word }));
    const choose = (format: string) => store.setOption(ID, "format", format);
    this.element.append(
      h("h2", {}, t("reach")), this.#reach,
      h("h2", {}, t("tabAddresses")), this.#table,
      h("div", { class: "choosers" }, select(t("format"), formats, store.option(ID, "format", "table"), choose)),
      this.#output.element);
  }

  async show(preview: Preview): Promise<void> {
    const { engine, store } = this.#context;
    const cluster = clusterOf(preview.state);
    const format = store.option(ID, "format", "table");
    const { positions } = (await engine.ask("choices", {})) as Choices;
    const [found, ...reached] = await Promise.all([
      engine.ask("addresses", { cluster, format }, ID),
      ...positions.map((from) => engine.ask("reach", { cluster, from }, `reach ${from}`)),
    ]);
    fill(this.#reach, ...reached.flatMap((one) => (one.reach === undefined ? [] : this.#verdict(one.reach, one.reasonZh, one.remedyZh))));
    fill(this.#table, table(found.addresses ?? [], this.#context.t));
    const extension = format === "table" ? "txt" : format === "firewalld" ? "sh" : format;
    this.#output.show(found.output, format, `addresses.${extension}`, [], "plain");
  }

  destroy(): void {
    this.#output.destroy();
  }

  #verdict(reach: Reach, reasonZh: string | null = null, remedyZh: string | null = null): HTMLElement[] {
    const { t, language } = this.#context;
    const [reason, remedy] = language === "zh" ? [reasonZh ?? reach.reason, remedyZh ?? reach.remedy ?? null] : [reach.reason, reach.remedy ?? null];
    const end = language === "zh" ? "。" : ".";
    return [
      h("dt", {}, t(POSITIONS[reach.position] ?? "from"), " ", h("span", { class: `verdict ${reach.verdict}` }, t(VERDICTS[reach.verdict]))),
      h("dd", {}, ...prose(reason + end)),
      ...(remedy === null ? [] : [h("dd", { class: "remedy" }, "→ ", ...prose(remedy))]),
    ];
  }
}

/** The columns are those of `rmq addresses -o csv`. */
function table(rows: readonly Address[], t: Translate): HTMLTableElement {
  const head = (["columnComponent", "columnName", "columnInside", "columnOutside", "columnNode", "columnFor", "columnTest"] as const).map((key) => t(key));
  const cells = (row: Address) => [
    row.component, row.name, row.inside, row.outside ?? "", row.node == null ? "" : `${row.node.name} ${row.node.address}:${row.node.port}`,
    row.purpose, row.test,
  ];
  return h("table", {},
    h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...cells(row).map((text) => h("td", {}, text))))));
}
