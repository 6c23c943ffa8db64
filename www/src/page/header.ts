/** The bar at the top: what the page is, the mode, and what the reader prefers. */

import { button, h, select } from "../dom";
import { copy } from "../files";
import type { Translate } from "../i18n/index";
import { fragmentOf, LONGEST_LINK } from "../share/codec";
import type { Mode, Preferences } from "../state/state";
import type { Store } from "../state/store";

export interface HeaderActions {
  prefer(preferences: Preferences): void;
  startOver(): void;
}

export function header(store: Store, t: Translate, preferences: Preferences, actions: HeaderActions, hasResult: boolean): HTMLElement {
  const said = h("p", { class: "said", role: "status" });
  const language = select(t("language"), [
    { value: "system", label: t("languageSystem") },
    { value: "en", label: "English" },
    { value: "zh", label: "中文" },
  ], preferences.language, (value) => actions.prefer({ ...preferences, language: value as Preferences["language"] }));
  const theme = select(t("theme"), [
    { value: "system", label: t("themeSystem") },
    { value: "light", label: t("themeLight") },
    { value: "dark", label: t("themeDark") },
  ], preferences.theme, (value) => actions.prefer({ ...preferences, theme: value as Preferences["theme"] }));
  return h("header", { class: "bar" },
    hasResult && h("a", { class: "skip", href: "#result", on: { click: (event) => skip(event) } }, t("skip")),
    h("h1", {}, t("title")),
    modes(store, t),
    h("div", { class: "actions" }, button(t("share"), () => void share(store, t, said)), button(t("startOver"), () => actions.startOver()), language, theme),
    said);
}

/** The fragment holds the state of the page, so a link inside of it must not change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("result")?.focus();
}

function modes(store: Store, t: Translate): HTMLElement {
  const mode = (value: Mode, label: string) => {
    const made = button(label, () => store.update({ mode: value }), { "aria-pressed": String(store.state.mode === value) });
    store.subscribe((state) => made.setAttribute("aria-pressed", String(state.mode === value)));
    return made;
  };
  return h("div", { class: "modes", role: "group", "aria-label": t("mode") }, mode("cluster", t("modeCluster")), mode("post-render", t("modePostRender")));
}

async function share(store: Store, t: Translate, said: HTMLElement): Promise<void> {
  const fragment = fragmentOf(store.state);
  if (fragment.length > LONGEST_LINK) {
    said.textContent = t("shareTooLong", fragment.length);
    return;
  }
  history.replaceState(null, "", fragment);
  const isCopied = await copy(location.href);
  said.textContent = isCopied ? t("shareCopied") : `${t("shareFailed")} ${location.href}`;
}
