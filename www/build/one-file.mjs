// Makes target/page/rmq-page.html: the page, its worker and its module in one file, for sites without internet.
//
// The script and the style stand in the file and are allowed by their hashes; the worker is made of a blob, and the
// module, compressed, is unpacked by the page and handed to it.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const target = path("../../target/page");

/** Returns the code of an entry as one classic script. */
async function bundle(entry, plugins = []) {
  const result = await build({
    configFile: false,
    root: path(".."),
    logLevel: "warn",
    resolve: { alias: { "rmq-engine": `${target}/engine` } },
    define: { __ONE_FILE__: "true", "import.meta.url": "''" },
    plugins,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      lib: { entry: path(entry), formats: ["iife"], name: "rmq" },
    },
  });
  const chunks = (Array.isArray(result) ? result : [result]).flatMap(({ output }) => output);
  const code = chunks.filter(({ type }) => type === "chunk");
  if (code.length !== 1) throw new Error(`${entry} came out as ${code.length} scripts`);
  return code[0].code;
}

/** The files of the site, which one file does not ask for. */
const withoutFiles = {
  name: "without-files",
  enforce: "pre",
  resolveId: (id) => (id.endsWith("rmq_web_bg.wasm?url") ? "\0no-file" : null),
  load: (id) => (id === "\0no-file" ? "export default ''" : null),
};

const script = inScript(await bundle("../src/main.ts", [withoutFiles]));
const worker = inScript(await bundle("../src/engine/worker.ts", [withoutFiles]));
const style = readFileSync(path("../src/style/page.css"), "utf8");
if (/<\/style/i.test(style)) throw new Error("the style would end its own element");
const wasm = gzipSync(readFileSync(`${target}/engine/rmq_web_bg.wasm`), { level: 9 }).toString("base64");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style)}`,
  "worker-src blob:",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const html = readFileSync(path("../index.html"), "utf8")
  .replace("<head>", () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`)
  .replace('<link rel="stylesheet" href="/src/style/page.css">', () => `<style>${style}</style>`)
  .replace('<script type="module" src="/src/main.ts"></script>', () =>
    [
      `<script type="text/plain" id="rmq-worker">${worker}</script>`,
      `<script type="application/octet-stream" id="rmq-wasm">${wasm}</script>`,
      `<script>${script}</script>`,
    ].join("\n"));
if (!html.includes('id="rmq-wasm"') || !html.includes("<style>")) throw new Error("index.html has another form than this script expects");
writeFileSync(`${target}/rmq-page.html`, html);

/** Keeps a script from ending its own element; in the places where this can stand, a string or a comment, it means the same. */
function inScript(code) {
  return code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}
