/** The label, help and reset button that stand around every control. */

import { button, h, prose, uniqueId } from "../dom";
import type { Field } from "../engine/protocol";
import { printed, type Site } from "./control";

export interface Frame {
  element: HTMLElement;
  /** The id that the control must have, so that its label is its label. */
  id: string;
  describedBy: string;
  /** Shows whether the text gives the value. */
  given(isGiven: boolean): void;
}

/** Returns the frame of a single control; `group` is for several controls under one label. */
export function frame(field: Field, site: Site, body: (id: string, describedBy: string) => HTMLElement, group = false): Frame {
  const { t, language } = site.context;
  const id = uniqueId("field");
  const help = uniqueId("help");
  const error = uniqueId("error");
  const reset = button("↺", () => site.edit(site.path), { class: "reset", "aria-label": `${t("formReset")}: ${field.name}`, title: t("formReset"), hidden: true });
  const describedBy = `${help} ${error}`;
  const label = group ? h("span", { class: "name", id: `${id}-name` }, field.name) : h("label", { class: "name", for: id }, field.name);
  const made = body(id, describedBy);
  if (group) {
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", `${id}-name`);
  }
  const element = h("div", { class: "field", "data-path": printed(site.path) },
    h("div", { class: "field-head" }, label, reset), made,
    h("p", { class: "quiet", id: help }, ...prose(language === "zh" && field.docZh !== "" ? field.docZh : field.doc)),
    h("p", { class: "error", id: error, lang: "en" }));
  return {
    element,
    id,
    describedBy,
    given(isGiven) {
      reset.hidden = !isGiven;
      element.classList.toggle("given", isGiven);
    },
  };
}
