/** The manifests: a list of the objects by component, and the text of one of them or of all. */

import { button, fill, h, prose, uniqueId } from "../dom";
import { Viewer } from "../editor/viewer";
import type { Reason, Rendered } from "../engine/protocol";
import { download, downloadZip } from "../files";
import { clusterOf, type Context } from "../page/context";
import type { Preview, Result } from "../page/preview";
import { codeOf } from "../rules/dialog";
import { copyButton } from "./parts";
import type { Tab, TabView } from "./tab";

const ID = "manifests";

export const manifests: Tab = { id: ID, title: "tabManifests", mode: "cluster", make: (context) => new Manifests(context) };

type Stream = Extract<Result, { kind: "manifests" }>;

class Manifests implements TabView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #viewer = new Viewer();
  readonly #tree = h("div", { class: "tree" });
  readonly #count = h("p", { class: "quiet" });
  readonly #why = h("div", {});
  readonly #filter: HTMLInputElement;
  #stream: Stream | null = null;
  #signature = "";

  constructor(context: Context) {
    this.#context = context;
    const { t } = context;
    const id = uniqueId("filter");
    this.#filter = h("input", { id, type: "search", on: { input: () => this.#listAnew() } });
    const actions = h("div", { class: "actions" },
      copyButton(context, () => this.#viewer.text),
      button(t("download"), () => this.#save()),
      button(t("downloadAll"), () => download("manifests.yaml", this.#stream?.output ?? "")),
      button(t("downloadZip"), () => downloadZip("manifests.zip", this.#files())),
    );
    const side = h("div", { class: "side" },
      h("label", { class: "choice", for: id }, t("filter")), this.#filter, this.#count, this.#tree);
    this.element = h("div", { class: "split-side" }, side, h("div", { class: "output-text" }, actions, this.#why, this.#viewer.host));
  }

  async show(preview: Preview): Promise<void> {
    if (preview.result?.kind !== "manifests") return;
    this.#stream = preview.result;
    const signature = preview.result.objects.map((object) => `${object.kind}/${object.name}`).join("\n");
    if (signature !== this.#signature) {
      this.#signature = signature;
      this.#listAnew();
    }
    this.#showChosen();
    await this.#explain(preview);
  }

  destroy(): void {
    this.#viewer.destroy();
  }

  get #chosen(): string {
    return this.#context.store.option(ID, "object", "");
  }

  #listAnew(): void {
    const { t } = this.#context;
    const objects = this.#stream?.objects ?? [];
    const wanted = this.#filter.value.toLowerCase();
    const shown = objects.filter((object) => `${object.kind}/${object.name} ${object.component}`.toLowerCase().includes(wanted));
    this.#count.textContent = t("objects", shown.length);
    const all = wanted === "" ? [this.#row("", t("allObjects"))] : [];
    const groups = [...byComponent(shown)].map(([title, members]) => this.#group(title, members));
    fill(this.#tree, ...all, ...groups, shown.length === 0 ? h("p", {}, t("filterNone")) : null);
  }

  #group(title: string, objects: readonly Rendered[]): HTMLElement {
    const rows = objects.map((object) => h("li", {}, this.#row(keyOf(object), object.name, object.kind)));
    return h("details", { open: true }, h("summary", {}, title === "shared" ? this.#context.t("shared") : title), h("ul", {}, ...rows));
  }

  #row(key: string, name: string, kind = ""): HTMLElement {
    const label = [h("span", { class: "kind" }, kind), " ", name];
    const row = h("button", { type: "button", class: "row", "data-key": key, on: { click: () => this.#choose(key) } }, ...label);
    if (key === this.#chosen) row.setAttribute("aria-current", "true");
    return row;
  }

  #choose(key: string): void {
    this.#context.store.setOption(ID, "object", key);
    // The text follows with the next showing of the tab.
    for (const row of this.#tree.querySelectorAll<HTMLElement>(".row")) {
      if (row.dataset["key"] === key) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  #showChosen(): void {
    if (this.#stream === null) return;
    const { t } = this.#context;
    const object = this.#stream.objects.find((one) => keyOf(one) === this.#chosen);
    const text = object === undefined ? this.#stream.output : this.#stream.output.slice(object.from, object.to);
    this.#viewer.show(text, t("manifestLabel", object === undefined ? t("allObjects") : keyOf(object)));
  }

  /** Says why the open object is as it is; a click shows the place. */
  async #explain(preview: Preview): Promise<void> {
    const { t, language, engine } = this.#context;
    const object = this.#stream?.objects.find((one) => keyOf(one) === this.#chosen);
    if (this.#stream === null || object === undefined) {
      fill(this.#why);
      return;
    }
    const { reasons = [] } = await engine.ask("reasons", { cluster: clusterOf(preview.state), object: keyOf(object) }, ID);
    // The document in the viewer begins with the line that separates it and the name of its template.
    const head = this.#viewer.text.indexOf("\n", this.#viewer.text.indexOf("\n") + 1) + 1;
    const item = (reason: Reason) =>
      h("li", {},
        button(reason.at, () => this.#viewer.reveal(head + reason.from, head + reason.to), { class: "link code" }), " ",
        ...prose(language === "zh" ? reason.textZh : reason.text),
        ...(reason.rule === undefined ? [] : [" ", codeOf(this.#context, reason.rule)]));
    const isOpen = this.#why.querySelector("details")?.open ?? true;
    fill(this.#why, reasons.length === 0 ? null : h("details", { class: "why", open: isOpen }, h("summary", {}, t("why")), h("ul", {}, ...reasons.map(item))));
  }

  #save(): void {
    const object = this.#stream?.objects.find((one) => keyOf(one) === this.#chosen);
    download(object === undefined ? "manifests.yaml" : fileOf(object), this.#viewer.text);
  }

  #files(): { name: string; text: string }[] {
    const stream = this.#stream;
    return stream?.objects.map((object) => ({ name: fileOf(object), text: stream.output.slice(object.from, object.to) })) ?? [];
  }
}

function keyOf(object: Rendered): string {
  return `${object.kind}/${object.name}`;
}

function fileOf(object: Rendered): string {
  return `${object.kind.toLowerCase()}-${object.name}.yaml`;
}

function byComponent(objects: readonly Rendered[]): Map<string, Rendered[]> {
  const groups = new Map<string, Rendered[]>();
  for (const object of objects) {
    const title = object.group === undefined || object.group === 0 ? object.component : `${object.component}-g${object.group}`;
    const members = groups.get(title);
    if (members === undefined) groups.set(title, [object]);
    else members.push(object);
  }
  return groups;
}
