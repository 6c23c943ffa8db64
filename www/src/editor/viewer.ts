/** A text to read: highlighted, folded, searched and copied, but not changed. */

import { yaml } from "@codemirror/lang-yaml";
import { foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { phrases } from "./phrases";
import { place } from "./shadow";
import { theme } from "./theme";

/** Longer texts are shown without colours: reading them through would hold up the page. */
const MOST_COLOURED = 400_000;

export type Kind = "yaml" | "plain";

export class Viewer {
  readonly host: HTMLElement;
  #view: EditorView;
  #label = new Compartment();
  #language = new Compartment();
  #kind: Kind = "plain";
  #shown = { label: "", kind: "plain" as Kind };

  constructor() {
    const { host, root } = place("viewer");
    this.host = host;
    const extensions = [
      lineNumbers(),
      drawSelection(),
      foldGutter(),
      search({ top: true }),
      highlightSelectionMatches(),
      keymap.of([...searchKeymap, ...foldKeymap]),
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      phrases(),
      theme,
      this.#label.of(labelled("")),
      this.#language.of([]),
    ];
    this.#view = new EditorView({ root, parent: root, state: EditorState.create({ extensions }) });
  }

  /** Shows a text; what it has in common with the one before stays in place, folds and scroll included. */
  show(text: string, label: string, kind: Kind = "yaml"): void {
    this.#kind = text.length > MOST_COLOURED ? "plain" : kind;
    const effects = [];
    if (this.#shown.label !== label) effects.push(this.#label.reconfigure(labelled(label)));
    if (this.#shown.kind !== this.#kind) effects.push(this.#language.reconfigure(this.#kind === "yaml" ? yaml() : []));
    const isOther = this.#shown.label !== label;
    this.#shown = { label, kind: this.#kind };
    const changes = difference(this.#view.state.doc.toString(), text);
    if (changes !== null || effects.length > 0) {
      this.#view.dispatch({ effects, ...(changes === null ? {} : { changes }) });
    }
    if (isOther) this.#view.scrollDOM.scrollTop = 0;
  }

  /** Puts the cursor at a place and shows it. */
  reveal(from: number, to: number): void {
    const length = this.#view.state.doc.length;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    this.#view.focus();
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

function labelled(label: string): Extension {
  return EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" });
}

/** Returns the one change that turns a text into another; null when they are equal. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < least - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
