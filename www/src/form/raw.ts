/** A value of a shape of its own: it is edited where it is written. */

import { button, h } from "../dom";
import type { Field } from "../engine/protocol";
import type { Control, Site } from "./control";
import { frame } from "./frame";

export function raw(field: Field, site: Site): Control {
  const { t } = site.context;
  const summary = h("code", { class: "summary" });
  const open = button(t("formInYaml"), () => site.reveal(site.path), { "aria-label": `${t("formInYaml")}: ${field.name}` });
  const around = frame(field, site, () => h("div", { class: "row-edit" }, summary, open), true);
  return {
    element: around.element,
    set(value) {
      const text = value === undefined ? "" : JSON.stringify(value);
      summary.textContent = text.length > 60 ? `${text.slice(0, 60)}…` : text;
      around.given(value !== undefined);
    },
  };
}
