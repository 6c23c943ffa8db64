/** Where the worker and the module come from: files beside the page, or the page itself. */

import wasmUrl from "rmq-engine/rmq_web_bg.wasm?url";

/** Returns a new worker that was not told of its module yet. */
export function makeWorker(): Worker {
  if (__ONE_FILE__) {
    const code = new Blob([embedded("rmq-worker")], { type: "text/javascript" });
    const url = URL.createObjectURL(code);
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    return worker;
  }
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}

/** Returns the module: its address, or its bytes. */
export async function moduleSource(): Promise<string | ArrayBuffer> {
  if (!__ONE_FILE__) return new URL(wasmUrl, document.baseURI).href;
  const packed = Uint8Array.from(atob(embedded("rmq-wasm")), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).arrayBuffer();
}

function embedded(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}
