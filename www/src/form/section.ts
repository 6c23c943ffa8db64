/** Fields under one heading, made when it is first opened. */

import { h, prose } from "../dom";
import type { Field } from "../engine/protocol";
import { control, printed, type Control, type Site } from "./control";

/** A section that can be opened from outside. */
export interface Section extends Control {
  element: HTMLDetailsElement;
  build(): void;
}

export const SECTIONS = new WeakMap<HTMLDetailsElement, Section>();

export function section(field: Field, site: Site): Section {
  const { language } = site.context;
  const doc = prose(language === "zh" && field.docZh !== "" ? field.docZh : field.doc);
  const body = h("div", { class: "section" });
  const count = h("span", { class: "quiet" });
  const element = h("details", { "data-path": printed(site.path) },
    h("summary", {}, h("span", { class: "name" }, field.name), " ", count), h("p", { class: "quiet" }, ...doc), body);
  let controls: [Field, Control][] | null = null;
  let value: unknown;
  const made: Section = {
    element,
    build() {
      if (controls !== null) return;
      controls = (field.fields ?? []).map((one) => [one, control(one, { ...site, path: [...site.path, one.name] })]);
      body.append(...controls.map(([, one]) => one.element));
      made.set(value);
    },
    set(given) {
      value = given;
      const inside = (given ?? {}) as Record<string, unknown>;
      const number = Object.keys(inside).length;
      count.textContent = number === 0 ? "" : `(${number})`;
      for (const [one, its] of controls ?? []) its.set(inside[one.name]);
    },
  };
  element.addEventListener("toggle", () => element.open && made.build());
  SECTIONS.set(element, made);
  return made;
}
