/** A place for an editor, in a shadow root: there its styles are sheets of the root, and no inline style is needed. */

import { h } from "../dom";

export interface Place {
  host: HTMLElement;
  root: ShadowRoot;
}

export function place(className: string): Place {
  const host = h("div", { class: className });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host { display: block; overflow: hidden; min-height: 0 } .cm-editor { height: 100% }");
  root.adoptedStyleSheets = [sheet];
  return { host, root };
}
