/** What the web module takes and returns: the mirror of edges/web/src/calls. Offsets are UTF-16 units. */

export interface Text {
  name: string;
  text: string;
}

export interface Cluster {
  values?: Text[];
  set?: string[];
  name?: string;
  namespace?: string;
}

export interface Finding {
  code: string;
  name: string;
  severity: "error" | "warning" | "info";
  message: string;
  file?: string;
  line?: number;
  column?: number;
  from?: number;
  to?: number;
  path?: string;
  labels: { file: string; line: number; column: number; text: string }[];
  notes: string[];
  help?: string;
  meaningZh?: string;
}

interface Answer {
  diagnostics: Finding[];
  exitCode: 0 | 2;
}

/** Absent when a finding is an error. */
type Result<T> = Answer & Partial<T>;

export interface Rendered {
  kind: string;
  name: string;
  namespace?: string;
  component: string;
  group?: number;
  template: string;
  from: number;
  to: number;
}

export interface Address {
  component: string;
  name: string;
  inside: string;
  outside?: string | null;
  node?: { name: string; address: string; port: number } | null;
  source: string;
  purpose: string;
  test: string;
}

export interface Reach {
  position: string;
  verdict: "works" | "works-with-names" | "fails";
  reason: string;
  remedy?: string;
  nameServers: string[];
  names: { name: string; address?: string }[];
}

/** A decision, with its place in the text of its object. */
export interface Reason {
  from: number;
  to: number;
  at: string;
  text: string;
  textZh: string;
  rule?: string;
}

/** One way to bring the manifests into a Kubernetes cluster. */
export interface Way {
  word: string;
  title: string;
  steps: { about: string; aboutZh: string; text: string }[];
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

export interface Field {
  name: string;
  type:
    | "section" | "switch" | "number" | "text" | "amount" | "choice" | "texts" | "textMap" | "amounts" | "settings"
    | "rows" | "table" | "tree" | "any" | "object" | "objects";
  doc: string;
  docZh: string;
  default?: unknown;
  min?: number;
  max?: number;
  words?: string[];
  pattern?: string;
  emptyAllowed?: boolean;
  required?: boolean;
  secret?: boolean;
  fields?: Field[];
}

export interface Completion {
  label: string;
  insert: string;
  kind: "key" | "value";
  detail?: string;
  doc?: string;
  docZh?: string;
}

export interface Hover {
  from: number;
  to: number;
  path: string;
  title: string;
  doc: string;
  docZh: string;
  type?: string;
  default?: string;
}

export interface Choices {
  version: string;
  rocketmqVersions: string[];
  strategies: string[];
  distributions: { word: string; title: string }[];
  languages: string[];
  positions: string[];
  systems: string[];
}

/** Every call by its name: the request and the response. */
export interface Calls {
  render: [{ cluster: Cluster; only?: string[] }, Result<{ output: string; objects: Rendered[]; nextSteps: string }>];
  coredns: [{ cluster: Cluster; strategy?: string; port?: number }, Result<{ output: string }>];
  corednsCustom: [
    { cluster: Cluster; distribution: string; strategy?: string; nodeLocal: boolean },
    Result<{ output: string; beside: string }>,
  ];
  corednsMerge: [
    { cluster: Cluster; file: Text; job: "put" | "remove" | "nodelocaldns"; strategy?: string },
    Result<{ output: string; before: string; after: string }>,
  ];
  hosts: [{ cluster: Cluster; os: string; block: boolean }, Result<{ output: string }>];
  hostsApply: [{ cluster: Cluster; file: Text; remove: boolean }, Result<{ output: string }>];
  client: [{ cluster: Cluster; language: string; from: string }, Result<{ files: Text[] }>];
  addresses: [{ cluster: Cluster; format: string }, Result<{ output: string; addresses: Address[] }>];
  reach: [{ cluster: Cluster; from: string }, Result<{ output: string; reach: Reach; reasonZh: string; remedyZh: string | null }>];
  images: [{ cluster: Cluster }, Result<{ output: string }>];
  postRender: [
    { stream: Text; config?: Text; harden: boolean; namespace?: string },
    Result<{ output: string; report: string }>,
  ];
  reasons: [{ cluster: Cluster; object: string }, Result<{ reasons: Reason[] }>];
  commands: [{ cluster: Cluster }, Result<{ ways: Way[] }>];
  choices: [Record<string, never>, Result<Choices>];
  fields: [Record<string, never>, Result<{ fields: Field[] }>];
  given: [{ text: string }, Result<{ readable: boolean; tree: unknown }>];
  edit: [{ text: string; path: (string | number)[]; value?: unknown }, Result<{ changes: Change[] }>];
  locate: [{ text: string; path: (string | number)[] }, Result<{ place: { from: number; to: number } | null }>];
  complete: [{ text: string; offset: number }, Result<{ from: number; to: number; items: Completion[] }>];
  hover: [{ text: string; offset: number }, Result<{ hover: Hover | null }>];
}

export type Call = keyof Calls;
export type Request<C extends Call> = Calls[C][0];
export type Response<C extends Call> = Calls[C][1];

/** From the page to the worker. */
export type ToWorker = { wasm: string | ArrayBuffer } | { id: number; call: Call; request: string };

/** From the worker to the page; after a fatal failure the worker must not be asked again. */
export type FromWorker =
  | { ready: true }
  | { unavailable: string }
  | { id: number; response: string }
  | { id: number; failed: string; fatal: boolean };
