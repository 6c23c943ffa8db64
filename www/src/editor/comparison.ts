/** Two texts as one: what goes and what comes, in the place where it happens. */

import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { phrases } from "./phrases";
import { place } from "./shadow";
import { theme } from "./theme";

const MOST_COLOURED = 400_000;

export class Comparison {
  readonly host: HTMLElement;
  #root: ShadowRoot;
  #view: EditorView | null = null;
  #shown: [string, string, string] | null = null;

  constructor() {
    const { host, root } = place("viewer");
    this.host = host;
    this.#root = root;
  }

  show(before: string, after: string, label: string): void {
    if (this.#shown?.[0] === before && this.#shown[1] === after && this.#shown[2] === label) return;
    this.#shown = [before, after, label];
    this.#view?.destroy();
    const extensions = [
      lineNumbers(),
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
      phrases(),
      theme,
      after.length > MOST_COLOURED ? [] : yaml(),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        collapseUnchanged: { margin: 3, minSize: 6 },
        syntaxHighlightDeletions: after.length <= MOST_COLOURED,
        diffConfig: { scanLimit: 1000, timeout: 300 },
      }),
    ];
    this.#view = new EditorView({ root: this.#root, parent: this.#root, state: EditorState.create({ doc: after, extensions }) });
  }

  destroy(): void {
    this.#view?.destroy();
  }
}
