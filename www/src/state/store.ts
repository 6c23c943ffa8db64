/** The one place where the state changes. */

import type { State } from "./state";

type Listener = (state: State, before: State) => void;

export class Store {
  #state: State;
  #listeners = new Set<Listener>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  update(change: Partial<State>): void {
    const before = this.#state;
    const names = Object.keys(change) as (keyof State)[];
    if (names.every((name) => before[name] === change[name])) return;
    this.#state = { ...before, ...change };
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }

  /** Returns what a tab was asked for, or what it begins with. */
  option(tab: string, name: string, fallback: string): string {
    return this.#state.options[tab]?.[name] ?? fallback;
  }

  setOption(tab: string, name: string, value: string): void {
    const options = { ...this.#state.options, [tab]: { ...this.#state.options[tab], [name]: value } };
    this.update({ options });
  }

  /** Calls back after every change, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
