/**
 * Blocks of a day's drawing are dragged in time, their lower edge in length; with the focus on one, arrow keys move it by
 * five minutes and Shift with them makes it longer or shorter. Every act is sent by the form of the page, as its buttons are.
 *
 * @example <form data-agenda> <tr data-row="id" data-revision="2" data-minutes="30"> <svg data-agenda-svg data-per-minute="1.6"><a data-item="id"><rect class="agenda-box">
 */
const STEP = 5;
const EDGE = 8;
const REST = 450;

interface Pending {
  later: number;
  longer: number;
  timer: number;
}

export class AgendaBoard {
  private readonly pending = new Map<string, Pending>();
  private focused = "";

  constructor(private readonly page: Document) {}

  start(): void {
    this.ready();
    this.page.addEventListener("pointerdown", (event) => this.grab(event));
    this.page.addEventListener("keydown", (event) => this.key(event));
    this.page.addEventListener("dragstart", (event) => block(event.target) && event.preventDefault());
    this.page.addEventListener("htmx:afterSettle", () => {
      this.ready();
      if (this.focused) this.page.querySelector<SVGAElement>(`[data-item="${this.focused}"]`)?.focus();
    });
  }

  /** Only what has its row of buttons may be moved. */
  private ready(): void {
    for (const item of this.page.querySelectorAll<SVGElement>("[data-agenda-svg] [data-item]"))
      if (this.row(item)) item.setAttribute("data-movable", "");
    const movable = this.page.querySelector("[data-movable]") !== null;
    for (const help of this.page.querySelectorAll<HTMLElement>("[data-agenda-help]")) help.hidden = !movable;
  }

  private row(item: Element): HTMLElement | null {
    const row = this.page.querySelector<HTMLElement>(`[data-row="${item.getAttribute("data-item")}"]`);
    return row?.querySelector("button[name=move]") ? row : null;
  }

  private grab(event: PointerEvent): void {
    const item = block(event.target);
    const svg = item?.closest<SVGSVGElement>("[data-agenda-svg]");
    const box = item?.querySelector<SVGRectElement>(".agenda-box");
    if (!item || !svg || !box || !this.row(item) || event.button !== 0) return;
    const scale = Number(svg.dataset.perMinute) * (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width || 1);
    const height = Number(box.getAttribute("height"));
    const stretches = box.getBoundingClientRect().bottom - event.clientY < EDGE;
    const from = event.clientY;
    let minutes = 0;
    const follow = (moved: PointerEvent) => {
      minutes = Math.round((moved.clientY - from) / scale / STEP) * STEP;
      const down = minutes * Number(svg.dataset.perMinute);
      if (stretches) box.setAttribute("height", String(Math.max(4, height + down)));
      else item.setAttribute("transform", `translate(0 ${down})`);
    };
    const stop = (last: Event) => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", stop);
      removeEventListener("pointercancel", stop);
      if (!minutes) return;
      // The click that ends a drag would open the item.
      item.addEventListener("click", (click) => click.preventDefault(), { once: true });
      if (last.type === "pointerup") this.send(item, stretches ? 0 : minutes, stretches ? minutes : 0);
      else item.removeAttribute("transform");
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", stop);
    addEventListener("pointercancel", stop);
  }

  /** Several presses in a row are one move. */
  private key(event: KeyboardEvent): void {
    const item = block(event.target);
    const by = event.key === "ArrowDown" ? STEP : event.key === "ArrowUp" ? -STEP : 0;
    if (!item || !by || event.ctrlKey || event.metaKey || event.altKey || !this.row(item)) return;
    event.preventDefault();
    const id = item.getAttribute("data-item") ?? "";
    const sum = this.pending.get(id) ?? { later: 0, longer: 0, timer: 0 };
    clearTimeout(sum.timer);
    if (event.shiftKey) sum.longer += by;
    else sum.later += by;
    const svg = item.closest<SVGSVGElement>("[data-agenda-svg]");
    item.setAttribute("transform", `translate(0 ${sum.later * Number(svg?.dataset.perMinute ?? 1)})`);
    sum.timer = setTimeout(() => {
      this.pending.delete(id);
      // The board may have been fetched anew meanwhile.
      const now = this.page.querySelector(`[data-agenda-svg] [data-item="${id}"]`);
      if (now) this.send(now, sum.later, sum.longer);
    }, REST) as unknown as number;
    this.pending.set(id, sum);
  }

  private send(item: Element, later: number, longer: number): void {
    const form = item.closest<HTMLFormElement>("form[data-agenda]");
    const row = this.row(item);
    if (!form || !row || (!later && !longer)) return;
    const id = row.dataset.row ?? "";
    this.focused = id;
    // Not a button: which one submitted is told to htmx by clicks alone.
    const asked = form.querySelector<HTMLInputElement>("input[name=drag]") ?? this.page.createElement("input");
    asked.type = "hidden";
    asked.name = "drag";
    asked.value = `${id}:${row.dataset.revision}:${later}:${longer}`;
    form.append(asked);
    form.requestSubmit();
  }
}

function block(target: EventTarget | null): SVGElement | null {
  return target instanceof Element ? target.closest<SVGElement>("[data-agenda-svg] [data-item]") : null;
}
