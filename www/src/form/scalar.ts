/** Controls of single values. What stands in them is what the text gives; the default shows where it gives nothing. */

import { h } from "../dom";
import type { Field } from "../engine/protocol";
import type { Control, Site } from "./control";
import { frame } from "./frame";

export function onOff(field: Field, site: Site): Control {
  const { t } = site.context;
  return chosen(field, site, [["true", t("formOn")], ["false", t("formOff")]], (word) => word === "true");
}

export function choice(field: Field, site: Site): Control {
  return chosen(field, site, (field.words ?? []).map((word) => [word, word]), (word) => word);
}

function chosen(field: Field, site: Site, words: [string, string][], read: (word: string) => unknown): Control {
  const { t } = site.context;
  const list = h("select", { on: { change: () => (list.value === "" ? site.edit(site.path) : site.edit(site.path, read(list.value))) } });
  const standard = words.find(([word]) => word === String(field.default))?.[1] ?? "";
  list.append(h("option", { value: "" }, standard === "" ? "–" : `${standard} (${t("formDefault")})`));
  list.append(...words.map(([word, label]) => h("option", { value: word }, label)));
  return framed(field, site, list, (value) => (list.value = value === undefined || value === null ? "" : String(value)));
}

export function number(field: Field, site: Site): Control {
  const bounds = { min: field.min ?? null, max: field.max ?? null };
  const input = h("input", { type: "number", step: 1, ...bounds, placeholder: shown(field.default) });
  input.addEventListener("input", () => {
    if (input.value === "" && !input.validity.badInput) site.edit(site.path);
    else if (Number.isSafeInteger(input.valueAsNumber)) site.edit(site.path, input.valueAsNumber);
  });
  return framed(field, site, input, (value) => put(input, value));
}

export function text(field: Field, site: Site): Control {
  const input = h("input", { type: field.secret === true ? "password" : "text", spellcheck: "false", autocomplete: "off", placeholder: shown(field.default) });
  input.addEventListener("input", () => (input.value === "" ? site.edit(site.path) : site.edit(site.path, input.value)));
  return framed(field, site, input, (value) => put(input, value));
}

/** Shows a value, unless the control shows it already: setting it would move the cursor. */
export function put(input: HTMLInputElement | HTMLTextAreaElement, value: unknown): void {
  const text = shown(value);
  if (input.value !== text && !(input === document.activeElement && Number(input.value) === value)) input.value = text;
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function framed(field: Field, site: Site, input: HTMLElement, set: (value: unknown) => void): Control {
  const around = frame(field, site, (id, describedBy) => {
    input.id = id;
    input.setAttribute("aria-describedby", describedBy);
    return input;
  });
  return {
    element: around.element,
    set(value) {
      set(value);
      around.given(value !== undefined);
    },
  };
}
