/** What a control of the form is, and which one a field gets. */

import type { Field } from "../engine/protocol";
import type { Context } from "../page/context";
import { pairs } from "./pairs";
import { raw } from "./raw";
import { rows } from "./rows";
import { choice, number, onOff, text } from "./scalar";
import { section } from "./section";
import { table } from "./table";
import { texts } from "./texts";

export type Path = readonly (string | number)[];

/** Changes one value of the text; without a value its key goes. */
export type Edit = (path: Path, value?: unknown) => void;

export interface Site {
  context: Context;
  path: Path;
  edit: Edit;
  /** Shows a value in the editor. */
  reveal: (path: Path) => void;
}

export interface Control {
  element: HTMLElement;
  /** Shows what the text gives; undefined when it gives nothing. */
  set(value: unknown): void;
}

export function control(field: Field, site: Site): Control {
  switch (field.type) {
    case "section":
      return section(field, site);
    case "switch":
      return onOff(field, site);
    case "number":
      return number(field, site);
    case "text":
    case "amount":
      return text(field, site);
    case "choice":
      return choice(field, site);
    case "texts":
      return texts(field, site);
    case "textMap":
    case "amounts":
    case "settings":
      return pairs(field, site);
    case "table":
      return table(field, site);
    case "rows":
      return rows(field, site);
    default:
      return raw(field, site);
  }
}

/** Returns a path as findings print it. */
export function printed(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
