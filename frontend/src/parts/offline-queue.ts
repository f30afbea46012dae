/**
 * What is typed without a network waits on the device until the server has answered for it.
 *
 * Every item has an id made on the device; the server gives the same id the same answer, so sending twice is harmless.
 * An item is never thrown away before its answer: `kept` (on the device), then `synced` (answered and good) or `refused`
 * (answered, with the reason). A refused item stays to be read until its person puts it away.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export type State = "kept" | "synced" | "refused";

export interface Item {
  id: string;
  /** Whose it is; another person on the same device neither sees nor sends it. */
  owner: string;
  /** The address that takes it. */
  place: string;
  kind: string;
  key: string;
  value: unknown;
  /** The device's time, ISO 8601 with offset. */
  at: string;
  state: State;
  why?: string;
  /** The server's time of the answer. */
  answeredAt?: string;
  blob?: Blob;
}

export interface Answer {
  id: string;
  state: "synced" | "refused";
  why?: string;
}

/** What became of a try: all were answered, there is no way to the server, or it wants the person to sign in again. */
export type Outcome = "done" | "offline" | "sign-in" | "fault";

export interface Reply {
  outcome: Outcome;
  answers: Answer[];
  at: string;
}

export interface Transport {
  send(place: string, items: Item[]): Promise<Reply>;
  upload(place: string, item: Item): Promise<Reply>;
}

interface Schema extends DBSchema {
  items: { key: string; value: Item; indexes: { place: [string, string] } };
}

const BATCH = 100;

/** A UUID also where the page is not in a secure context and `randomUUID` is missing. */
export function newId(random: Crypto = crypto): string {
  if (typeof random.randomUUID === "function") return random.randomUUID();
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Where items lie. `Memory` serves where the browser refuses IndexedDB (private windows of some) and in tests. */
export interface Store {
  put(item: Item): Promise<void>;
  of(owner: string, place: string): Promise<Item[]>;
  remove(id: string): Promise<void>;
  readonly lasts: boolean;
}

export class Memory implements Store {
  readonly lasts = false;
  private readonly items = new Map<string, Item>();

  async put(item: Item): Promise<void> {
    this.items.set(item.id, { ...item });
  }

  async of(owner: string, place: string): Promise<Item[]> {
    return [...this.items.values()].filter((item) => item.owner === owner && item.place === place).map((i) => ({ ...i }));
  }

  async remove(id: string): Promise<void> {
    this.items.delete(id);
  }
}

class Indexed implements Store {
  readonly lasts = true;

  constructor(private readonly db: IDBPDatabase<Schema>) {}

  async put(item: Item): Promise<void> {
    await this.db.put("items", item);
  }

  of(owner: string, place: string): Promise<Item[]> {
    return this.db.getAllFromIndex("items", "place", [owner, place]);
  }

  async remove(id: string): Promise<void> {
    await this.db.delete("items", id);
  }
}

export async function openStore(name = "huiwu-offline"): Promise<Store> {
  try {
    const db = await openDB<Schema>(name, 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore("items", { keyPath: "id" }).createIndex("place", ["owner", "place"]);
      },
    });
    return new Indexed(db);
  } catch {
    return new Memory();
  }
}

export class OfflineQueue {
  private running: Promise<Outcome> | undefined;
  private again = false;

  constructor(
    private readonly store: Store,
    private readonly transport: Transport,
    readonly owner: string,
    readonly place: string,
    private readonly changed: (items: Item[]) => void = () => undefined,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Keep it on the device. It has reached the disk when the promise is fulfilled. */
  async add(kind: string, key: string, value: unknown, blob?: Blob, id = newId()): Promise<Item> {
    const item: Item = {
      id,
      owner: this.owner,
      place: this.place,
      kind,
      key,
      value,
      at: this.now().toISOString(),
      state: "kept",
      ...(blob ? { blob } : {}),
    };
    await this.store.put(item);
    await this.tell();
    return item;
  }

  /** Everything of this person and place, oldest first. */
  async items(): Promise<Item[]> {
    const found = await this.store.of(this.owner, this.place);
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  }

  /** Put a refused item away. */
  async putAway(id: string): Promise<void> {
    const found = (await this.items()).find((item) => item.id === id);
    if (found?.state !== "refused") return;
    await this.store.remove(id);
    await this.tell();
  }

  /** What was answered before the page was made by the server stands in the page itself. */
  async forget(servedAt: string): Promise<void> {
    for (const item of await this.items())
      if (item.state === "synced" && item.answeredAt !== undefined && Date.parse(item.answeredAt) < Date.parse(servedAt))
        await this.store.remove(item.id);
    await this.tell();
  }

  /** Send what waits. One run at a time; what was added meanwhile goes in the same run. */
  flush(): Promise<Outcome> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(): Promise<Outcome> {
    let outcome: Outcome = "done";
    do {
      this.again = false;
      const waiting = (await this.items()).filter((item) => item.state === "kept");
      const words = waiting.filter((item) => item.blob === undefined);
      // Photos before what may speak of them; each photo travels alone, so that a bad network loses one at most.
      for (const photo of waiting.filter((item) => item.blob !== undefined)) {
        outcome = await this.settle(await this.transport.upload(this.place, photo));
        if (outcome !== "done") return outcome;
      }
      for (let start = 0; start < words.length; start += BATCH) {
        outcome = await this.settle(await this.transport.send(this.place, words.slice(start, start + BATCH)));
        if (outcome !== "done") return outcome;
      }
    } while (this.again);
    return outcome;
  }

  private async settle(reply: Reply): Promise<Outcome> {
    const known = new Map((await this.items()).map((item) => [item.id, item]));
    for (const answer of reply.answers) {
      const item = known.get(answer.id);
      if (!item) continue;
      const { blob: _blob, ...bare } = item;
      // A refused photo keeps its picture, so that nothing is lost; a synced one is on the server.
      const rest = answer.state === "refused" ? item : bare;
      await this.store.put({
        ...rest,
        state: answer.state,
        answeredAt: reply.at,
        ...(answer.why ? { why: answer.why } : {}),
      });
    }
    await this.tell();
    return reply.outcome;
  }

  private async tell(): Promise<void> {
    this.changed(await this.items());
  }
}
