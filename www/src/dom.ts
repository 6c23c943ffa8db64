/** Elements without markup: text is always text, so nothing that a user pastes can become code. */

type Child = Node | string | null | undefined | false;
type Listener<K extends keyof HTMLElementEventMap> = (event: HTMLElementEventMap[K]) => void;

interface Attributes {
  class?: string;
  on?: { [K in keyof HTMLElementEventMap]?: Listener<K> };
  [name: string]: string | number | boolean | null | undefined | object;
}

/** Makes an element; an attribute that is true stands alone, one that is false or missing is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(element, attributes.on ?? {});
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string" || typeof value === "number") element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function listen(element: HTMLElement, listeners: NonNullable<Attributes["on"]>): void {
  for (const [event, listener] of Object.entries(listeners)) {
    element.addEventListener(event, listener as EventListener);
  }
}

function append(element: Element, children: Child[]): void {
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
}

/** Puts these children in place of those that are there. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** Returns a text of the library as elements: names between backticks are code. */
export function prose(text: string): (HTMLElement | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));
}

let count = 0;

/** Returns an id that no other element of the page has. */
export function uniqueId(prefix: string): string {
  count += 1;
  return `${prefix}-${count}`;
}

/** Returns a button. */
export function button(label: string, click: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", ...attributes, on: { click } }, label);
}

/** Returns a labelled list of choices. */
export function select(
  label: string,
  options: readonly { value: string; label: string }[],
  chosen: string,
  change: (value: string) => void,
): HTMLElement {
  const id = uniqueId("select");
  const list = h("select", { id, on: { change: () => change(list.value) } });
  list.append(...options.map((option) => h("option", { value: option.value }, option.label)));
  list.value = chosen;
  return h("span", { class: "choice" }, h("label", { for: id }, label), list);
}

/** Returns a labelled box to tick. */
export function checkbox(label: string, checked: boolean, change: (checked: boolean) => void): HTMLLabelElement {
  const box = h("input", { type: "checkbox", on: { change: () => change(box.checked) } });
  box.checked = checked;
  return h("label", { class: "choice" }, box, h("span", {}, label));
}
