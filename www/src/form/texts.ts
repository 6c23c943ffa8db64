/** A list of texts, one a line. */

import { h } from "../dom";
import type { Field } from "../engine/protocol";
import type { Control, Site } from "./control";
import { frame } from "./frame";

export function texts(field: Field, site: Site): Control {
  const area = h("textarea", { rows: 2, spellcheck: "false" });
  const lines = () => area.value.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  area.addEventListener("input", () => (lines().length === 0 ? site.edit(site.path) : site.edit(site.path, lines())));
  const around = frame(field, site, (id, describedBy) => {
    area.id = id;
    area.setAttribute("aria-describedby", describedBy);
    return area;
  });
  return {
    element: around.element,
    set(value) {
      const given = Array.isArray(value) ? value.map(String) : [];
      // Blanks and empty lines of somebody who types are left alone.
      if (given.join("\n") !== lines().join("\n")) area.value = given.join("\n");
      area.rows = Math.min(Math.max(given.length, 2), 10);
      around.given(value !== undefined);
    },
  };
}
