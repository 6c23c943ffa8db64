// What the tab Commands says; the scenario `commands` of e2e types it into a shell.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./browser.mjs";
import { begin, fresh, paste, tab } from "./user.mjs";

const WAYS = ["kubectl", "helm3", "helm4", "argocd"];

/** Returns what stands on the page under a tool. */
function commands(page, word) {
  return page.locator(`[data-way="${word}"] pre code`).allTextContents();
}

export const tests = {
  "every tool, each for a namespace of its own": async ({ serve, open, out }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    const values = readFileSync(join(ROOT, "tests/e2e/values/commands.yaml"), "utf8");
    await paste(page, "Values as YAML", values);
    await page.getByLabel("Name", { exact: true }).fill("orders");
    await tab(page, "Commands");
    await fresh(page);
    const found = await page.locator("[data-way]").evaluateAll((sections) => sections.map((section) => section.dataset.way));
    assert.deepEqual(found, WAYS);
    const ways = [];
    for (const word of WAYS) {
      const namespace = `shop-${word}`;
      await page.getByLabel("Namespace", { exact: true }).fill(namespace);
      await page.locator(`[data-way="${word}"]`).filter({ hasText: namespace }).waitFor();
      await fresh(page);
      const steps = await commands(page, word);
      assert.ok(steps.length > 1 && steps.every((step) => step.trim() !== ""), word);
      ways.push({ word, namespace, steps });
    }
    writeFileSync(join(out, "commands.json"), JSON.stringify({ name: "orders", values, ways }, null, 2));
  },

  "what is copied is what is shown": async ({ serve, open }) => {
    const { page } = await open((await serve()).url, { permissions: ["clipboard-read", "clipboard-write"] });
    await begin(page);
    await tab(page, "Commands");
    await fresh(page);
    for (const word of WAYS) {
      const section = page.locator(`[data-way="${word}"]`);
      const shown = await commands(page, word);
      for (const [index, text] of shown.entries()) {
        await section.locator(".command").nth(index).getByRole("button").click();
        await page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, text);
      }
    }
  },
};
