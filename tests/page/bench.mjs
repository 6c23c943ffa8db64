// How quick the page is, beside the same page with a worker that only echoes:
//   node bench.mjs --chromium PROGRAM --site FOLDER [--keys N]
// prints JSON. The echo worker answers each request with what the real one has answered to the same request before, so
// that messages and drawing are equal and only the work of the module differs.
import { parseArgs } from "node:util";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { fresh } from "./user.mjs";

const { values: given } = parseArgs({
  options: { chromium: { type: "string" }, site: { type: "string" }, keys: { type: "string", default: "120" } },
});

const CLUSTERS = {
  "default cluster": "broker:\n  config:\n    fileReservedTime: 7",
  "100 broker groups": "broker:\n  groups: 100\n  config:\n    fileReservedTime: 7",
};
const ROUND = 20;

/** Runs before the page: keeps every answer of the worker, and the time from a key to the panel that shows its result. */
function watch() {
  window.answers = {};
  const requests = new Map();
  const Real = Worker;
  window.Worker = class extends Real {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data.response !== undefined) window.answers[requests.get(data.id)] = data.response;
      });
    }
    postMessage(message, transfer) {
      if (message.call !== undefined) requests.set(message.id, message.call + message.request);
      super.postMessage(message, transfer);
    }
  };
  window.times = [];
  let pressed = null;
  window.addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
  const look = () => {
    const panel = document.querySelector("#panel");
    if (panel === null) return requestAnimationFrame(look);
    window.loaded = null;
    const observer = new MutationObserver(() => {
      if (panel.dataset.state !== "fresh") return;
      window.loaded ??= performance.now();
      if (pressed !== null) window.times.push(performance.now() - pressed);
      pressed = null;
    });
    return observer.observe(panel, { attributes: true, attributeFilter: ["data-state"] });
  };
  requestAnimationFrame(look);
}

function echo(answers) {
  return `const answers = ${JSON.stringify(answers)};
    self.onmessage = ({ data }) => {
      if ("wasm" in data) self.postMessage({ ready: true });
      else if (answers[data.call + data.request] !== undefined) self.postMessage({ id: data.id, response: answers[data.call + data.request] });
      else self.postMessage({ id: data.id, failed: "not recorded: " + data.call, fatal: false });
    };`;
}

const browser = await launch(given.chromium);
const results = { chromium: browser.version(), typing: [], cold: await cold() };
for (const [name, values] of Object.entries(CLUSTERS)) results.typing.push({ name, ...(await typing(values)) });
await browser.close();
console.log(JSON.stringify(results));

/** Returns what a profile that has never seen the page loads until the first preview, and how long that takes. */
async function cold() {
  const times = [];
  let loaded = [];
  for (let run = 0; run < 5; run += 1) {
    const server = await serve(given.site);
    const one = await begin(server, CLUSTERS["default cluster"]);
    times.push(await one.page.evaluate(() => window.loaded));
    loaded = [...new Set(server.requests)].map((path) => (path === "/" ? "index.html" : path.slice(1)));
    await one.close();
    server.close();
  }
  return { milliseconds: times.sort((a, b) => a - b)[2], loaded };
}

async function typing(values) {
  const server = await serve(given.site);
  const real = await begin(server, values);
  await press(real.page, 4);
  const answers = await real.page.evaluate(() => window.answers);
  const echoed = await serve(given.site, (path) => (/worker-.*\.js$/.test(path) ? { status: 200, body: echo(answers) } : null));
  const other = await begin(echoed, values);
  for (const one of [real, other]) {
    await press(one.page, ROUND);
    await one.page.evaluate(() => window.times.splice(0));
  }
  for (let done = 0; done < Number(given.keys); done += ROUND) {
    for (const one of [real, other]) {
      await one.page.bringToFront();
      await press(one.page, ROUND);
    }
  }
  const [ours, theirs] = [await real.page.evaluate(() => window.times), await other.page.evaluate(() => window.times)];
  for (const one of [real, other]) {
    if (one.troubles.length > 0) throw new Error(one.troubles.join("\n"));
    await one.close();
  }
  for (const one of [server, echoed]) one.close();
  return { keys: ours.length, p50: at(ours, 0.5), p95: at(ours, 0.95), echoP50: at(theirs, 0.5), echoP95: at(theirs, 0.95) };
}

/** Opens the page as a reader of a link does, with the cursor behind the last digit. */
async function begin(server, values) {
  const prepare = async (page) => {
    await page.addInitScript(watch);
    await page.addInitScript((state) => localStorage.setItem("rmq-page", state), JSON.stringify({ values }));
  };
  const one = await open(browser, server.url, { prepare });
  await fresh(one.page);
  await one.page.getByRole("textbox", { name: "Values as YAML" }).focus();
  await one.page.keyboard.press("Control+End");
  return one;
}

/** Types a digit and takes it away again, and waits each time for what it brings. */
async function press(page, count) {
  for (let key = 0; key < count; key += 1) {
    await page.keyboard.press(key % 2 === 0 ? "2" : "Backspace");
    await fresh(page);
  }
}

function at(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
