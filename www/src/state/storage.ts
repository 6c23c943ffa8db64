/** What survives a reload. Storage may be forbidden or full: then nothing does, and nothing fails. */

import { stateFrom, type Preferences, type State } from "./state";

const STATE = "rmq-page";
const ASIDE = "rmq-page-before-the-link";
const PREFERENCES = "rmq-page-preferences";
/** Browsers give a page about 5 MB in all. */
const LARGEST_STATE = 2_000_000;

export function loadState(): State | null {
  return load(STATE);
}

/** Returns what a link has put aside. */
export function loadAside(): State | null {
  return load(ASIDE);
}

/** Puts a state aside, or forgets the one that was. */
export function saveAside(state: State | null): void {
  if (state === null) remove(ASIDE);
  else write(ASIDE, JSON.stringify(state));
}

/** Keeps the state; one that is too large takes the place of nothing, so that no old text comes back. */
export function saveState(state: State): void {
  const text = JSON.stringify(state);
  if (text.length > LARGEST_STATE) remove(STATE);
  else write(STATE, text);
}

export function loadPreferences(): Preferences {
  let found: Partial<Preferences> = {};
  try {
    found = JSON.parse(read(PREFERENCES) ?? "{}") as Partial<Preferences>;
  } catch {
    // A text of somebody else.
  }
  return {
    language: found.language === "en" || found.language === "zh" ? found.language : "system",
    theme: found.theme === "light" || found.theme === "dark" ? found.theme : "system",
  };
}

export function savePreferences(preferences: Preferences): void {
  write(PREFERENCES, JSON.stringify(preferences));
}

function load(key: string): State | null {
  const text = read(key);
  try {
    return text === null ? null : stateFrom(JSON.parse(text));
  } catch {
    return null;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Forbidden: then nothing is there.
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Forbidden or full.
  }
}
