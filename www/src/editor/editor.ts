/** The editor of a text; its history is that of the form too, whose changes are changes of this text. */

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { Change, Finding } from "../engine/protocol";
import { findingMarks, mark } from "./findings";
import { phrases } from "./phrases";
import { place } from "./shadow";
import { theme } from "./theme";
import { difference } from "./viewer";

const MOST_COLOURED = 400_000;

export class Editor {
  readonly host: HTMLElement;
  readonly #view: EditorView;
  readonly #label = new Compartment();
  readonly #language = new Compartment();
  readonly #extensions: Extension;
  #isColoured = true;

  constructor(text: string, changed: (text: string) => void, extra: Extension = []) {
    const { host, root } = place("editor");
    this.host = host;
    this.#extensions = [
      this.#label.of([]),
      this.#language.of(yaml()),
      extra,
      basics(),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ];
    this.#view = new EditorView({ root, parent: root, state: this.#fresh(text) });
    this.#colour(text.length);
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get canUndo(): boolean {
    return undoDepth(this.#view.state) > 0;
  }

  get canRedo(): boolean {
    return redoDepth(this.#view.state) > 0;
  }

  /** Names the editor for whoever does not see it. */
  label(label: string, description: string): void {
    const attributes = { "aria-label": label, "aria-description": description, tabindex: "0" };
    this.#view.dispatch({ effects: this.#label.reconfigure([EditorView.contentAttributes.of(attributes), phrases()]) });
  }

  /** Puts another text in place of this one; undo brings this one back. */
  replace(text: string): void {
    const changes = difference(this.text, text);
    if (changes !== null) this.#view.dispatch({ changes, userEvent: "input.replace", scrollIntoView: false });
    this.#colour(text.length);
  }

  /** Begins anew: there is nothing to undo. */
  reset(text: string): void {
    this.#view.setState(this.#fresh(text));
  }

  /** Makes the changes of the form. */
  change(changes: readonly Change[]): void {
    if (changes.length > 0) this.#view.dispatch({ changes: [...changes], userEvent: "input.form" });
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  mark(findings: readonly Finding[], file: string): void {
    mark(this.#view, findings, file);
  }

  /** Puts the cursor at a place and shows it. */
  reveal(from: number, to = from): void {
    const length = this.#view.state.doc.length;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    this.#view.focus();
  }

  #fresh(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.#extensions });
  }

  /** A very long text goes without colours, so that typing stays quick. */
  #colour(length: number): void {
    const isColoured = length <= MOST_COLOURED;
    if (isColoured === this.#isColoured) return;
    this.#isColoured = isColoured;
    this.#view.dispatch({ effects: this.#language.reconfigure(isColoured ? yaml() : []) });
  }
}

function basics(): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    findingMarks,
    theme,
    // Tab is left to the browser, so that the keyboard can leave the editor.
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
}
