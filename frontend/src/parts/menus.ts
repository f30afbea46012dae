/**
 * A drop-down made of `<details>` closes by Escape or a press elsewhere; Ctrl+K goes to the search box;
 * `data-print` prints.
 *
 * @example <details class="menu-button"><summary>林岚</summary><div class="menu-list">…</div></details>
 */
const OPEN = "details.menu-button[open]";

export function menus(page: Document): void {
  page.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    for (const menu of page.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      if (!menu.contains(target)) menu.open = false;
    }
    if (target?.closest("[data-print]")) page.defaultView?.print();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeAll(page);
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) search(page, event);
  });
}

function closeAll(page: Document): void {
  for (const menu of page.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    const inside = menu.contains(page.activeElement);
    menu.open = false;
    if (inside) menu.querySelector<HTMLElement>("summary")?.focus();
  }
}

function search(page: Document, event: KeyboardEvent): void {
  const box = page.querySelector<HTMLInputElement>('.top-bar input[type="search"]');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}
