// Every tab in both languages and themes: no violation of the rules for accessibility, and a screenshot to look at.
import assert from "node:assert/strict";
import { AXE } from "./browser.mjs";
import { begin, fresh, paste } from "./user.mjs";

const TABS = { cluster: ["manifests", "coredns", "clients", "addresses", "diagnostics", "commands"], "post-render": ["changes", "report", "diagnostics"] };

/** Returns what axe-core finds, each with the place. */
async function violations(page) {
  await page.addScriptTag({ path: AXE }).catch(() => undefined);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await import("node:fs").then(({ readFileSync }) => readFileSync(AXE, "utf8")));
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}

async function look({ serve, open, shot }, locale, colorScheme) {
  // axe is put into the page by the test: the page's own policy has nothing to say about it.
  const { page } = await open((await serve()).url, { locale, colorScheme, bypassCSP: true });
  const name = (what) => `${what}-${locale.slice(0, 2)}-${colorScheme}`;
  await page.getByRole("radio").first().waitFor();
  const found = (await violations(page)).map((line) => `start: ${line}`);
  await shot(page, name("start"));
  await begin(page, [locale.startsWith("zh") ? "还有集群外的程序，使用写入 DNS 或 hosts 文件的名称" : "Programs outside too, by names that I put into DNS or hosts files"]);
  for (const [mode, tabs] of Object.entries(TABS)) {
    if (mode === "post-render") {
      await page.getByRole("button", { name: locale.startsWith("zh") ? "后处理" : "Post-render" }).click();
      const stream = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: rocketmq-broker\nspec:\n  serviceName: b\n  selector: {matchLabels: {app: b}}\n  template:\n    metadata: {labels: {app: b}}\n    spec:\n      containers:\n      - name: broker\n        image: apache/rocketmq:4.9.7\n        command: [sh, mqbroker]\n        ports: [{containerPort: 10911}]\n";
      await paste(page, locale.startsWith("zh") ? "清单流" : "The stream of manifests", stream);
    }
    for (const tab of tabs) {
      await page.locator(`#tab-${tab}`).click();
      await fresh(page);
      await page.waitForTimeout(450);
      found.push(...(await violations(page)).map((line) => `${mode} ${tab}: ${line}`));
      await shot(page, name(`${mode}-${tab}`));
    }
    if (mode === "cluster") {
      await page.locator("#tab-diagnostics").click();
      await page.getByRole("button", { name: "RMQ501" }).click();
      await page.getByRole("dialog").getByRole("heading", { name: "RMQ501 unpinned-address" }).waitFor();
      found.push(...(await violations(page)).map((line) => `page of a rule: ${line}`));
      await shot(page, name("rule"));
      await page.getByRole("dialog").getByRole("button").click();
    }
  }
  assert.deepEqual([...new Set(found)], []);
}

export const tests = {
  "English, light": (tools) => look(tools, "en-US", "light"),
  "English, dark": (tools) => look(tools, "en-US", "dark"),
  "Chinese, light": (tools) => look(tools, "zh-CN", "light"),
  "Chinese, dark": (tools) => look(tools, "zh-CN", "dark"),
};
