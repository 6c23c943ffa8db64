/**
 * The page's side of the worker.
 *
 * Requests of one lane supersede each other: one is with the worker, at most one waits, and what is overtaken is never
 * asked. A worker that traps, runs out of memory or does not come back is replaced, and whoever asked is told.
 */

import type { Call, FromWorker, Request, Response, ToWorker } from "./protocol";
import { makeWorker, moduleSource } from "./source";

/** Why there is no answer. */
export class EngineError extends Error {
  constructor(
    readonly reason: "unavailable" | "crashed" | "slow" | "refused" | "overtaken",
    message: string,
  ) {
    super(message);
  }
}

export type Health = { state: "loading" | "ready" } | { state: "unavailable" | "restarted"; why: string };

interface Job {
  call: Call;
  request: string;
  lane: string | null;
  done: (response: string) => void;
  fail: (error: EngineError) => void;
}

/** After this long the worker is taken for lost. */
const PATIENCE = 20_000;

export class Engine {
  #worker: Worker | null = null;
  #isReady = false;
  #queue: Job[] = [];
  #current: Job | null = null;
  #id = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #listeners: ((health: Health) => void)[] = [];
  health: Health = { state: "loading" };

  constructor() {
    this.start();
  }

  /** Asks the module; in a lane, a later request makes this one pointless. */
  ask<C extends Call>(call: C, request: Request<C>, lane: string | null = null): Promise<Response<C>> {
    return new Promise((resolve, reject) => {
      if (this.health.state === "unavailable") {
        reject(new EngineError("unavailable", this.health.why));
        return;
      }
      this.#overtake(lane);
      const done = (response: string) => resolve(JSON.parse(response) as Response<C>);
      this.#queue.push({ call, request: JSON.stringify(request), lane, done, fail: reject });
      this.#next();
    });
  }

  onHealth(listener: (health: Health) => void): void {
    this.#listeners.push(listener);
  }

  /** Makes a worker, in place of the one that there is. */
  start(health: Health = { state: "loading" }): void {
    this.#worker?.terminate();
    this.#isReady = false;
    this.#set(health);
    const worker = makeWorker();
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#isReady) this.#restart("crashed", event.message || "the worker stopped");
      else this.#giveUp(event.message || "the worker did not start");
    };
    moduleSource().then(
      (wasm) => this.#send({ wasm }, wasm instanceof ArrayBuffer ? [wasm] : []),
      (error: unknown) => this.#giveUp(String(error)),
    );
  }

  #overtake(lane: string | null): void {
    if (lane === null) return;
    const late = this.#queue.filter((job) => job.lane === lane);
    this.#queue = this.#queue.filter((job) => job.lane !== lane);
    for (const job of late) job.fail(new EngineError("overtaken", "a later request took its place"));
  }

  #next(): void {
    if (!this.#isReady || this.#current !== null) return;
    const job = this.#queue.shift();
    if (job === undefined) return;
    this.#current = job;
    this.#id += 1;
    this.#watch = setTimeout(() => this.#restart("slow", `no answer within ${PATIENCE / 1000} s`), PATIENCE);
    this.#send({ id: this.#id, call: job.call, request: job.request });
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  #hear(message: FromWorker): void {
    if ("ready" in message) {
      this.#isReady = true;
      if (this.health.state === "loading") this.#set({ state: "ready" });
      this.#next();
    } else if ("unavailable" in message) {
      this.#giveUp(message.unavailable);
    } else if (message.id === this.#id) {
      this.#answered(message);
    }
  }

  #answered(message: { response: string } | { failed: string; fatal: boolean }): void {
    if ("failed" in message && message.fatal) {
      this.#restart("crashed", message.failed);
      return;
    }
    const job = this.#take();
    if ("response" in message) job?.done(message.response);
    else job?.fail(new EngineError("refused", message.failed));
    this.#next();
  }

  #take(): Job | null {
    clearTimeout(this.#watch);
    const job = this.#current;
    this.#current = null;
    return job;
  }

  #restart(reason: "crashed" | "slow", why: string): void {
    const job = this.#take();
    this.start({ state: "restarted", why });
    job?.fail(new EngineError(reason, why));
  }

  #giveUp(why: string): void {
    this.#worker?.terminate();
    this.#set({ state: "unavailable", why });
    const jobs = [this.#take(), ...this.#queue.splice(0)];
    for (const job of jobs) job?.fail(new EngineError("unavailable", why));
  }

  #set(health: Health): void {
    this.health = health;
    for (const listener of this.#listeners) listener(health);
  }
}
