/** The presets: the examples of the project, which are inputs of its tests too. */

const FILES = import.meta.glob<string>("../../examples/*.yaml", { query: "?raw", import: "default", eager: true });

export interface Preset {
  id: string;
  text: string;
}

export const PRESETS: readonly Preset[] = Object.entries(FILES)
  .map(([path, text]) => ({ id: path.replace(/^.*\//, "").replace(/\.yaml$/, ""), text }))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

export function preset(id: string): Preset | undefined {
  return PRESETS.find((one) => one.id === id);
}
