import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Live, type Feed } from "./live";

class Wire implements Feed {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private listener: (event: MessageEvent<string>) => void = () => undefined;
  constructor(readonly address: string) {}
  addEventListener(_type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listener = listener;
  }
  close(): void {
    this.closed = true;
  }
  says(topic: string, version: number): void {
    this.listener(new MessageEvent("version", { data: JSON.stringify({ topic, version }) }));
  }
}

let wires: Wire[] = [];
let fetched: string[] = [];
let live: Live | undefined;
const latest = (): Wire => wires[wires.length - 1] as Wire;

function open(html: string): void {
  document.body.innerHTML = html;
  for (const element of document.querySelectorAll("[data-topic]"))
    element.addEventListener("live", () => fetched.push(element.id));
  live = new Live(document, {
    connect: (address) => {
      const wire = new Wire(address);
      wires.push(wire);
      return wire;
    },
    random: () => 0.5,
  });
  live.start();
}

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  fetched = [];
});
afterEach(() => {
  live?.stop();
  vi.useRealTimers();
});

test("one connection serves every topic of the page", () => {
  open('<p id="a" data-topic="t1"></p><p id="b" data-topic="t2"></p><p id="c" data-topic="t1"></p>');
  expect(wires.map((wire) => wire.address)).toEqual(["/events?topics=t1%2Ct2"]);
});

test("a page without topics opens no connection", () => {
  open("<p></p>");
  expect(wires).toEqual([]);
});

test("a newer version refreshes the elements of that topic only", () => {
  open('<p id="a" data-topic="t1"></p><p id="b" data-topic="t2"></p>');
  latest().says("t1", 4);
  latest().says("t2", 9);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual([]);
  latest().says("t1", 5);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual(["a"]);
});

test("what changed between drawing the page and connecting is fetched when the page names its version", () => {
  open('<p id="a" data-topic="t1" data-version="4"></p>');
  latest().says("t1", 5);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual(["a"]);
});

test("many versions at once cause one refresh", () => {
  open('<p id="a" data-topic="t1" data-version="1"></p>');
  for (let version = 2; version < 20; version++) latest().says("t1", version);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual(["a"]);
});

test("a lost connection is taken up again with growing waits and nothing is missed", () => {
  open('<p id="a" data-topic="t1"></p>');
  latest().says("t1", 3);
  latest().onerror?.(new Event("error"));
  vi.advanceTimersByTime(999);
  expect(wires.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(wires.length).toBe(2);
  latest().onerror?.(new Event("error"));
  vi.advanceTimersByTime(1999);
  expect(wires.length).toBe(2);
  vi.advanceTimersByTime(1);
  latest().onopen?.(new Event("open"));
  latest().says("t1", 4);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual(["a"]);
});

test("without any connection the page is refreshed every 20 seconds until there is one", () => {
  open('<p id="a" data-topic="t1"></p>');
  for (let i = 0; i < 3; i++) {
    latest().onerror?.(new Event("error"));
    vi.advanceTimersByTime(5000);
  }
  fetched = [];
  vi.advanceTimersByTime(20_000);
  expect(fetched).toEqual(["a"]);
  latest().onopen?.(new Event("open"));
  vi.advanceTimersByTime(60_000);
  expect(fetched).toEqual(["a"]);
});

test("a hidden page keeps no connection and catches up when shown", () => {
  let state: DocumentVisibilityState = "visible";
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  open('<p id="a" data-topic="t1"></p>');
  latest().says("t1", 3);
  state = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(latest().closed).toBe(true);
  state = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(wires.length).toBe(2);
  latest().says("t1", 4);
  vi.advanceTimersByTime(1000);
  expect(fetched).toEqual(["a"]);
});

test("parts that arrive later are watched too", () => {
  open('<p id="a" data-topic="t1"></p>');
  document.body.insertAdjacentHTML("beforeend", '<p data-topic="t2"></p>');
  document.dispatchEvent(new Event("htmx:afterSettle"));
  expect(wires[0]?.closed).toBe(true);
  expect(latest().address).toBe("/events?topics=t1%2Ct2");
});
