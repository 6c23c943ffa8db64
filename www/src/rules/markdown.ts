/** Pages of Markdown as elements, without any markup in between. */

import type { Nodes, Parents } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { h } from "../dom";

/** Returns a page as elements; its title is a second one on the screen. */
export function rendered(markdown: string): (Node | string)[] {
  return inside(fromMarkdown(markdown));
}

function inside(node: Parents): (Node | string)[] {
  return node.children.map((child) => element(child));
}

function element(node: Nodes): Node | string {
  switch (node.type) {
    case "heading":
      return h(node.depth === 1 ? "h2" : "h3", {}, ...inside(node));
    case "paragraph":
      return h("p", {}, ...inside(node));
    case "list":
      return h("ul", {}, ...inside(node));
    case "listItem":
      return h("li", {}, ...inside(node));
    case "code":
      return h("pre", { tabindex: 0 }, h("code", {}, node.value));
    case "inlineCode":
      return h("code", {}, node.value);
    default:
      return "value" in node ? node.value : h("span", {}, ..."children" in node ? inside(node) : []);
  }
}
