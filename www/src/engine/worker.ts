/** The worker: it holds the web module, so that typing never waits for it. */

import init, * as rmq from "rmq-engine/rmq_web.js";
import type { FromWorker, ToWorker } from "./protocol";

const calls = rmq as unknown as Record<string, (request: string) => string>;

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("wasm" in message) void load(message.wasm);
  else answer(message.id, message.call, message.request);
};

async function load(wasm: string | ArrayBuffer): Promise<void> {
  try {
    await init({ module_or_path: wasm });
    say({ ready: true });
  } catch (error) {
    say({ unavailable: words(error) });
  }
}

function answer(id: number, call: string, request: string): void {
  try {
    const work = calls[call];
    if (work === undefined) throw new Error(`the module has no call ${call}`);
    say({ id, response: work(request) });
  } catch (error) {
    // A trap leaves the memory of the module in an unknown state; a refused request does not.
    say({ id, failed: words(error), fatal: error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function say(message: FromWorker): void {
  self.postMessage(message);
}
