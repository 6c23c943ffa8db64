// Narrow screens, paper, and large letters.
import assert from "node:assert/strict";
import { begin, fresh, tab, textOf } from "./user.mjs";

const TABS = ["Manifests", "CoreDNS", "Hosts & clients", "Addresses", "Diagnostics", "Commands"];

export const tests = {
  "a telephone": async ({ serve, open, shot }) => {
    const { page } = await open((await serve()).url, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByRole("radio").first().waitFor();
    await fits(page, "start");
    await shot(page, "telephone-start");
    await begin(page);
    for (const name of TABS) {
      await tab(page, name);
      await fresh(page);
      await fits(page, name);
      await page.getByRole("tab", { name, exact: true }).scrollIntoViewIfNeeded();
      await shot(page, `telephone-${name.replaceAll(/\W+/g, "-").toLowerCase()}`);
    }
  },

  "paper holds the whole manifest and nothing that is only for the screen": async ({ serve, open, shot }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await page.getByRole("button", { name: "StatefulSet rocketmq-broker", exact: true }).click();
    await fresh(page);
    const label = "Manifest of StatefulSet/rocketmq-broker";
    const last = (await textOf(page, label)).trimEnd().split("\n").at(-1);
    const drawn = () => page.getByRole("textbox", { name: label }).innerText();
    assert.ok(!(await drawn()).includes(last), "the manifest is so short that this test shows nothing");
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await page.waitForTimeout(100);
    assert.ok((await drawn()).includes(last), "the end of the manifest is missing");
    for (const name of ["Share", "Copy"]) assert.equal(await page.getByRole("button", { name }).isVisible(), false, name);
    assert.equal(await page.getByRole("tablist").isVisible(), false);
    await shot(page, "paper");
    const pdf = await page.pdf();
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(sheets >= 3, `${sheets} sheets for a manifest of hundreds of lines`);
  },

  "letters twice as large": async ({ serve, open, shot }) => {
    const { page } = await open((await serve()).url, { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
    await begin(page);
    await fits(page, "twice as large");
    await shot(page, "large");
  },
};

/** Nothing is wider than the screen: what must be, scrolls in a box of its own. */
async function fits(page, what) {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= screen, `${what}: ${wide} px on a screen of ${screen}`);
  const cut = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("button, select, input, textarea, summary")].filter((element) => element.checkVisibility());
    const isCut = (element) => element.getBoundingClientRect().right > window.innerWidth + 1;
    return controls.filter(isCut).map((element) => `${element.localName} ${element.labels?.[0]?.textContent ?? element.textContent}`);
  });
  assert.deepEqual(cut, [], what);
}
