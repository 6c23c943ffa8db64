// Every kind of control, by the text that it makes.
import assert from "node:assert/strict";
import { begin, fresh, paste, values } from "./user.mjs";

const YAML = "Values as YAML";
const TEXT = "# my cluster\nversion: 4.9.7 # pinned\nnodes:\n- name: a\n  address: 10.0.0.1\nbroker:\n  groups: 2\n";

async function opened({ serve, open }) {
  const { page } = await open((await serve()).url);
  await begin(page);
  await paste(page, YAML, TEXT);
  await fresh(page);
  return page;
}

/** Waits until the text has these lines, and still those that it had. */
async function has(page, lines) {
  for (let attempt = 0; ; attempt += 1) {
    const text = await values(page);
    if (text.includes(lines)) {
      for (const line of ["# my cluster", "version: 4.9.7 # pinned"]) assert.ok(text.includes(line), text);
      return text;
    }
    assert.ok(attempt < 100, `no ${JSON.stringify(lines)} in\n${text}`);
    await page.waitForTimeout(50);
  }
}

async function section(page, ...path) {
  for (const [depth] of path.entries()) {
    const details = page.locator(`details[data-path="${path.slice(0, depth + 1).join(".")}"]`);
    if (!(await details.evaluate((element) => element.open))) await details.locator("summary").first().click();
  }
}

function field(page, path) {
  return page.locator(`.field[data-path="${path}"]`);
}

export const tests = {
  "texts, numbers, choices and switches": async (tools) => {
    const page = await opened(tools);
    await field(page, "timezone").getByRole("textbox").fill("Europe/Berlin");
    await has(page, "\ntimezone: Europe/Berlin\n");
    await section(page, "broker");
    await field(page, "broker.groups").getByRole("spinbutton").fill("3");
    await has(page, "\n  groups: 3\n");
    await field(page, "mode").getByRole("combobox").selectOption("dledger");
    await has(page, "\nmode: dledger\n");
    await field(page, "acceptKnownDataLoss").getByRole("combobox").selectOption("true");
    await has(page, "\nacceptKnownDataLoss: true\n");
    await field(page, "acceptKnownDataLoss").getByRole("combobox").selectOption("");
    await field(page, "timezone").getByRole("button", { name: "Take out" }).or(field(page, "timezone").locator(".reset")).first().click();
    await page.waitForFunction(() => document.querySelector('.field[data-path="timezone"] .reset')?.hidden);
    assert.equal(await values(page), TEXT.replace("groups: 2\n", "groups: 3\nmode: dledger\n"));
  },

  "lists, rows and mappings": async (tools) => {
    const page = await opened(tools);
    await field(page, "nodes").getByRole("button", { name: "Add: nodes" }).click();
    await field(page, "nodes[1].name").getByRole("textbox").fill("b");
    await has(page, "\n- name: b\n");
    await field(page, "nodes[1].address").getByRole("textbox").fill("10.0.0.2");
    await has(page, "\n- name: b\n  address: \"10.0.0.2\"\n");
    await page.getByRole("group", { name: "nodes[0]" }).getByRole("button", { name: "Remove: nodes[0]" }).click();
    await has(page, "nodes:\n- name: b\n  address: \"10.0.0.2\"\n");
    await section(page, "broker");
    const overrides = field(page, "broker.groupOverrides");
    await overrides.getByPlaceholder("key").fill("1");
    await overrides.getByRole("button", { name: "Add: groupOverrides" }).click();
    await page.getByRole("group", { name: "groupOverrides.1" }).locator('.field[data-path$="brokerName"] input').fill("old-broker");
    await has(page, "brokerName: old-broker");
    await fresh(page);
  },

  "keys of broker.conf are those of the version": async (tools) => {
    const page = await opened(tools);
    await section(page, "broker");
    const config = field(page, "broker.config");
    const offered = async () => {
      await page.getByRole("searchbox").first().focus();
      const key = config.getByPlaceholder("key");
      await key.focus();
      await page.waitForFunction((id) => (document.getElementById(id)?.children.length ?? 0) > 50, await key.getAttribute("list"));
      return config.locator("datalist option").evaluateAll((options) => options.map((option) => option.value));
    };
    const old = await offered();
    assert.ok(old.includes("fileReservedTime") && !old.includes("brokerName"), "keys that rmq derives are not offered");
    await config.getByPlaceholder("key").fill("fileReservedTime");
    await config.getByPlaceholder("value").fill("96");
    await config.getByRole("button", { name: "Add: config" }).click();
    await has(page, "\n  config:\n    fileReservedTime: 96\n");
    await field(page, "version").getByRole("textbox").fill("5.3.3");
    await page.waitForFunction(() => document.querySelector("#panel")?.dataset.state !== "pending");
    const now = await offered();
    assert.ok(now.some((key) => !old.includes(key)), "5.3.3 has no key that 4.9.7 has not");
  },

  "a finding stands at its field, and a field is found by a word of its help": async (tools) => {
    const page = await opened(tools);
    await section(page, "broker");
    await field(page, "broker.replicas").getByRole("spinbutton").fill("2");
    await field(page, "broker.replicas").locator(".error").filter({ hasText: /member/ }).waitFor();
    assert.equal(await field(page, "broker.replicas").getByRole("spinbutton").getAttribute("aria-invalid"), "true");
    await page.getByLabel("Find a field").fill("direct memory");
    await field(page, "broker.jvm.direct").waitFor();
    assert.equal(await field(page, "broker.replicas").isVisible(), false);
  },
};
