/** The right side: the tabs, and whether what they show is of the text as it is. */

import { fill, h } from "../dom";
import { EngineError } from "../engine/engine";
import type { Context } from "./context";
import type { Preview, PreviewSource } from "./preview";
import { TABS } from "../tabs/index";
import type { Tab, TabView } from "../tabs/tab";

/** How the panel stands to the text: `pending` is being worked on, `stale` is of an older text. */
type Freshness = "pending" | "fresh" | "stale" | "none";

export class ResultPane {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #source: PreviewSource;
  readonly #list = h("div", { role: "tablist", class: "tabs" });
  readonly #banner = h("p", { class: "banner", role: "note", hidden: true });
  readonly #panel = h("div", { role: "tabpanel", id: "panel", class: "panel", tabindex: 0 });
  readonly #views = new Map<string, TabView>();
  #shown: Tab | null = null;
  #hasResult = false;
  /** Counts what was to be shown: only the last of it may say that the panel is up to date. */
  #turn = 0;

  constructor(context: Context, source: PreviewSource) {
    this.#context = context;
    this.#source = source;
    this.#list.setAttribute("aria-label", context.t("result"));
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    this.element = h("section", { class: "pane result", id: "result", "aria-label": context.t("result"), tabindex: -1 },
      this.#list, this.#banner, this.#panel);
    this.#offer();
  }

  /** The tabs of the mode. */
  get #tabs(): Tab[] {
    const { mode } = this.#context.store.state;
    return TABS.filter((tab) => tab.mode === mode || tab.mode === "both");
  }

  get #current(): Tab {
    const tabs = this.#tabs;
    const tab = tabs.find((one) => one.id === this.#context.store.state.tab) ?? tabs[0];
    if (tab === undefined) throw new Error("a mode without tabs");
    return tab;
  }

  pending(): void {
    this.#mark("pending");
  }

  /** Shows a preview in the current tab. */
  async show(preview: Preview): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const tab = this.#current;
    if (preview.result === null && tab.showsFindings !== true) {
      this.#mark(this.#hasResult && this.#shown === tab ? "stale" : "none", preview.crash);
      return;
    }
    const view = this.#view(tab);
    this.#put(view);
    try {
      await view.show(preview);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.reason !== "overtaken" && turn === this.#turn) this.#mark("none", error.message);
      return;
    }
    if (turn !== this.#turn || !this.#source.isCurrent(preview)) return;
    this.#hasResult = true;
    this.#mark("fresh");
  }

  /** Something that the tab was asked for is another thing now. */
  again(): void {
    this.#mark("pending");
    if (this.#source.current !== null) void this.show(this.#source.current);
  }

  /** The mode or the tab was changed. */
  async open(): Promise<void> {
    this.#offer();
    this.#hasResult = false;
    fill(this.#panel);
    this.#shown = null;
    this.#mark("pending");
    if (this.#source.current !== null) await this.show(this.#source.current);
  }

  destroy(): void {
    for (const view of this.#views.values()) view.destroy?.();
  }

  #view(tab: Tab): TabView {
    const known = this.#views.get(tab.id);
    if (known !== undefined) return known;
    const view = tab.make(this.#context);
    this.#views.set(tab.id, view);
    return view;
  }

  #put(view: TabView): void {
    this.#shown = this.#current;
    if (this.#panel.firstElementChild !== view.element) fill(this.#panel, view.element);
  }

  #mark(freshness: Freshness, crash: string | null = null): void {
    const { t, store } = this.#context;
    this.#panel.dataset["state"] = freshness;
    this.#panel.setAttribute("aria-busy", String(freshness === "pending"));
    if (freshness === "pending") return;
    const isEmpty = store.state.mode === "post-render" && store.state.stream.trim() === "";
    const reason = isEmpty ? t("streamEmpty") : crash !== null ? t("crashedResult") : freshness === "stale" ? t("stale") : t("noResult");
    this.#banner.textContent = reason;
    this.#banner.hidden = freshness === "fresh";
    if (freshness === "none") fill(this.#panel);
  }

  #offer(): void {
    const current = this.#current;
    const tab = (one: Tab) => {
      const isCurrent = one === current;
      return h("button", {
        type: "button", role: "tab", id: `tab-${one.id}`, "aria-selected": String(isCurrent), "aria-controls": "panel",
        tabindex: isCurrent ? 0 : -1, on: { click: () => this.#context.store.update({ tab: one.id }) },
      }, this.#context.t(one.title));
    };
    fill(this.#list, ...this.#tabs.map(tab));
    this.#panel.setAttribute("aria-labelledby", `tab-${current.id}`);
  }

  #move(event: KeyboardEvent): void {
    const tabs = this.#tabs;
    const at = tabs.indexOf(this.#current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = next === undefined ? undefined : tabs[(next + tabs.length) % tabs.length];
    if (tab === undefined) return;
    event.preventDefault();
    this.#context.store.update({ tab: tab.id });
    document.getElementById(`tab-${tab.id}`)?.focus();
  }
}
