/** What several tabs are made of. */

import { button, fill, h, prose } from "../dom";
import { copy, download } from "../files";
import { Viewer, type Kind } from "../editor/viewer";
import type { Finding } from "../engine/protocol";
import type { Context } from "../page/context";
import { codeOf, meaningOf } from "../rules/dialog";

/** Returns a button that copies what `text` returns at that time, and says so. */
export function copyButton(context: Context, text: () => string): HTMLButtonElement {
  const { t } = context;
  const made = button(t("copy"), () => void work());
  async function work(): Promise<void> {
    if (!(await copy(text()))) return;
    made.textContent = t("copied");
    setTimeout(() => (made.textContent = t("copy")), 1500);
  }
  return made;
}

/** A text with what can be done with it, and what is to be known about it. */
export class Output {
  readonly element: HTMLElement;
  readonly #viewer = new Viewer();
  readonly #findings: HTMLElement;
  readonly #actions: HTMLElement;
  readonly #context: Context;
  #file = "output.txt";

  constructor(context: Context) {
    this.#context = context;
    const { t } = context;
    const save = button(t("download"), () => download(this.#file, this.#viewer.text, "text/plain"));
    this.#actions = h("div", { class: "actions" }, copyButton(context, () => this.#viewer.text), save);
    this.#findings = h("div", { class: "findings" });
    this.element = h("div", { class: "output-text" }, this.#actions, this.#findings, this.#viewer.host);
  }

  /** Shows a text, or without one only what was found. */
  show(text: string | undefined, label: string, file: string, findings: readonly Finding[] = [], kind: Kind = "yaml"): void {
    this.#file = file;
    fill(this.#findings, ...findings.map((finding) => findingCard(this.#context, finding)));
    this.#actions.hidden = text === undefined;
    this.#viewer.host.hidden = text === undefined;
    this.#viewer.show(text ?? "", label, kind);
  }

  destroy(): void {
    this.#viewer.destroy();
  }
}

const SEVERITY = { error: "severityError", warning: "severityWarning", info: "severityInfo" } as const;

/** Returns a finding with its reasons, its way out, and a way to its place. */
export function findingCard(context: Context, finding: Finding, go?: () => void): HTMLElement {
  const { t, language } = context;
  const severity = h("span", { class: `severity ${finding.severity}` }, t(SEVERITY[finding.severity]));
  const meaning = language === "zh" ? meaningOf(context, finding) : null;
  const isElsewhere = go !== undefined && finding.line !== undefined;
  return h("article", { class: "finding", "data-code": finding.code },
    h("p", { class: "title" }, severity, " ", codeOf(context, finding.code), " ", h("span", { lang: "en" }, ...prose(finding.message))),
    meaning,
    ...finding.notes.map((note) => h("p", { class: "note", lang: "en" }, ...prose(note))),
    finding.help === undefined ? null : h("p", { class: "help" }, h("strong", {}, `${t("help")}: `), h("span", { lang: "en" }, ...prose(finding.help))),
    isElsewhere ? button(t("goTo", finding.line ?? 0), go) : null,
  );
}

/** Returns the findings of a call that the preview has not said already. */
export function further(findings: readonly Finding[], said: readonly Finding[]): Finding[] {
  const known = new Set(said.map((finding) => `${finding.code} ${finding.message}`));
  return findings.filter((finding) => !known.has(`${finding.code} ${finding.message}`));
}
