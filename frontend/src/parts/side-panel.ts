/**
 * What htmx puts into `#side` takes the focus; closing it gives the focus back to the row it was opened from.
 * Without script the same link leads to a page of its own.
 *
 * @example <a class="row-link" href="/t/1" hx-get="/t/1" hx-target="#side">…</a> … <aside id="side"></aside>
 */
export function sidePanel(page: Document): void {
  let opener: HTMLElement | null = null;
  page.addEventListener("htmx:beforeRequest", (event) => {
    const detail = (event as CustomEvent<{ elt?: HTMLElement; target?: HTMLElement }>).detail;
    if (detail.target?.id === "side" && !detail.target.contains(detail.elt ?? null)) opener = detail.elt ?? null;
  });
  page.addEventListener("htmx:afterSwap", (event) => {
    const side = event.target instanceof HTMLElement && event.target.id === "side" ? event.target : null;
    side?.querySelector<HTMLElement>(".panel")?.focus();
  });
  const close = (event: Event): void => {
    const side = page.getElementById("side");
    if (!side?.firstElementChild || opener === null) return;
    event.preventDefault();
    side.replaceChildren();
    opener.focus();
    opener = null;
  };
  page.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#side [data-close-panel]")) close(event);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target instanceof Element && event.target.closest("#side")) close(event);
  });
}
