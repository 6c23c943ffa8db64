// The real browser, and what every page in it is watched for.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../www/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const AXE = require.resolve("axe-core/axe.min.js");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(program) {
  return chromium.launch({ executablePath: program, args: FLAGS, headless: true });
}

/** Opens a page in a profile of its own; whatever goes wrong in it is kept in `troubles`. `prepare` is called before the page loads. */
export async function open(browser, url, { prepare = async () => undefined, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", acceptDownloads: true, ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`page: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const isOwn = origin === new URL(url).origin || ["blob:", "data:", "file:"].includes(protocol);
    if (!isOwn) troubles.push(`request to ${request.url()}`);
  });
  await prepare(page);
  await page.goto(url);
  return { page, context, troubles, close: () => context.close() };
}

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
