/** The look of every editor, in the colours of the page: custom properties reach into the shadow root. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--field)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection":
    { backgroundColor: "var(--selection)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line)", maxWidth: "36rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "inherit", marginLeft: "1em" },
  ".cm-completionInfo": { padding: "0.4rem 0.6rem", whiteSpace: "pre-wrap" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)" },
  ".cm-panels input, .cm-panels button": { font: "inherit", color: "inherit", background: "var(--field)", border: "1px solid var(--line)" },
  ".cm-searchMatch": { backgroundColor: "var(--match)", outline: "1px solid var(--line)" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", padding: "0.3rem 0.6rem" },
  ".cm-hover": { padding: "0.4rem 0.6rem", maxWidth: "34rem", whiteSpace: "pre-wrap" },
  ".cm-hover strong": { fontFamily: "var(--mono)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--active)", color: "var(--text)", border: "1px solid var(--line)", padding: "0 0.4em" },
  ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--added) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--removed) !important", color: "var(--text)" },
  ".cm-changedText, .cm-deletedText": { background: "none !important" },
  ".cm-collapsedLines": { backgroundColor: "var(--surface)", backgroundImage: "none", color: "var(--quiet)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "'⋯'" },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: "var(--code-number)" },
  { tag: [tags.meta, tags.labelName, tags.typeName], color: "var(--code-meta)" },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];
