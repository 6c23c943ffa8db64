/** The state as the fragment of an address: compressed, and read by nobody but the page, as no server is sent it. */

import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { stateFrom, type State } from "../state/state";

const PREFIX = "#s=";

/** Larger states do not fit into an address that programs pass on. */
export const LONGEST_LINK = 30_000;
/** A small fragment must not unpack into a text that no browser holds. */
const LARGEST_STATE = 32 << 20;

export function fragmentOf(state: State): string {
  const packed = deflateSync(strToU8(JSON.stringify(state)), { level: 9 });
  const text = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return PREFIX + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Returns true for a fragment that is to hold a state. */
export function isLink(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** Returns the state of a fragment; null for one that is none of ours or was cut. */
export function stateOf(fragment: string): State | null {
  if (!isLink(fragment)) return null;
  try {
    const text = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const state = inflateSync(packed, { out: new Uint8Array(Math.min(LARGEST_STATE, packed.length * 1100)) });
    return stateFrom(JSON.parse(strFromU8(state)));
  } catch {
    return null;
  }
}
