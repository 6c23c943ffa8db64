/** Start: the state comes from the link, else from the last visit, else from three questions. */

import { Page } from "./page/page";
import { Session } from "./state/session";
import { loadPreferences } from "./state/storage";

const root = document.getElementById("page");
if (root !== null) new Page(root, new Session(), loadPreferences());
