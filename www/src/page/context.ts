/** What every part of the page is given. */

import type { Editor } from "../editor/editor";
import type { Engine } from "../engine/engine";
import type { Cluster } from "../engine/protocol";
import type { Translate } from "../i18n/index";
import type { Language, State } from "../state/state";
import type { Store } from "../state/store";

export interface Context {
  engine: Engine;
  store: Store;
  language: Language;
  t: Translate;
  /** The editor of the values, and that of the stream of post-render. */
  editor: Editor;
  streamEditor: Editor;
}

/** The name under which findings show the text of the editor. */
export const VALUES = "values.yaml";
export const STREAM = "manifests.yaml";

/** Returns the cluster that a state describes, as the calls take it. */
export function clusterOf(state: State): Cluster {
  return {
    values: [{ name: VALUES, text: state.values }],
    ...(state.name === "" ? {} : { name: state.name }),
    ...(state.namespace === "" ? {} : { namespace: state.namespace }),
  };
}
