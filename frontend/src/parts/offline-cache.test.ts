import { beforeEach, expect, test } from "vitest";
import { answer, clear, clearOldVersions, keep, nameFor } from "./offline-cache";

/** The parts of Cache and CacheStorage that are used, in memory. */
class Held {
  readonly rows = new Map<string, Response>();
  async put(key: string, value: Response): Promise<void> {
    this.rows.set(key, value);
  }
  async match(key: string): Promise<Response | undefined> {
    return this.rows.get(key);
  }
  async delete(key: string): Promise<boolean> {
    return this.rows.delete(key);
  }
}

class Shelf {
  readonly all = new Map<string, Held>();
  async open(name: string): Promise<Held> {
    if (!this.all.has(name)) this.all.set(name, new Held());
    return this.all.get(name) as Held;
  }
  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }
  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }
  async match(request: Request): Promise<Response | undefined> {
    const path = new URL(request.url).pathname;
    for (const held of this.all.values()) if (held.rows.has(path)) return held.rows.get(path);
    return undefined;
  }
}

const PAGE = "/m/x/site-visits/visits/1/";
const html = (text: string): Response => new Response(text, { headers: { "Content-Type": "text/html" } });
let shelf: Shelf;
let caches: CacheStorage;
beforeEach(() => {
  shelf = new Shelf();
  caches = shelf as unknown as CacheStorage;
});
const online = (async (at: string) => (String(at).endsWith(".css") ? new Response("css") : html("page"))) as typeof fetch;
const offline = (async () => {
  throw new TypeError("no network");
}) as typeof fetch;
const redirected = (async () => {
  const made = html("sign in");
  Object.defineProperty(made, "redirected", { value: true });
  return made;
}) as typeof fetch;
const wish = { type: "keep" as const, person: "fang", page: PAGE, parts: ["/static/a.css"] };
const request = (mode: RequestMode = "navigate"): Request =>
  ({ url: `http://here${PAGE}`, mode }) as unknown as Request;

test("a kept page opens without a network, with its parts", async () => {
  expect(await keep(caches, online, wish)).toBe(true);
  expect([...(shelf.all.get(nameFor("fang"))?.rows.keys() ?? [])]).toEqual([PAGE, "/static/a.css"]);
  expect(await (await answer(caches, offline, request()))?.text()).toBe("page");
});

test("with a network the page comes from there", async () => {
  await keep(caches, online, wish);
  const newer = (async () => html("newer")) as typeof fetch;
  expect(await (await answer(caches, newer, request()))?.text()).toBe("newer");
});

test("a page that was not kept is not there", async () => {
  expect(await answer(caches, offline, request())).toBeUndefined();
});

test("the sign-in page is never kept in place of the page, and takes it away", async () => {
  await keep(caches, online, wish);
  expect(await keep(caches, redirected, wish)).toBe(false);
  expect(await answer(caches, offline, request())).toBeUndefined();
});

test("opening the page signed out takes it away", async () => {
  await keep(caches, online, wish);
  await answer(caches, redirected, request());
  expect(await answer(caches, offline, request())).toBeUndefined();
});

test("keeping a page of one person takes away everybody else's", async () => {
  await keep(caches, online, wish);
  await keep(caches, online, { ...wish, person: "lin" });
  expect([...shelf.all.keys()]).toEqual([nameFor("lin")]);
});

test("signing out takes everything away, but nothing that is not ours", async () => {
  await keep(caches, online, wish);
  await shelf.open("somebody-elses");
  await clear(caches);
  expect([...shelf.all.keys()]).toEqual(["somebody-elses"]);
});

test("a new version of the worker starts with an empty cache", async () => {
  await shelf.open("huiwu-offline-v0:fang");
  await keep(caches, online, wish);
  await clearOldVersions(caches);
  expect([...shelf.all.keys()]).toEqual([nameFor("fang")]);
});
