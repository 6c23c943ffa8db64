/** Where the state comes from, and what is kept of it.
 *
 * A link shows what it holds and takes nothing away: what was there before is kept aside until its reader decides.
 */

import { isLink, stateOf } from "../share/codec";
import { INITIAL, type State } from "./state";
import { loadAside, loadState, saveAside, saveState } from "./storage";
import { Store } from "./store";

const PAUSE = 300;

export class Session {
  readonly store: Store;
  /** Whether nothing is known yet: then the page asks. */
  readonly isNew: boolean;
  /** Whether the address ends with a link that cannot be read: mail programs cut long ones. */
  readonly isLinkBroken: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isChanged = false;

  constructor() {
    const linked = stateOf(location.hash);
    const own = loadState();
    if (linked !== null && own !== null && own.values.trim() !== "" && !isSame(own, linked)) saveAside(own);
    this.isLinkBroken = linked === null && isLink(location.hash);
    this.isNew = linked === null && own === null;
    this.store = new Store(linked ?? own ?? INITIAL);
    this.store.subscribe(() => this.#changed());
    addEventListener("pagehide", () => this.#save());
    // A link that is opened in a page that is open already.
    addEventListener("hashchange", () => {
      if (isLink(location.hash)) location.reload();
    });
  }

  /** Returns true when a link has put something aside that is not shown now. */
  get hasAside(): boolean {
    const aside = loadAside();
    return aside !== null && !isSame(aside, this.store.state);
  }

  /** Brings back what a link has put aside. */
  bringBack(): void {
    const aside = loadAside();
    if (aside === null) return;
    clearTimeout(this.#timer);
    this.#isChanged = false;
    saveState(aside);
    saveAside(null);
    this.dropLink();
    location.reload();
  }

  /** Takes the link out of the address. */
  dropLink(): void {
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** Forgets what a link has put aside. */
  dismiss(): void {
    saveAside(null);
  }

  #changed(): void {
    this.#isChanged = true;
    // From now on the link in the address is another state than this one, and a reload must bring this one back.
    if (isLink(location.hash)) this.dropLink();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), PAUSE);
  }

  #save(): void {
    if (this.#isChanged) saveState(this.store.state);
  }
}

/** Two states are the same to their reader when their texts are. */
function isSame(one: State, other: State): boolean {
  return (["values", "stream", "name", "namespace"] as const).every((name) => one[name] === other[name]);
}
