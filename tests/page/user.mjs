// What a user does on the page, and what a user sees.
import assert from "node:assert/strict";

/** Waits until what the panel shows belongs to the text as it is. */
export async function fresh(page) {
  await page.locator('#panel[data-state="fresh"]').waitFor({ timeout: 20_000 });
}

/** Begins with the answers to the three questions; without any, with those that are ticked. */
export async function begin(page, answers = []) {
  for (const answer of answers) await page.getByLabel(answer, { exact: true }).check();
  await page.getByRole("button", { name: /Show me the cluster|查看集群/ }).click();
  await fresh(page);
}

/** Returns the whole text of an editor: it draws only the lines that can be seen. */
export function textOf(page, label) {
  return page.getByRole("textbox", { name: label, exact: true }).evaluate((element) => element.cmTile?.view?.state.doc.toString() ?? element.cmView?.view?.state.doc.toString() ?? null);
}

export async function values(page) {
  const text = await textOf(page, "Values as YAML");
  assert.notEqual(text, null, "the text of the editor cannot be read");
  return text;
}

/** Puts a text in place of the one in an editor, as a paste does. */
export async function paste(page, label, text) {
  const editor = page.getByRole("textbox", { name: label, exact: true });
  await editor.click();
  await page.keyboard.press("Control+a");
  await editor.evaluate((element, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

export async function tab(page, name) {
  await page.getByRole("tab", { name, exact: true }).click();
}

/** Returns what a download holds. */
export async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
