/** What the library knows about the place of the cursor: completion and help on hover. */

import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip, type EditorView, type Tooltip } from "@codemirror/view";
import { h } from "../dom";
import type { Engine } from "../engine/engine";
import type { Hover } from "../engine/protocol";
import type { Language } from "../state/state";

export function assist(engine: Engine, language: () => Language): Extension {
  return [
    autocompletion({ override: [(context) => complete(engine, language(), context)], closeOnBlur: true, icons: false }),
    hoverTooltip((view, position) => hover(engine, language(), view, position), { hideOnChange: true }),
  ];
}

async function complete(engine: Engine, language: Language, context: CompletionContext): Promise<CompletionResult | null> {
  if (!context.explicit && context.matchBefore(/[\w.-]+$/) === null) return null;
  const request = { text: context.state.doc.toString(), offset: context.pos };
  const found = await engine.ask("complete", request, "complete").catch(() => null);
  if (found?.items === undefined || found.items.length === 0 || context.aborted) return null;
  const options = found.items.map((item, index): Completion => {
    const info = language === "zh" ? item.docZh : item.doc;
    return {
      label: item.label,
      apply: item.insert,
      boost: -index / 1000,
      ...(item.detail === undefined ? {} : { detail: item.detail }),
      ...(info === undefined || info === "" ? {} : { info }),
    };
  });
  return { from: found.from ?? context.pos, to: found.to ?? context.pos, options, validFor: /^[\w.-]*$/ };
}

async function hover(engine: Engine, language: Language, view: EditorView, position: number): Promise<Tooltip | null> {
  const request = { text: view.state.doc.toString(), offset: position };
  const found = (await engine.ask("hover", request, "hover").catch(() => null))?.hover ?? null;
  if (found === null) return null;
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: tooltip(found, language) }) };
}

function tooltip(found: Hover, language: Language): HTMLElement {
  const facts = [found.type, found.default === undefined ? undefined : `= ${found.default}`].filter(Boolean).join("  ");
  return h("div", { class: "cm-hover" }, h("strong", {}, found.title), facts === "" ? null : `  ${facts}`, "\n",
    language === "zh" && found.docZh !== "" ? found.docZh : found.doc);
}
