/** The three questions of the first screen, and the preset that their answers lead to. */

import type { MessageKey } from "../i18n/index";

export interface Answers {
  nodes: "many" | "cloud" | "one";
  clients: "inside" | "address" | "name";
  data: "claim" | "local" | "none";
}

interface Question<K extends keyof Answers> {
  id: K;
  title: MessageKey;
  answers: readonly { value: Answers[K]; label: MessageKey }[];
}

export const QUESTIONS: readonly [Question<"nodes">, Question<"clients">, Question<"data">] = [
  {
    id: "nodes",
    title: "startNodes",
    answers: [
      { value: "many", label: "startNodesMany" },
      { value: "cloud", label: "startNodesCloud" },
      { value: "one", label: "startNodesOne" },
    ],
  },
  {
    id: "clients",
    title: "startClients",
    answers: [
      { value: "inside", label: "startClientsInside" },
      { value: "address", label: "startClientsAddress" },
      { value: "name", label: "startClientsName" },
    ],
  },
  {
    id: "data",
    title: "startData",
    answers: [
      { value: "claim", label: "startDataClaim" },
      { value: "local", label: "startDataLocal" },
      { value: "none", label: "startDataNone" },
    ],
  },
];

/** A change of a preset; without a value the key goes. */
export interface Adjustment {
  path: string[];
  value?: unknown;
}

export interface Way {
  preset: string;
  adjustments: Adjustment[];
}

const PERSISTENCE = ["broker", "persistence", "type"];

/** Returns the preset for the answers with what it needs besides; null when they contradict each other. */
export function wayFor(answers: Answers): Way | null {
  const needsNodes = answers.clients !== "inside" || answers.data === "local";
  if (answers.nodes !== "many" && needsNodes) return null;
  if (answers.nodes === "one") return { preset: "laptop", adjustments: storage(answers, "claim") };
  if (answers.clients === "address") return { preset: "by-address", adjustments: storage(answers, "local") };
  if (answers.clients === "name") return { preset: "three-nodes", adjustments: storage(answers, "claim") };
  if (answers.data !== "local") return { preset: "minimal", adjustments: storage(answers, "claim") };
  return { preset: "by-address", adjustments: [{ path: ["external"] }] };
}

/** What the answer about the data changes in a preset that keeps it in its own way. */
function storage(answers: Answers, ofPreset: Answers["data"]): Adjustment[] {
  if (answers.data === ofPreset) return [];
  if (answers.data !== "none") return [{ path: PERSISTENCE, value: answers.data }];
  return [{ path: PERSISTENCE, value: "emptyDir" }, { path: ["acceptKnownDataLoss"], value: true }];
}
