/** Where the page of a rule is. */

import type { Language } from "../state/state";

const LANGUAGES = { en: () => import("./english"), zh: () => import("./chinese") } as const;

/** Returns true for the code of a rule: the first digit of the others, which have no page, is 0 or 1. */
export function hasPage(code: string): boolean {
  return /^RMQ[2-9]\d\d$/.test(code);
}

/** Returns the page of a rule as Markdown. */
export async function pageOf(code: string, language: Language): Promise<string> {
  const { PAGES } = await LANGUAGES[language]();
  const page = Object.entries(PAGES).find(([path]) => path.endsWith(`/${code}.md`));
  if (page === undefined) throw new Error(`no page of ${code}`);
  return page[1];
}

/** Returns what a rule checks: the first paragraph below the first title of its page. */
export async function summaryOf(code: string, language: Language): Promise<string> {
  const [, first = ""] = (await pageOf(code, language)).split("\n## ", 2);
  return first.split("\n\n")[1]?.replaceAll("\n", language === "zh" ? "" : " ") ?? "";
}
