/** What a tab is. */

import type { MessageKey } from "../i18n/index";
import type { Context } from "../page/context";
import type { Preview } from "../page/preview";
import type { Mode } from "../state/state";

export interface Tab {
  id: string;
  title: MessageKey;
  mode: Mode | "both";
  /** Whether it shows the findings themselves, and so something even when there is no result. */
  showsFindings?: boolean;
  make(context: Context): TabView;
}

export interface TabView {
  element: HTMLElement;
  /** Shows a preview that has a result, or any if the tab shows findings; done when the page shows it. */
  show(preview: Preview): void | Promise<void>;
  destroy?(): void;
}
