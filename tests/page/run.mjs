// The page in the real browser:
//   node run.mjs --chromium PROGRAM --site FOLDER --file HTML --rmq PROGRAM --out FOLDER [NAME…]
// Every file of this folder that ends in .test.mjs exports `tests`: an object of names and functions.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";

const { values: given, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { chromium: { type: "string" }, site: { type: "string" }, file: { type: "string" }, rmq: { type: "string" }, out: { type: "string" } },
});

for (const name of ["site", "file", "rmq", "out"]) given[name] = resolve(given[name]);

const PATIENCE = 90_000;

rmSync(given.out, { recursive: true, force: true });
mkdirSync(given.out, { recursive: true });
const browser = await launch(given.chromium);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.mjs")).sort();
let failures = 0;
let count = 0;
for (const file of files) {
  const { tests } = await import(`./${file}`);
  for (const [name, test] of Object.entries(tests)) {
    const title = `${file.replace(".test.mjs", "")}: ${name}`;
    if (wanted.length > 0 && !wanted.some((word) => title.includes(word))) continue;
    count += 1;
    if (!(await runs(title, test))) failures += 1;
  }
}
await browser.close();
console.log(`    ${count} tests in Chromium ${browser.version()}, ${failures} failed; screenshots in ${given.out}`);
process.exit(failures === 0 && count > 0 ? 0 : 1);

/** Runs one test with what it may use; whatever the browser complained about fails it, unless the test expects it. */
async function runs(title, test) {
  const start = Date.now();
  const opened = [];
  const servers = [];
  const tools = {
    ...given,
    browser,
    shot: (page, name) => page.screenshot({ path: join(given.out, `${name}.png`) }),
    serve: async (folder = given.site, answers = undefined, headers = {}) => {
      const server = await serve(folder, answers, headers);
      servers.push(server);
      return server;
    },
    open: async (url, options) => {
      const one = await open(browser, url, options);
      opened.push(one);
      return one;
    },
  };
  let failure = null;
  try {
    await Promise.race([test(tools), late()]);
    const troubles = opened.flatMap((one) => one.troubles.filter((trouble) => !(one.expected ?? []).some((words) => words.test(trouble))));
    if (troubles.length > 0) throw new Error(`the browser complained:\n      ${troubles.join("\n      ")}`);
  } catch (error) {
    failure = error;
    for (const [index, one] of opened.entries()) {
      await one.page.screenshot({ path: join(given.out, `failed-${title.replaceAll(/\W+/g, "-")}-${index}.png`) }).catch(() => undefined);
    }
  }
  for (const one of opened) await one.close().catch(() => undefined);
  for (const server of servers) server.close();
  console.log(`    ${failure === null ? "ok    " : "FAILED"} ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (failure !== null) console.log(`      ${String(failure.stack ?? failure).replaceAll("\n", "\n      ")}`);
  return failure === null;
}

function late() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no end within ${PATIENCE / 1000} s`)), PATIENCE).unref();
  });
}
