/** The pages of the rules in Chinese: a part of its own, loaded when somebody asks. */

export const PAGES = import.meta.glob<string>("../../../docs/zh/rules/RMQ*.md", { query: "?raw", import: "default", eager: true });
