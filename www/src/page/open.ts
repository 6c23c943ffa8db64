/** Files of the reader, opened or dropped: they are read in the browser and go nowhere. */

import { button, h } from "../dom";
import type { Context } from "./context";

/** Larger files are refused before they are read. */
const LARGEST_FILE = 64 << 20;

export class Opener {
  /** The button with its hidden control. */
  readonly element: HTMLElement;
  /** What is said about a file that was not read. */
  readonly refusal = h("p", { class: "notice", role: "alert", hidden: true });
  readonly #context: Context;
  readonly #take: (text: string) => void;

  constructor(context: Context, several: boolean, take: (text: string) => void) {
    this.#context = context;
    this.#take = take;
    const input = h("input", { type: "file", hidden: true, multiple: several, accept: ".yaml,.yml,.json,.txt", on: { change: () => void this.read(input.files) } });
    this.element = h("span", {}, input, button(context.t("openFile"), () => input.click()));
  }

  /** Takes files that are dropped on an element, also on an editor in it. */
  dropOn(element: HTMLElement): void {
    element.addEventListener("dragover", (event) => event.preventDefault());
    element.addEventListener("drop", (event) => {
      const files = event.dataTransfer?.files;
      if (files === undefined || files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      void this.read(files);
    }, { capture: true });
  }

  /** Reads files as one stream, or none of them. */
  async read(files: FileList | null): Promise<void> {
    const all = [...(files ?? [])];
    const tooLarge = all.find((file) => file.size > LARGEST_FILE);
    this.refusal.hidden = tooLarge === undefined;
    if (tooLarge !== undefined) {
      this.refusal.textContent = this.#context.t("fileTooLarge", tooLarge.name, LARGEST_FILE >> 20);
      return;
    }
    const texts = await Promise.all(all.map((file) => file.text()));
    if (texts.length > 0) this.#take(texts.join("\n---\n"));
  }
}
