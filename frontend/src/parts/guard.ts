/** Long enough for a double press, short enough for a form that answers with a file and leaves the page standing. */
const TWICE = 3000;

/**
 * Leaving a form marked `data-guard` with unsaved changes asks first; a double press
 * sends a form once.
 *
 * @example <form method="post" data-guard>…</form>
 */
export function guardUnsaved(page: Document): void {
  const changed = new Set<HTMLFormElement>();
  page.addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-guard]") : null;
    if (form) changed.add(form);
  });
  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented) return;
    changed.delete(form);
    if (form.method === "post") once(form, event);
  });
  page.addEventListener("htmx:afterRequest", (event) => changed.delete(event.target as HTMLFormElement));
  page.defaultView?.addEventListener("beforeunload", (event) => {
    const unsaved = [...changed].some((form) => form.isConnected);
    if (unsaved) event.preventDefault();
  });
  // A page taken from the browser's memory by "back" must be able to send again.
  page.defaultView?.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset["sent"];
  });
}

function once(form: HTMLFormElement, event: Event): void {
  if (form.dataset["sent"] !== undefined) event.preventDefault();
  else {
    form.dataset["sent"] = "";
    setTimeout(() => delete form.dataset["sent"], TWICE);
  }
}
