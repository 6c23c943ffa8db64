/** The words of the page in the language of its reader. */

import type { Language, Preferences } from "../state/state";
import { en } from "./en";
import { zh } from "./zh";

export type MessageKey = keyof typeof en;
export type Translate = (key: MessageKey, ...values: (string | number)[]) => string;

/** Returns the language to use. */
export function languageOf(preferences: Preferences): Language {
  if (preferences.language !== "system") return preferences.language;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Returns the translation into a language; `{0}` in a message is its first value. */
export function translator(language: Language): Translate {
  const messages: Record<MessageKey, string> = language === "zh" ? zh : en;
  return (key, ...values) =>
    values.reduce<string>((text, value, index) => text.replaceAll(`{${index}}`, String(value)), messages[key]);
}
