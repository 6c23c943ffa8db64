/** What the page is about: everything that a link to it carries and a reload brings back. */

export type Mode = "cluster" | "post-render";
export type View = "form" | "yaml" | "both";

export interface State {
  mode: Mode;
  /** The text of the values: form and editor are two views of it. */
  values: string;
  name: string;
  namespace: string;
  /** The manifests of post-render, and what is done with them. */
  stream: string;
  harden: boolean;
  tab: string;
  view: View;
  /** What each tab was asked for, by the id of the tab. */
  options: Record<string, Record<string, string>>;
}

export type Language = "en" | "zh";

/** What a reader prefers; a link does not carry it. */
export interface Preferences {
  language: Language | "system";
  theme: "light" | "dark" | "system";
}

export const INITIAL: State = {
  mode: "cluster",
  values: "",
  name: "",
  namespace: "",
  stream: "",
  harden: true,
  tab: "manifests",
  view: "both",
  options: {},
};

/** Takes what is of the right type from a text that anybody may have written. */
export function stateFrom(found: unknown): State {
  const given = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  const text = (name: keyof State, fallback: string) => (typeof given[name] === "string" ? (given[name] as string) : fallback);
  const word = <T extends string>(name: keyof State, words: readonly T[], fallback: T) =>
    words.find((one) => one === given[name]) ?? fallback;
  return {
    mode: word("mode", ["cluster", "post-render"], INITIAL.mode),
    values: text("values", INITIAL.values),
    name: text("name", INITIAL.name),
    namespace: text("namespace", INITIAL.namespace),
    stream: text("stream", INITIAL.stream),
    harden: given["harden"] !== false,
    tab: text("tab", INITIAL.tab),
    view: word("view", ["form", "yaml", "both"], INITIAL.view),
    options: optionsFrom(given["options"]),
  };
}

function optionsFrom(found: unknown): State["options"] {
  const options: State["options"] = {};
  for (const [tab, given] of Object.entries((found as object | null) ?? {})) {
    const texts = Object.entries((given as object | null) ?? {}).filter(([, value]) => typeof value === "string");
    options[tab] = Object.fromEntries(texts) as Record<string, string>;
  }
  return options;
}
