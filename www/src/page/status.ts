/** The line that says how things stand, for eyes and for screen readers. */

import { button, fill, h } from "../dom";
import type { Health } from "../engine/engine";
import type { Context } from "./context";
import type { Preview } from "./preview";

export class Status {
  readonly element: HTMLElement;
  readonly #text = h("span", {});
  readonly #live = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  readonly #context: Context;
  #said = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: Context) {
    this.#context = context;
    const open = button(context.t("tabDiagnostics"), () => context.store.update({ tab: "diagnostics" }), { class: "link" });
    this.element = h("footer", { class: "status" }, this.#text, " ", open, this.#live);
  }

  show(preview: Preview): void {
    const { t } = this.#context;
    const count = (severity: string) => preview.findings.filter((finding) => finding.severity === severity).length;
    const text = preview.findings.length === 0
      ? t("noFindings")
      : t("findings", count("error"), count("warning"), count("info"));
    this.#text.textContent = text;
    this.element.dataset["errors"] = String(count("error"));
    const first = preview.findings.find((finding) => finding.severity === "error");
    this.#announce(first === undefined ? text : `${text}. ${first.message}`);
  }

  /** Says a thing once the typing pauses: a screen reader must not be interrupted at every key. */
  #announce(text: string): void {
    clearTimeout(this.#timer);
    if (text === this.#said) return;
    this.#timer = setTimeout(() => {
      this.#said = text;
      this.#live.textContent = text;
    }, 700);
  }
}

/** Returns the notice about the module, or nothing while all is well. */
export function notice(context: Context, health: Health, retry: () => void): HTMLElement | null {
  const { t } = context;
  if (!("why" in health)) return health.state === "ready" ? null : h("p", { class: "notice" }, t("loading"));
  const text = health.state === "restarted" ? t("restarted", health.why) : t("unavailable", health.why);
  const isPolicy = health.state === "unavailable" && /unsafe-eval|Content Security Policy/i.test(health.why);
  const box = h("div", { class: "notice grave", role: "alert" });
  fill(box, h("p", {}, text), isPolicy ? h("p", {}, t("unavailableCsp")) : null,
    health.state === "unavailable" ? button(t("retry"), retry) : null);
  return box;
}
