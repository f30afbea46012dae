/**
 * The page's side: asks the worker to keep the page, and clears what is kept when somebody signs out.
 *
 * @example <form data-offline="/m/x/site-visits/visits/1/" data-person="…">
 */
import { clear, type Keep, nameFor } from "./offline-cache";

/** Register the worker for this page alone and let it keep the page; `false` where that is not possible. */
export async function keepPage(page: Document, person: string): Promise<boolean> {
  const workers = page.defaultView?.navigator.serviceWorker;
  if (!workers) return false;
  const scope = page.location.pathname;
  try {
    const registered = await workers.register("/offline-worker.js", { scope, updateViaCache: "none" });
    const worker = await active(registered);
    return await asked(worker, { type: "keep", person, page: scope, parts: partsOf(page) });
  } catch {
    return false;
  }
}

/** Styles and scripts the page needs, scripts of scripts included as far as they were loaded. */
export function partsOf(page: Document): string[] {
  const named = [...page.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href], script[src]")].map((part) =>
    part instanceof HTMLLinkElement ? part.href : part.src,
  );
  const loaded = page.defaultView?.performance.getEntriesByType("resource").map((entry) => entry.name) ?? [];
  const here = page.location.origin;
  const paths = [...named, ...loaded]
    .map((address) => new URL(address, page.location.href))
    .filter((address) => address.origin === here && address.pathname.startsWith("/static/"));
  return [...new Set(paths.map((address) => address.pathname + address.search))];
}

function active(registered: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const worker = registered.installing ?? registered.waiting ?? registered.active;
  if (!worker) return Promise.reject(new Error("no worker"));
  if (worker.state === "activated") return Promise.resolve(worker);
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      else if (worker.state === "redundant") reject(new Error("no worker"));
    });
  });
}

function asked(worker: ServiceWorker, wish: Keep): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event: MessageEvent<boolean>) => resolve(event.data);
    worker.postMessage(wish, [channel.port2]);
  });
}

/**
 * Works on every page. Whoever signs out leaves nothing to open behind; a page of somebody else, or of nobody, clears
 * what a former person kept on this device. What was not sent yet stays, for its own person alone.
 *
 * @example <meta name="person" content="id of whoever is signed in"> <form action="/account/logout/" data-sign-out>
 */
export function clearAtSignOut(page: Document): void {
  const kept = page.defaultView?.caches;
  if (!kept) return;
  const named = page.querySelector<HTMLMetaElement>('meta[name="person"]');
  if (named) void clear(kept, named.content ? nameFor(named.content) : "").catch(() => undefined);
  page.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.dataset["signOut"] !== undefined)
      void clear(kept).catch(() => undefined);
  });
}
