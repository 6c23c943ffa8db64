/** Start: the state comes from the link, else from the last visit, else from three questions. */

import { Page } from "./page/page";
import { stateOf } from "./share/codec";
import { INITIAL } from "./state/state";
import { loadPreferences, loadState, saveState } from "./state/storage";
import { Store } from "./state/store";

const linked = stateOf(location.hash);
const known = linked ?? loadState();
const store = new Store(known ?? INITIAL);
const root = document.getElementById("page");

let timer: ReturnType<typeof setTimeout> | undefined;
store.subscribe((state) => {
  clearTimeout(timer);
  timer = setTimeout(() => saveState(state), 300);
});
addEventListener("pagehide", () => saveState(store.state));
// A link that is opened in a page that is open already.
addEventListener("hashchange", () => {
  if (stateOf(location.hash) !== null) location.reload();
});

if (root !== null) new Page(root, store, loadPreferences(), known === null);
