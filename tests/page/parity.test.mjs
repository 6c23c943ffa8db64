// For every example, the manifests of the page are those of the native program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./browser.mjs";
import { begin, downloaded, fresh } from "./user.mjs";

export const tests = {
  "every preset": async ({ serve, open, rmq }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    const names = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".yaml"));
    assert.ok(names.length >= 6);
    for (const name of names) {
      await page.getByLabel("Preset").selectOption(name.replace(".yaml", ""));
      await page.waitForTimeout(50);
      await fresh(page);
      const { bytes } = await downloaded(page, () => page.getByRole("button", { name: "All as .yaml" }).click());
      const want = execFileSync(rmq, ["render", "-f", join(ROOT, "examples", name)], { stdio: ["ignore", "pipe", "ignore"] });
      assert.ok(bytes.equals(want), name);
    }
  },
};
