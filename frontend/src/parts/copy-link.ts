/**
 * A link in a box gets a button that copies it and says so.
 *
 * @example <div data-copy><input readonly value="…"><button hidden data-copied="已复制"><span>复制</span></button></div>
 */
export function copyLinks(page: Document): void {
  show(page);
  page.addEventListener("htmx:afterSettle", () => show(page));
  page.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.closest("[data-copy]")) event.target.select();
  });
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copied]") : null;
    if (button) void copy(button);
  });
}

function show(page: Document): void {
  for (const button of page.querySelectorAll<HTMLElement>("[data-copy] [data-copied]")) button.hidden = false;
}

async function copy(button: HTMLElement): Promise<void> {
  const box = button.closest("[data-copy]")?.querySelector("input");
  if (!box) return;
  await write(box);
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset["copied"] ?? "";
  setTimeout(() => (label.textContent = before), 2000);
}

/** Chat browsers and plain http have no clipboard object; the old command still works there. */
async function write(box: HTMLInputElement): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(box.value);
  box.select();
  document.execCommand("copy");
}
