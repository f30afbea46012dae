/** The small comforts of every page. Each works on events of the whole document, so swapped-in parts need nothing. */
import { copyLinks } from "../parts/copy-link";
import { guardUnsaved } from "../parts/guard";
import { menus } from "../parts/menus";
import { clearAtSignOut } from "../parts/offline-page";
import { sidePanel } from "../parts/side-panel";
import { suggestions } from "../parts/suggestions";
import { tableKeys } from "../parts/table-keys";
import { theme } from "../parts/theme";
import { trouble } from "../parts/trouble";

for (const part of [theme, menus, copyLinks, tableKeys, sidePanel, guardUnsaved, trouble, suggestions, clearAtSignOut]) part(document);
