/** What survives a reload. Storage may be forbidden or full: then nothing does, and nothing fails. */

import { stateFrom, type Preferences, type State } from "./state";

const STATE = "rmq-page";
const PREFERENCES = "rmq-page-preferences";
/** Browsers give a page about 5 MB in all. */
const LARGEST_STATE = 2_000_000;

export function loadState(): State | null {
  const text = read(STATE);
  try {
    return text === null ? null : stateFrom(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Keeps the state; one that is too large takes the place of nothing, so that no old text comes back. */
export function saveState(state: State): void {
  const text = JSON.stringify(state);
  if (text.length > LARGEST_STATE) forget();
  else write(STATE, text);
}

export function forget(): void {
  try {
    localStorage.removeItem(STATE);
  } catch {
    // Forbidden: then nothing is there.
  }
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
