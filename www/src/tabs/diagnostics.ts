/** The findings, gravest first. */

import { fill, h } from "../dom";
import type { Finding } from "../engine/protocol";
import { STREAM, VALUES, type Context } from "../page/context";
import type { Preview } from "../page/preview";
import { findingCard } from "./parts";
import type { Tab, TabView } from "./tab";

export const diagnostics: Tab = {
  id: "diagnostics",
  title: "tabDiagnostics",
  mode: "both",
  showsFindings: true,
  make: (context) => new Diagnostics(context),
};

const ORDER = { error: 0, warning: 1, info: 2 } as const;

class Diagnostics implements TabView {
  readonly element = h("div", { class: "scroll" });
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  show(preview: Preview): void {
    const { t } = this.#context;
    const sorted = [...preview.findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
    const cards = sorted.map((finding) => findingCard(this.#context, finding, this.#way(finding)));
    fill(this.element, ...(cards.length === 0 ? [h("p", {}, t("noFindings"))] : cards));
  }

  #way(finding: Finding): (() => void) | undefined {
    const editor = { [VALUES]: this.#context.editor, [STREAM]: this.#context.streamEditor }[finding.file ?? ""];
    const from = finding.from;
    if (editor === undefined || from === undefined) return undefined;
    return () => {
      if (finding.file === VALUES && this.#context.store.state.view === "form") this.#context.store.update({ view: "both" });
      editor.reveal(from, finding.to);
    };
  }
}
