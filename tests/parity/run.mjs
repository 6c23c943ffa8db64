// Runs every case of the parity test in one node process:
//   node run.mjs wasi|web BUILD CASES.json OUT
// and leaves in OUT what came of each: ID.stdout, ID.stderr, ID.code.
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { WASI } from "node:wasi";

const [edge, build, list, out] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(list, "utf8"));
const run = edge === "wasi" ? await wasi(build) : web(build);

for (const [index, test] of cases.entries()) {
  writeFileSync(join(out, `${test.id}.code`), String(await run(test)));
  if ((index + 1) % 100 === 0) console.error(`    ${edge}: ${index + 1} of ${cases.length} cases`);
}

/** The command line: the module is compiled once, each case gets an instance and a view of its own folder. */
async function wasi(path) {
  const module = await WebAssembly.compile(readFileSync(path));
  return async ({ id, folder, args }) => {
    const stdin = openSync(join(folder, "<stdin>"), "r");
    const stdout = openSync(join(out, `${id}.stdout`), "w");
    const stderr = openSync(join(out, `${id}.stderr`), "w");
    const host = new WASI({
      version: "preview1",
      args: ["rmq", ...args],
      env: {},
      preopens: { ".": folder },
      stdin,
      stdout,
      stderr,
      returnOnExit: true,
    });
    try {
      return host.start(await WebAssembly.instantiate(module, host.getImportObject()));
    } catch (error) {
      return `trap: ${error.message}`;
    } finally {
      for (const file of [stdin, stdout, stderr]) closeSync(file);
    }
  };
}

/** The web module: one instance for all cases, as in a page. */
function web(path) {
  const { render } = createRequire(import.meta.url)(path);
  return ({ id, request }) => {
    const response = JSON.parse(render(JSON.stringify(request)));
    writeFileSync(join(out, `${id}.stdout`), response.output ?? "");
    const findings = response.diagnostics.map((finding) => JSON.stringify(asPrinted(finding, request)) + "\n");
    writeFileSync(join(out, `${id}.stderr`), findings.join(""));
    return response.exitCode;
  };
}

/** Takes out what the page has besides, once its offsets are found to name the same characters. */
function asPrinted({ from, to, meaningZh, ...finding }, { cluster }) {
  const file = cluster.values.find(({ name }) => name === finding.file);
  if (file) {
    const bytes = Buffer.from(file.text);
    for (const [unit, byte] of [[from, finding.offset], [to, finding.end]]) {
      const want = bytes.subarray(0, byte).toString().length;
      if (unit !== want) throw new Error(`${finding.file}: byte ${byte} is unit ${want}, not ${unit}`);
    }
  }
  return finding;
}
