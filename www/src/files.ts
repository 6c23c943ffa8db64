/** Files for the user's disk, and the clipboard. */

import { zipSync, strToU8 } from "fflate";

/** Offers a file for download. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type = "application/yaml"): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click has ended.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Offers files as one archive; the same files give the same bytes. */
export function downloadZip(name: string, files: readonly { name: string; text: string }[]): void {
  const entries = Object.fromEntries(files.map((file) => [file.name, strToU8(file.text)]));
  download(name, zipSync(entries, { mtime: new Date(1980, 0, 1), level: 9 }) as Uint8Array<ArrayBuffer>, "application/zip");
}

/** Returns whether the browser allowed it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Pages from a disk have no clipboard; a selected field has. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  const active = document.activeElement;
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (active instanceof HTMLElement) active.focus();
  return done;
}
