// What goes wrong, and what the page says then.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { ROOT } from "./browser.mjs";
import { begin, fresh, paste, tab, textOf, values } from "./user.mjs";

const YAML = "Values as YAML";

export const tests = {
  "a whole example, typed character by character": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await paste(page, YAML, "");
    const example = readFileSync(join(ROOT, "examples/by-address.yaml"), "utf8");
    // Long enough to open and close sections, lists and mappings of every kind in it.
    const typed = example.split("\n").filter((line) => !line.startsWith("#")).join("\n").trimStart();
    const seen = await page.evaluate(() => {
      const states = new Set();
      new MutationObserver(() => states.add(document.querySelector("#panel")?.dataset.state)).observe(document.querySelector("#panel"), { attributes: true });
      return Object.assign(window, { states }) && true;
    });
    assert.ok(seen);
    const editor = page.getByRole("textbox", { name: YAML, exact: true });
    await editor.focus();
    for (const line of typed.split("\n")) {
      // Enter has indented the line by itself; a user mends that.
      const wanted = line.length - line.trimStart().length;
      let indented = (await values(page)).split("\n").at(-1).length;
      for (; indented > wanted; indented = (await values(page)).split("\n").at(-1).length) await page.keyboard.press("Backspace");
      const rest = " ".repeat(wanted - indented) + line.trimStart();
      // In the middle of a line a user thinks, and sees what the page makes of the half of it.
      const half = Math.ceil(rest.length / 2);
      await page.keyboard.type(rest.slice(0, half));
      await page.locator('#panel:not([data-state="pending"])').waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.type(rest.slice(half));
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
    }
    await fresh(page);
    assert.equal((await values(page)).trimEnd(), typed.trimEnd());
    const states = await page.evaluate(() => [...window.states]);
    for (const state of ["pending", "stale", "fresh"]) assert.ok(states.includes(state), `never ${state}: ${states}`);
    assert.equal(await page.getByText("rmq stopped").count(), 0);
  },

  "broken values show the last result as what it is": async ({ serve, open, shot }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await paste(page, YAML, "broker:\n  replicas: three\n");
    await page.locator('#panel[data-state="stale"]').waitFor();
    await page.getByText("This is the result of the last values without one").waitFor();
    await shot(page, "stale");
    await tab(page, "Diagnostics");
    await page.getByText("RMQ011").first().waitFor();
    await page.getByRole("button", { name: "Go to line 2" }).click();
    await tab(page, "Addresses");
    await page.getByText("The values have errors, so there is no result.").waitFor();
    await page.getByRole("status").filter({ hasText: "Errors: 1" }).waitFor({ state: "attached" });
  },

  "a hostile text stays text": async ({ serve, open }) => {
    const one = await open((await serve()).url);
    const { page } = one;
    await page.exposeFunction("attacked", () => assert.fail("a script of the text ran"));
    await begin(page);
    const attack = "</script><img src=x onerror=attacked()><script>attacked()</script>";
    await paste(page, YAML, `timezone: "${attack}"\nbroker:\n  config:\n    "${attack}": "${attack}"\n`);
    await page.locator('#panel[data-state="stale"]').waitFor();
    await tab(page, "Diagnostics");
    await page.getByText("onerror").first().waitFor();
    await paste(page, YAML, `namesrv:\n  podAnnotations:\n    note: "${attack}"\n`);
    await tab(page, "Manifests");
    await fresh(page);
    assert.ok((await textOf(page, "Manifest of All objects")).includes(attack));
    assert.equal(await page.locator("img").count(), 0);
    await page.getByRole("button", { name: "Share" }).click();
    const other = await open(page.url());
    await fresh(other.page);
    assert.equal(await other.page.locator("img").count(), 0);
  },

  "a link that was cut says so": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.waitForFunction(() => location.hash.startsWith("#s="));
    const link = page.url();
    // Cut, not ours, and a small text that would unpack into gigabytes.
    const bomb = deflateSync(Buffer.alloc(200 << 20, " "), { level: 9 }).subarray(2).toString("base64url");
    for (const address of [link.slice(0, -40), `${link.split("#")[0]}#s=%%%`, `${link.split("#")[0]}#s=${bomb}`]) {
      const other = await open(address);
      await other.page.getByRole("alert").filter({ hasText: "The link cannot be read" }).waitFor();
      await begin(other.page);
    }
  },

  "five megabytes are taken, and refused where they are values": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await paste(page, YAML, `# ${"x".repeat(98)}\n`.repeat(52_000));
    await page.locator('#panel[data-state="fresh"]').waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Post-render" }).click();
    const document = "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: |\n" + `    ${"y".repeat(95)}\n`.repeat(52_000);
    await paste(page, "The stream of manifests", document);
    await page.locator('#panel[data-state="fresh"]').waitFor({ timeout: 30_000 });
    assert.equal(await page.getByText("rmq stopped").count(), 0);
  },

  "a module that does not come is told, and comes at a second try": async ({ serve, open, shot }) => {
    let isBroken = true;
    const server = await serve(undefined, (path) => (isBroken && path.endsWith(".wasm") ? { status: 404, body: "gone" } : null));
    const one = await open(server.url);
    one.expected = [/404/, /wasm/i];
    const { page } = one;
    await page.getByRole("alert").filter({ hasText: "rmq could not be loaded" }).waitFor();
    await shot(page, "unavailable");
    isBroken = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor({ state: "detached" });
    await begin(page);
  },

  "a module of other bytes is told": async ({ serve, open }) => {
    const server = await serve(undefined, (path) => (path.endsWith(".wasm") ? { status: 200, body: "not wasm" } : null));
    const one = await open(server.url);
    one.expected = [/wasm/i];
    await one.page.getByRole("alert").filter({ hasText: "rmq could not be loaded" }).waitFor();
  },

  "a module that stops or runs out of memory is started again": async ({ serve, open, shot, site }) => {
    // The worker of the site, with a call that traps when the values say so, and one that takes all memory.
    const server = await serve(undefined, (path) => {
      if (!/worker-.*\.js$/.test(path)) return null;
      const trap = `const real = WebAssembly.instantiateStreaming ?? WebAssembly.instantiate;
        const patch = (promise) => promise.then((made) => { globalThis.__exports = (made.instance ?? made).exports; return made; });
        WebAssembly.instantiateStreaming = (...args) => patch(real.apply(WebAssembly, args));
        self.addEventListener("message", (event) => {
          const request = event.data.request ?? "";
          if (!request.includes("trap me") || event.data.call !== "render") return;
          event.stopImmediatePropagation();
          try {
            const memory = globalThis.__exports.memory;
            if (request.includes("memory")) for (;;) memory.grow(1000);
            new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,116,0,0,10,5,1,3,0,0,11))).exports.t();
          } catch (error) {
            self.postMessage({ id: event.data.id, failed: error.message, fatal: error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
          }
        });`;
      return { status: 200, body: trap + readFileSync(join(site, path), "utf8") };
    });
    const { page } = await open(server.url);
    await begin(page);
    for (const word of ["trap me", "trap me: memory"]) {
      await paste(page, YAML, `# ${word}\nmode: dledger\n`);
      await page.getByText("rmq stopped and was started again").waitFor();
      await page.getByText("rmq stopped while it worked on this text").waitFor();
      assert.equal(await values(page), `# ${word}\nmode: dledger\n`);
      await shot(page, "restarted");
      await paste(page, YAML, "mode: dledger\n");
      await fresh(page);
    }
  },
};
