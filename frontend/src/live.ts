/**
 * One connection for everything on the page that carries `data-topic`.
 *
 * @example <section data-topic="meeting.42.tasks" data-version="7" hx-get="/m/x/tasks/list" hx-trigger="live">
 *
 * The server sends `event: version`, `data: {"topic": "…", "version": 12}`, and on connecting the present versions.
 * An element whose topic has a newer version receives the event `live`; htmx then fetches its fragment. Nothing is
 * asked for while the page is hidden. Without a connection every element is refreshed each 20 seconds.
 */
export interface Feed {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface Options {
  connect: (address: string) => Feed;
  debounce: number;
  poll: number;
  random: () => number;
}

const DEFAULTS: Options = {
  connect: (address) => new EventSource(address) as Feed,
  debounce: 150,
  poll: 20_000,
  random: Math.random,
};
const FAILURES_BEFORE_POLLING = 3;

export class Live {
  private readonly known = new Map<string, number>();
  private readonly due = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly options: Options;
  private feed: Feed | undefined;
  private topics = "";
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private polling: ReturnType<typeof setInterval> | undefined;
  private readonly ended = new AbortController();

  constructor(
    private readonly page: Document,
    options: Partial<Options> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  start(): void {
    const { signal } = this.ended;
    this.page.addEventListener("visibilitychange", () => this.look(), { signal });
    this.page.addEventListener("htmx:afterSettle", () => this.look(), { signal });
    this.look();
  }

  stop(): void {
    this.ended.abort();
    this.hangUp();
  }

  /** Connect, disconnect or reconnect so that the connection fits what is on the page now. */
  look(): void {
    const wanted = this.page.visibilityState === "hidden" ? "" : this.topicsOnPage().join(",");
    if (wanted === this.topics && (this.feed !== undefined || wanted === "")) return;
    this.hangUp();
    this.topics = wanted;
    if (wanted !== "") this.dial();
  }

  private topicsOnPage(): string[] {
    const found = new Set<string>();
    for (const element of this.elements()) {
      const topic = element.dataset["topic"];
      if (!topic) continue;
      found.add(topic);
      const version = Number(element.dataset["version"] ?? Number.NaN);
      if (!Number.isNaN(version)) this.known.set(topic, Math.max(version, this.known.get(topic) ?? version));
    }
    return [...found].sort();
  }

  private elements(): HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>("[data-topic]")];
  }

  private dial(): void {
    const feed = this.options.connect(`/events?topics=${encodeURIComponent(this.topics)}`);
    this.feed = feed;
    feed.onopen = () => {
      this.failures = 0;
      this.stopPolling();
    };
    feed.onerror = () => this.failed();
    feed.addEventListener("version", (event) => this.heard(event.data));
  }

  private heard(data: string): void {
    const { topic, version } = JSON.parse(data) as { topic: string; version: number };
    const before = this.known.get(topic);
    this.known.set(topic, Math.max(version, before ?? version));
    if (before !== undefined && version > before) this.refreshSoon(topic);
  }

  private refreshSoon(topic: string): void {
    if (this.due.has(topic)) return;
    const later = setTimeout(() => {
      this.due.delete(topic);
      for (const element of this.elements()) if (element.dataset["topic"] === topic) tell(element);
    }, this.options.debounce);
    this.due.set(topic, later);
  }

  private failed(): void {
    this.feed?.close();
    this.feed = undefined;
    this.failures += 1;
    if (this.failures >= FAILURES_BEFORE_POLLING) this.startPolling();
    const wait = Math.min(30_000, 1000 * 2 ** (this.failures - 1)) * (0.75 + this.options.random() / 2);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.dial(), wait);
  }

  private startPolling(): void {
    this.polling ??= setInterval(() => this.elements().forEach(tell), this.options.poll);
  }

  private stopPolling(): void {
    clearInterval(this.polling);
    this.polling = undefined;
  }

  private hangUp(): void {
    this.feed?.close();
    this.feed = undefined;
    clearTimeout(this.retry);
    this.stopPolling();
    this.failures = 0;
  }
}

/** htmx listens for `live` on the element itself. */
function tell(element: HTMLElement): void {
  element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}
