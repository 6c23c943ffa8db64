/** A list of mappings with fields of their own: the nodes. */

import { button, fill, h } from "../dom";
import type { Field } from "../engine/protocol";
import { control, type Control, type Site } from "./control";
import { frame } from "./frame";

export function rows(field: Field, site: Site): Control {
  const { t } = site.context;
  const list = h("div", { class: "rows" });
  let controls: Control[][] = [];
  const add = button(t("formAdd"), () => {
    const required = (field.fields ?? []).filter((one) => one.required === true);
    site.edit([...site.path, controls.length], Object.fromEntries(required.map((one) => [one.name, ""])));
  }, { "aria-label": `${t("formAdd")}: ${field.name}` });
  const around = frame(field, site, () => h("div", {}, list, add), true);
  return {
    element: around.element,
    set(value) {
      const items = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
      if (items.length !== controls.length) {
        controls = items.map((_, index) => (field.fields ?? []).map((one) => control(one, { ...site, path: [...site.path, index, one.name] })));
        fill(list, ...controls.map((row, index) => item(field, site, row, index)));
      }
      items.forEach((one, index) => {
        (field.fields ?? []).forEach((inner, place) => controls[index]?.[place]?.set(one?.[inner.name]));
      });
      around.given(value !== undefined);
    },
  };
}

function item(field: Field, site: Site, row: Control[], index: number): HTMLElement {
  const { t } = site.context;
  const remove = button("✕", () => site.edit([...site.path, index]), { class: "remove", "aria-label": `${t("formRemove")}: ${field.name}[${index}]` });
  const made = h("div", { class: "item", role: "group", "aria-label": `${field.name}[${index}]` }, ...row.map((one) => one.element), remove);
  return made;
}
