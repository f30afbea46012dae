/**
 * In a table, j and k (or the arrows) move between rows, Enter opens the row by its own link, x marks its box.
 * Only while the focus is in the table, so that no letter is taken from speech input elsewhere.
 *
 * @example <div class="table-region" data-table-keys tabindex="0"><table>… <a class="row-link"> …</table></div>
 */
const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

export function tableKeys(page: Document): void {
  page.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const region = target?.closest<HTMLElement>("[data-table-keys]");
    if (!region || !target || event.ctrlKey || event.metaKey || event.altKey || target.matches(TYPED)) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      if (move(region, target, step)) event.preventDefault();
    } else if (event.key === "x") mark(target);
  });
}

function move(region: HTMLElement, from: Element, step: number): boolean {
  const rows = [...region.querySelectorAll<HTMLElement>("tbody tr")].filter((row) => handle(row) !== null);
  const at = rows.findIndex((row) => row.contains(from));
  const next = at === -1 ? rows[step > 0 ? 0 : rows.length - 1] : rows[at + step];
  if (!next) return false;
  handle(next)?.focus();
  next.scrollIntoView?.({ block: "nearest" });
  return true;
}

/** What takes the focus of a row: its own link, or the first thing in it that can. */
function handle(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>(".row-link") ?? row.querySelector<HTMLElement>("a, button, input, summary");
}

function mark(from: Element): void {
  from.closest("tr")?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
}
