/** Every tab, in its order. A new one is a file and a line here. */

import { addresses } from "./addresses";
import { changes } from "./changes";
import { clients } from "./clients";
import { commands } from "./commands";
import { coredns } from "./coredns";
import { diagnostics } from "./diagnostics";
import { manifests } from "./manifests";
import { report } from "./report";
import type { Tab } from "./tab";

export const TABS: readonly Tab[] = [manifests, coredns, clients, addresses, changes, report, diagnostics, commands];
