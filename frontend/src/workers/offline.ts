/** The service worker, served as /offline-worker.js for the one page that registers it. */
import { answer, clearOldVersions, type Keep, keep } from "../parts/offline-cache";

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched extends Waiting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Asked extends Waiting {
  data: Keep;
  ports: MessagePort[];
}

const scope = self as unknown as {
  caches: CacheStorage;
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: string, listener: (event: never) => void): void;
};

scope.addEventListener("install", (event: Waiting) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event: Waiting) =>
  event.waitUntil(clearOldVersions(scope.caches).then(() => scope.clients.claim())),
);
scope.addEventListener("message", (event: Asked) => {
  if (event.data.type !== "keep") return;
  const done = keep(scope.caches, fetch, event.data).catch(() => false);
  event.waitUntil(done.then((isKept) => event.ports[0]?.postMessage(isKept)));
});
scope.addEventListener("fetch", (event: Fetched) => {
  const { request } = event;
  const address = new URL(request.url);
  const concerns = request.mode === "navigate" || address.pathname.startsWith("/static/");
  if (request.method !== "GET" || address.origin !== scope.location.origin || !concerns) return;
  event.respondWith(answer(scope.caches, fetch, request).then((found) => found ?? Response.error()));
});
