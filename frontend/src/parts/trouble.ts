/**
 * When a part of the page could not be fetched, the page says so instead of standing still.
 *
 * @example <div id="messages" data-offline="网络断了…" data-fault="服务器没有完成…"></div>
 */
export function trouble(page: Document): void {
  page.addEventListener("htmx:sendError", () => say(page, "offline"));
  page.addEventListener("htmx:timeout", () => say(page, "offline"));
  page.addEventListener("htmx:responseError", () => say(page, "fault"));
  page.addEventListener("htmx:afterOnLoad", () => page.getElementById("trouble")?.remove());
}

function say(page: Document, what: "offline" | "fault"): void {
  const messages = page.getElementById("messages");
  const words = messages?.dataset[what];
  if (!messages || !words) return;
  const shown = page.getElementById("trouble") ?? page.createElement("p");
  shown.id = "trouble";
  shown.className = "callout callout-block";
  shown.setAttribute("role", "alert");
  shown.textContent = words;
  messages.append(shown);
}
