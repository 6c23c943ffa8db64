// The Content-Security-Policy: the exact text, what it forbids, and what happens without a part that the page needs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { begin } from "./user.mjs";

const SITE =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const FILE =
  /^default-src 'none'; script-src 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/]{43}='; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'$/;

const policyOf = (page) => page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");

/** Tries what an attacker would, and returns what the browser let through. */
function attack(page) {
  return page.evaluate(async () => {
    const passed = [];
    window.ran = [];
    const script = document.createElement("script");
    script.textContent = "window.ran.push('inline script')";
    document.body.append(script);
    const style = document.createElement("style");
    style.textContent = "body { outline: 9px solid red }";
    document.body.append(style);
    if (getComputedStyle(document.body).outlineWidth === "9px") passed.push("inline style");
    const element = document.createElement("div");
    element.setAttribute("style", "width: 7px");
    document.body.append(element);
    if (element.style.width === "7px") passed.push("style attribute");
    await fetch("https://example.com/").then(() => passed.push("fetch"), () => undefined);
    // What the protocol of the tests runs may evaluate text; what the page runs later may not.
    await new Promise((done) => {
      setTimeout(() => {
        try {
          new Function("window.ran.push('eval')")();
        } catch {
          // As it must be.
        }
        done();
      });
    });
    return [...passed, ...window.ran];
  });
}

export const tests = {
  "the site has exactly this policy, and it holds": async ({ serve, open }) => {
    const one = await open((await serve()).url);
    one.expected = [/Content Security Policy/, /request to https:\/\/example.com/];
    await begin(one.page);
    assert.equal(await policyOf(one.page), SITE);
    assert.deepEqual(await attack(one.page), []);
  },

  "the one file has its own, and it holds": async ({ file, open }) => {
    const one = await open(pathToFileURL(file).href);
    one.expected = [/Content Security Policy/, /request to https:\/\/example.com/];
    await begin(one.page);
    assert.match(await policyOf(one.page), FILE);
    assert.deepEqual(await attack(one.page), []);
  },

  "without a policy the same attack gets through": async ({ serve, open, site }) => {
    const server = await serve(undefined, (path) => {
      if (path !== "/") return null;
      return { status: 200, body: readFileSync(join(site, "index.html"), "utf8").replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "") };
    });
    const one = await open(server.url);
    one.expected = [/./];
    const passed = await attack(one.page);
    for (const way of ["inline script", "inline style", "style attribute", "eval"]) assert.ok(passed.includes(way), `${passed}`);
  },

  "the site without 'wasm-unsafe-eval' says what forbids it to work": async ({ serve, open, shot }) => {
    // A worker has the policy of its own response: a server sends the same one with every file.
    const server = await serve(undefined, () => null, { "content-security-policy": SITE.replace(" 'wasm-unsafe-eval'", "") });
    const one = await open(server.url);
    one.expected = [/Content Security Policy/i, /wasm/i];
    await one.page.getByText("must allow 'wasm-unsafe-eval'").waitFor();
    await shot(one.page, "policy");
  },

  "the site works under the same policy as a header": async ({ serve, open }) => {
    const server = await serve(undefined, () => null, { "content-security-policy": SITE });
    await begin((await open(server.url)).page);
  },

  "the one file without 'wasm-unsafe-eval' says what forbids it to work": async ({ serve, open, file }) => {
    const body = readFileSync(file, "utf8").replace(" 'wasm-unsafe-eval'", "");
    const one = await open((await serve(undefined, (path) => (path === "/" ? { status: 200, body } : null))).url);
    one.expected = [/Content Security Policy/i, /wasm/i];
    await one.page.getByText("must allow 'wasm-unsafe-eval'").waitFor();
  },
};
