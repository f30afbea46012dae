import { expect, test } from "vitest";
import { type Answer, type Item, Memory, newId, OfflineQueue, type Outcome, type Reply, type Transport } from "./offline-queue";

/** A server on the other side of a network that comes and goes. */
class Server implements Transport {
  online = true;
  outcome: Outcome = "done";
  refuses = new Set<string>();
  asked: string[][] = [];
  taken = new Map<string, Item>();
  /** The answer gets lost on the way back, once. */
  loseAnswer = false;

  async send(_place: string, items: Item[]): Promise<Reply> {
    if (!this.online) return this.away("offline");
    if (this.outcome !== "done") return this.away(this.outcome);
    this.asked.push(items.map((item) => item.id));
    const answers = items.map((item) => this.take(item));
    if (this.loseAnswer) {
      this.loseAnswer = false;
      return this.away("offline");
    }
    return { outcome: "done", answers, at: "2027-02-01T08:00:00Z" };
  }

  upload(place: string, item: Item): Promise<Reply> {
    return this.send(place, [item]);
  }

  private take(item: Item): Answer {
    if (this.refuses.has(item.key)) return { id: item.id, state: "refused", why: "超出范围" };
    this.taken.set(item.id, item);
    return { id: item.id, state: "synced" };
  }

  private away(outcome: Outcome): Reply {
    return { outcome, answers: [], at: "" };
  }
}

let second = 0;
const clock = (): Date => new Date(Date.UTC(2027, 1, 1, 1, 0, second++));
const queue = (server: Server, store = new Memory(), owner = "方"): OfflineQueue =>
  new OfflineQueue(store, server, owner, "/here", undefined, clock);
const states = async (of: OfflineQueue): Promise<string[]> => (await of.items()).map((item) => item.state);

test("without a network everything waits on the device, in order", async () => {
  const server = new Server();
  server.online = false;
  const mine = queue(server);
  await mine.add("score", "a", 3);
  await mine.add("score", "a", 4);
  expect(await mine.flush()).toBe("offline");
  expect((await mine.items()).map((item) => [item.value, item.state])).toEqual([
    [3, "kept"],
    [4, "kept"],
  ]);
});

test("it is sent when the network is back, photos one by one", async () => {
  const server = new Server();
  const mine = queue(server);
  const score = await mine.add("score", "a", 3);
  const first = await mine.add("photo", "a", null, new Blob(["1"]));
  const other = await mine.add("photo", "b", null, new Blob(["2"]));
  expect(await mine.flush()).toBe("done");
  expect(server.asked).toEqual([[first.id], [other.id], [score.id]]);
  expect(await states(mine)).toEqual(["synced", "synced", "synced"]);
});

test("an answer lost on the way back means sending the same ids again", async () => {
  const server = new Server();
  server.loseAnswer = true;
  const mine = queue(server);
  const item = await mine.add("score", "a", 3);
  expect(await mine.flush()).toBe("offline");
  expect(await states(mine)).toEqual(["kept"]);
  await mine.flush();
  expect(server.asked).toEqual([[item.id], [item.id]]);
  expect(server.taken.size).toBe(1);
  expect(await states(mine)).toEqual(["synced"]);
});

test("what is refused says why, keeps its picture, and holds nothing else back", async () => {
  const server = new Server();
  server.refuses.add("bad");
  const mine = queue(server);
  await mine.add("photo", "bad", null, new Blob(["1"]));
  await mine.add("score", "good", 3);
  await mine.flush();
  const [refused, taken] = await mine.items();
  expect([refused?.state, refused?.why, refused?.blob?.size]).toEqual(["refused", "超出范围", 1]);
  expect(taken?.state).toBe("synced");
  await mine.putAway(refused?.id ?? "");
  expect(await states(mine)).toEqual(["synced"]);
});

test("only a refused item can be put away", async () => {
  const server = new Server();
  server.online = false;
  const mine = queue(server);
  const item = await mine.add("score", "a", 3);
  await mine.putAway(item.id);
  expect(await states(mine)).toEqual(["kept"]);
});

test("signed out: everything stays on the device", async () => {
  const server = new Server();
  server.outcome = "sign-in";
  const mine = queue(server);
  await mine.add("score", "a", 3);
  expect(await mine.flush()).toBe("sign-in");
  expect(await states(mine)).toEqual(["kept"]);
});

test("another person on the same device neither sees nor sends it", async () => {
  const store = new Memory();
  const server = new Server();
  await queue(server, store, "方").add("score", "a", 3);
  const other = queue(server, store, "林");
  expect(await other.items()).toEqual([]);
  await other.flush();
  expect(server.asked).toEqual([]);
});

test("what the page already shows is forgotten; what came later is kept", async () => {
  const server = new Server();
  const mine = queue(server);
  await mine.add("score", "a", 3);
  await mine.flush();
  await mine.forget("2027-02-01T07:59:59Z");
  expect(await states(mine)).toEqual(["synced"]);
  await mine.forget("2027-02-01T08:00:01Z");
  expect(await states(mine)).toEqual([]);
});

test("two runs at once are one, and what was added meanwhile goes along", async () => {
  const server = new Server();
  const mine = queue(server);
  await mine.add("score", "a", 3);
  const first = mine.flush();
  await mine.add("score", "b", 4);
  const second = mine.flush();
  expect(await Promise.all([first, second])).toEqual(["done", "done"]);
  expect(await states(mine)).toEqual(["synced", "synced"]);
  expect(server.asked.flat().length).toBe(2);
});

test("three hundred items go in batches", async () => {
  const server = new Server();
  const mine = queue(server);
  for (let n = 0; n < 300; n++) await mine.add("note", `${n}`, "");
  await mine.flush();
  expect(server.asked.map((ids) => ids.length)).toEqual([100, 100, 100]);
});

test("ids are UUIDs also where the page is not secure", () => {
  const plain = { getRandomValues: crypto.getRandomValues.bind(crypto) } as unknown as Crypto;
  expect(newId(plain)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
