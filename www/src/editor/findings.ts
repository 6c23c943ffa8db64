/** Findings of the library as marks in the text. */

import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Finding } from "../engine/protocol";

export const findingMarks: Extension = [lintGutter()];

/** Marks the findings that have a place in this file; the text must be the one in which they were found. */
export function mark(view: EditorView, findings: readonly Finding[], file: string): void {
  const length = view.state.doc.length;
  const marks = findings.flatMap((finding): Diagnostic[] => {
    if (finding.file !== file || finding.from === undefined || finding.to === undefined) return [];
    const from = Math.min(finding.from, length);
    return [{ from, to: Math.min(Math.max(finding.to, from), length), severity: finding.severity, message: words(finding) }];
  });
  view.dispatch(setDiagnostics(view.state, marks));
}

export function words(finding: Finding): string {
  const help = finding.help === undefined ? [] : [`→ ${finding.help}`];
  const meaning = document.documentElement.lang === "zh" && finding.meaningZh !== undefined ? [finding.meaningZh] : [];
  return [`${finding.code} ${finding.message}`, ...meaning, ...finding.notes, ...help].join("\n");
}
