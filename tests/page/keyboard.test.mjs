// A user without a mouse, and one who hears the page.
import assert from "node:assert/strict";
import { fresh, tab, values } from "./user.mjs";

/** Returns what has the focus, in words. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "";
    const inner = element.shadowRoot?.activeElement ?? element;
    const label = inner.getAttribute("aria-label") ?? inner.labels?.[0]?.textContent ?? inner.textContent ?? "";
    return `${inner.getAttribute("role") ?? inner.localName} ${label.trim().slice(0, 60)}`;
  });
}

/** Presses a key until the focus is where it should be. */
async function until(page, key, wanted, most = 400) {
  for (let presses = 0; presses < most; presses += 1) {
    if (wanted.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not lead to ${wanted}`);
}

export const tests = {
  "from the questions to a finding and the page of its rule": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await page.getByRole("radio").first().waitFor();
    await until(page, "Tab", /input Programs inside/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await until(page, "Tab", /button Show me the cluster/);
    await page.keyboard.press("Enter");
    await fresh(page);
    assert.match(await focused(page), /^section Result/, "the focus is lost with the questions");

    // The editor takes what is typed, and lets go.
    await until(page, "Shift+Tab", /textbox Values as YAML/);
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# typed\n");
    assert.match(await values(page), /^# typed\n/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.doesNotMatch(await focused(page), /Values as YAML/, "the editor is a trap");

    await until(page, "Tab", /^tab Manifests/);
    for (const name of ["CoreDNS", "Hosts & clients", "Addresses", "Diagnostics"]) {
      await page.keyboard.press("ArrowRight");
      assert.equal(await focused(page), `tab ${name}`);
    }
    await fresh(page);
    await until(page, "Tab", /^button RMQ501/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "About RMQ501" });
    await dialog.getByRole("heading", { name: "RMQ501 unpinned-address" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.match(await focused(page), /^button RMQ501/, "the focus does not come back");
  },

  "the focus goes round every part and is caught by none": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await page.getByRole("button", { name: "Show me the cluster" }).click();
    await fresh(page);
    for (const mode of ["Cluster", "Post-render"]) {
      await page.getByRole("button", { name: mode, exact: true }).click();
      for (const name of await page.getByRole("tab").allInnerTexts()) {
        await tab(page, name);
        await page.getByRole("tab", { name, exact: true }).focus();
        const seen = [];
        // Out of the document and in again is a round.
        for (let presses = 0; presses < 600 && seen.filter((one) => one === `tab ${name}`).length < 2; presses += 1) {
          await page.keyboard.press("Tab");
          seen.push(await focused(page));
        }
        assert.ok(seen.filter((one) => one === `tab ${name}`).length === 2, `${mode}, ${name}: no way round after ${seen.length}: ${seen.slice(-5)}`);
        for (const part of [/^(textbox Values as YAML|textbox The stream)/, /^tabpanel/, /^button Share/, /^select Language|^select Theme/]) {
          assert.ok(seen.some((one) => part.test(one)), `${mode}, ${name}: ${part} is not reached: ${[...new Set(seen)].join("; ")}`);
        }
      }
    }
  },

  "findings are said once the typing pauses": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await page.getByRole("button", { name: "Show me the cluster" }).click();
    await fresh(page);
    await page.evaluate(() => {
      window.said = [];
      const live = document.querySelector('[aria-live="polite"]');
      new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
    });
    await page.getByRole("textbox", { name: "Values as YAML" }).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nbrokr: 1\n", { delay: 40 });
    await page.waitForFunction(() => window.said.some((text) => text.includes("Errors: 1") && text.includes("brokr")));
    const said = await page.evaluate(() => window.said);
    assert.ok(said.length <= 2, `at nearly every key: ${said.join(" | ")}`);
  },
};
