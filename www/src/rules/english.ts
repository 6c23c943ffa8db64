/** The pages of the rules in English: a part of its own, loaded when somebody asks. */

export const PAGES = import.meta.glob<string>("../../../docs/rules/RMQ*.md", { query: "?raw", import: "default", eager: true });
