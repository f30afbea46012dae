/**
 * The hits under a search box are walked with the arrow keys; Escape takes them away.
 *
 * @example <form class="search-box"><input type="search"><div class="suggestions"><a href="/m/x/">…</a></div></form>
 */
export function suggestions(page: Document): void {
  page.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const box = at?.closest<HTMLElement>(".search-box");
    const list = box?.querySelector<HTMLElement>(".suggestions");
    const input = box?.querySelector<HTMLInputElement>("input");
    if (!list || !input || !list.childElementCount) return;
    if (event.key === "Escape") {
      list.replaceChildren();
      input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const stops = [input, ...list.querySelectorAll<HTMLElement>("a")];
      const next = stops.indexOf(at as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1);
      stops[(next + stops.length) % stops.length]?.focus();
    }
  });
}
