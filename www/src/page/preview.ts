/** The result of the state as it is: asked for at every change, and never that of an older one. */

import { EngineError, type Engine } from "../engine/engine";
import type { Finding, Rendered } from "../engine/protocol";
import type { State } from "../state/state";
import type { Store } from "../state/store";
import { clusterOf, STREAM } from "./context";

export type Result =
  | { kind: "manifests"; output: string; objects: Rendered[]; nextSteps: string }
  | { kind: "stream"; before: string; output: string; report: string };

export interface Preview {
  /** The state that it is of. */
  state: State;
  /** Null when a finding is an error, and when the module stopped. */
  result: Result | null;
  findings: Finding[];
  /** Why the module stopped. */
  crash: string | null;
}

export class PreviewSource {
  #listeners: ((preview: Preview) => void)[] = [];
  #pendingListeners: (() => void)[] = [];
  current: Preview | null = null;

  constructor(
    readonly engine: Engine,
    readonly store: Store,
  ) {
    store.subscribe((state, before) => {
      if (isOther(state, before)) void this.refresh();
    });
  }

  onPending(listener: () => void): void {
    this.#pendingListeners.push(listener);
  }

  onPreview(listener: (preview: Preview) => void): void {
    this.#listeners.push(listener);
  }

  /** Returns whether a preview is of the state as it is. */
  isCurrent(preview: Preview): boolean {
    return this.current === preview && !isOther(preview.state, this.store.state);
  }

  async refresh(): Promise<void> {
    const state = this.store.state;
    for (const listener of this.#pendingListeners) listener();
    try {
      const preview = state.mode === "cluster" ? await this.#manifests(state) : await this.#stream(state);
      this.#show(preview);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.reason === "crashed" || error.reason === "slow" || error.reason === "refused") {
        this.#show({ state, result: null, findings: [], crash: error.message });
      }
    }
  }

  #show(preview: Preview): void {
    if (isOther(preview.state, this.store.state)) return;
    this.current = preview;
    for (const listener of this.#listeners) listener(preview);
  }

  async #manifests(state: State): Promise<Preview> {
    const response = await this.engine.ask("render", { cluster: clusterOf(state) }, "preview");
    const { output, objects, nextSteps, diagnostics: findings } = response;
    const isResult = output !== undefined && objects !== undefined && nextSteps !== undefined;
    return { state, findings, crash: null, result: isResult ? { kind: "manifests", output, objects, nextSteps } : null };
  }

  async #stream(state: State): Promise<Preview> {
    if (state.stream.trim() === "") return { state, findings: [], crash: null, result: null };
    const namespace = state.namespace === "" ? {} : { namespace: state.namespace };
    const request = { stream: { name: STREAM, text: state.stream }, harden: state.harden, ...namespace };
    const { output, report, diagnostics: findings } = await this.engine.ask("postRender", request, "preview");
    const isResult = output !== undefined && report !== undefined;
    return {
      state,
      findings,
      crash: null,
      result: isResult ? { kind: "stream", before: state.stream, output, report } : null,
    };
  }
}

/** Returns whether two states have different results. */
function isOther(a: State, b: State): boolean {
  const names = ["mode", "values", "name", "namespace", "stream", "harden"] as const;
  return names.some((name) => a[name] !== b[name]);
}
