/**
 * The worker's side of a page that opens without a network: a narrow, versioned cache.
 *
 * Only pages that asked for it are kept (`keep`), each with the styles and scripts it names, under the name of the person
 * they were made for. The network always comes first; what is kept is shown only when there is none. An answer that is
 * not the page itself (a redirect to the sign-in page, an error) is never kept, and takes the kept page away.
 */
export const PREFIX = "huiwu-offline-";
const VERSION = "v1";
const PATIENCE = 4000;

export interface Keep {
  type: "keep";
  person: string;
  page: string;
  parts: string[];
}

export function nameFor(person: string): string {
  return `${PREFIX}${VERSION}:${person}`;
}

/** Caches of other versions of this worker, or of other people. */
export async function clear(caches: CacheStorage, except = ""): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== except) await caches.delete(name);
}

/** Caches of other versions, whoever they belong to. */
export async function clearOldVersions(caches: CacheStorage): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${VERSION}:`)) await caches.delete(name);
}

/** Fetch page and parts anew into the person's cache. `true` when the page can be opened without a network. */
export async function keep(caches: CacheStorage, get: typeof fetch, wish: Keep): Promise<boolean> {
  const name = nameFor(wish.person);
  await clear(caches, name);
  const answer = await get(wish.page, { credentials: "same-origin" });
  if (!isPage(answer)) {
    if (answer.redirected || answer.status === 403 || answer.status === 404) await forget(caches, wish.page);
    return false;
  }
  const cache = await caches.open(name);
  await cache.put(wish.page, answer);
  const held = await Promise.all(wish.parts.map((part) => keepPart(cache, get, part)));
  return held.every(Boolean);
}

async function keepPart(cache: Cache, get: typeof fetch, part: string): Promise<boolean> {
  if (await cache.match(part)) return true;
  const answer = await get(part);
  if (!answer.ok) return false;
  await cache.put(part, answer);
  return true;
}

/** The answer to a request of a kept page: from the network, else what is kept, else undefined. */
export async function answer(caches: CacheStorage, get: typeof fetch, request: Request): Promise<Response | undefined> {
  const isNavigation = request.mode === "navigate";
  try {
    const fresh = await within(isNavigation ? PATIENCE : PATIENCE * 2, get(request));
    if (isNavigation && (fresh.type === "opaqueredirect" || fresh.redirected)) await forget(caches, new URL(request.url).pathname);
    return fresh;
  } catch {
    // The page was kept by its address alone; it varies with the person, whose cache it lies in.
    return caches.match(request, { ignoreSearch: isNavigation, ignoreVary: true });
  }
}

async function forget(caches: CacheStorage, page: string): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await (await caches.open(name)).delete(page);
}

function isPage(answer: Response): boolean {
  return answer.ok && !answer.redirected && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no answer")), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
