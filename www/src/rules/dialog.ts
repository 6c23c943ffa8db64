/** The page of a rule, over the page. */

import { button, fill, h, prose, uniqueId } from "../dom";
import type { Finding } from "../engine/protocol";
import type { Context } from "../page/context";
import { hasPage, pageOf, summaryOf } from "./pages";

/** Returns the code of a finding or a reason; that of a rule opens its page. */
export function codeOf(context: Context, code: string): HTMLElement {
  if (!hasPage(code)) return h("code", {}, code);
  return button(code, () => void open(context, code), { class: "link code", "aria-haspopup": "dialog", title: context.t("rulePage", code) });
}

/** Returns a paragraph that says in the language of the reader what a code means; that of a rule as soon as it is loaded. */
export function meaningOf(context: Context, { code, meaningZh }: Finding): HTMLElement {
  const paragraph = h("p", { class: "meaning" }, ...prose(meaningZh ?? ""));
  if (hasPage(code)) summaryOf(code, context.language).then((text) => fill(paragraph, ...prose(text)), () => paragraph.remove());
  return paragraph;
}

async function open(context: Context, code: string): Promise<void> {
  const { t } = context;
  const id = uniqueId("rule");
  const body = h("div", { id, class: "markdown" }, h("p", {}, t("loading")));
  const close = h("button", { type: "button", on: { click: () => dialog.close() } }, t("close"));
  const dialog: HTMLDialogElement = h("dialog", { class: "rule", "aria-label": t("rulePage", code), on: { close: () => dialog.remove() } }, close, body);
  document.body.append(dialog);
  dialog.showModal();
  try {
    const [{ rendered }, page] = await Promise.all([import("./markdown"), pageOf(code, context.language)]);
    fill(body, ...rendered(page));
  } catch {
    fill(body, h("p", {}, t("rulePageFailed")));
  }
}
