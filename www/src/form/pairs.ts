/** A mapping of names to single values: a row for each, and one to add. */

import { button, fill, h } from "../dom";
import type { Field } from "../engine/protocol";
import type { Control, Site } from "./control";
import { frame } from "./frame";
import { put, shown } from "./scalar";
import { offerKeys } from "./suggestions";

export function pairs(field: Field, site: Site): Control {
  const { t } = site.context;
  const list = h("div", { class: "rows" });
  const key = h("input", { type: "text", spellcheck: "false", "aria-label": `${field.name}: ${t("formKey")}`, placeholder: t("formKey") });
  const value = h("input", { type: "text", spellcheck: "false", "aria-label": `${field.name}: ${t("formValue")}`, placeholder: t("formValue") });
  const add = button(t("formAdd"), () => {
    if (key.value === "") {
      key.focus();
      return;
    }
    site.edit([...site.path, key.value], read(field, value.value));
    key.value = "";
    value.value = "";
    key.focus();
  }, { "aria-label": `${t("formAdd")}: ${field.name}` });
  const body = h("div", {}, list, h("div", { class: "row-edit" }, key, value, add), field.type === "settings" ? offerKeys(site, key) : null);
  const around = frame(field, site, () => body, true);
  const inputs = new Map<string, HTMLInputElement>();
  return {
    element: around.element,
    set(given) {
      const entries = Object.entries((given ?? {}) as Record<string, unknown>);
      if (entries.map(([name]) => name).join("\n") !== [...inputs.keys()].join("\n")) {
        inputs.clear();
        fill(list, ...entries.map(([name]) => row(field, site, name, inputs)));
      }
      for (const [name, one] of entries) {
        const input = inputs.get(name);
        if (input !== undefined && shown(one) !== input.value) put(input, one);
      }
      around.given(given !== undefined);
    },
  };
}

function row(field: Field, site: Site, name: string, inputs: Map<string, HTMLInputElement>): HTMLElement {
  const { t } = site.context;
  const path = [...site.path, name];
  const input = h("input", { type: "text", spellcheck: "false", "aria-label": `${field.name}.${name}` });
  input.addEventListener("input", () => site.edit(path, read(field, input.value)));
  inputs.set(name, input);
  return h("div", { class: "row-edit" }, h("code", {}, name), input,
    button("✕", () => site.edit(path), { "aria-label": `${t("formRemove")}: ${field.name}.${name}` }));
}

/** Settings hold numbers and booleans too; the other mappings hold texts. */
function read(field: Field, text: string): unknown {
  if (field.type !== "settings") return text;
  if (text === "true" || text === "false") return text === "true";
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
