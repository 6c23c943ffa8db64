/** A mapping of keys to fields of their own: what differs from group to group. */

import { button, fill, h } from "../dom";
import type { Field } from "../engine/protocol";
import { control, type Control, type Site } from "./control";
import { frame } from "./frame";

export function table(field: Field, site: Site): Control {
  const { t } = site.context;
  const list = h("div", { class: "rows" });
  const key = h("input", { type: "text", spellcheck: "false", "aria-label": `${field.name}: ${t("formKey")}`, placeholder: t("formKey") });
  const add = button(t("formAdd"), () => {
    // A key that is there keeps its fields.
    if (key.value !== "" && !controls.has(key.value)) site.edit([...site.path, key.value], {});
    key.value = "";
    key.focus();
  }, { "aria-label": `${t("formAdd")}: ${field.name}` });
  const around = frame(field, site, () => h("div", {}, list, h("div", { class: "row-edit" }, key, add)), true);
  let controls = new Map<string, [Field, Control][]>();
  return {
    element: around.element,
    set(value) {
      const entries = Object.entries((value ?? {}) as Record<string, Record<string, unknown> | null>);
      if (entries.map(([name]) => name).join("\n") !== [...controls.keys()].join("\n")) {
        const fields = (name: string) => (field.fields ?? []).map((one): [Field, Control] => [one, control(one, { ...site, path: [...site.path, name, one.name] })]);
        controls = new Map(entries.map(([name]) => [name, fields(name)]));
        fill(list, ...[...controls].map(([name, row]) => item(field, site, name, row)));
      }
      for (const [name, one] of entries) for (const [inner, its] of controls.get(name) ?? []) its.set(one?.[inner.name]);
      around.given(value !== undefined);
    },
  };
}

function item(field: Field, site: Site, name: string, row: [Field, Control][]): HTMLElement {
  const { t } = site.context;
  const remove = button("✕", () => site.edit([...site.path, name]), { class: "remove", "aria-label": `${t("formRemove")}: ${field.name}.${name}` });
  return h("div", { class: "item", role: "group", "aria-label": `${field.name}.${name}` }, h("code", {}, name), ...row.map(([, one]) => one.element), remove);
}
