/** The keys that may stand in a mapping, of the version that the values give. */

import { h, uniqueId } from "../dom";
import type { Site } from "./control";

/** Lets an input offer them from its first focus on. */
export function offerKeys(site: Site, input: HTMLInputElement): HTMLElement {
  const list = h("datalist", { id: uniqueId("keys") });
  input.setAttribute("list", list.id);
  input.addEventListener("focus", () => void offer(site, list));
  return list;
}

async function offer(site: Site, list: HTMLElement): Promise<void> {
  const { engine, editor } = site.context;
  const { tree } = await engine.ask("given", { text: editor.text }).catch(() => ({ tree: undefined }));
  const version = (tree as Record<string, unknown> | undefined)?.["version"];
  const text = `${typeof version === "string" ? `version: "${version}"\n` : ""}${opened(site)}`;
  const { items = [] } = await engine.ask("complete", { text, offset: text.length }).catch(() => ({ items: [] }));
  list.replaceChildren(...items.map((item) => h("option", { value: item.label }, item.detail)));
}

/** Returns a text that ends where a key of the mapping would begin. */
function opened({ path }: Site): string {
  return `${path.map((step, depth) => `${"  ".repeat(depth)}${step}:\n`).join("")}${"  ".repeat(path.length)}`;
}
