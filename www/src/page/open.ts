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
    const choose = () => {
      // The same file is another one after it was mended.
      input.value = "";
      input.click();
    };
    this.element = h("span", {}, input, button(context.t("openFile"), choose));
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
    // The list of a drop is empty after the first wait.
    const all = [...(files ?? [])];
    const texts: string[] = [];
    for (const file of all) {
      const text = await this.#text(file);
      if (text === null) return;
      texts.push(text);
    }
    this.refusal.hidden = true;
    if (texts.length > 0) this.#take(texts.join("\n---\n"));
  }

  /** Returns null for a file that is refused, and says why. */
  async #text(file: File): Promise<string | null> {
    const { t } = this.#context;
    if (file.size > LARGEST_FILE) return this.#refuse(t("fileTooLarge", file.name, LARGEST_FILE >> 20));
    let bytes: ArrayBuffer;
    try {
      bytes = await file.arrayBuffer();
    } catch {
      return this.#refuse(t("fileUnreadable", file.name));
    }
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return this.#refuse(t("fileNotUtf8", file.name));
    }
  }

  #refuse(why: string): null {
    this.refusal.textContent = why;
    this.refusal.hidden = false;
    return null;
  }
}
