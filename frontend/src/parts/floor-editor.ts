/**
 * Moves, adds, turns, copies and removes the shapes of a plan, and asks the server what they cover. The form's table
 * of inputs is the truth: every act writes into it, so that saving is the plain form.
 *
 * @example <form data-floor-editor data-judge="/…/judge/"> <svg data-floor> <tbody data-floor-rows> <template data-floor-blank>
 */
import { draw, NEW, read, ROUND, type Shape, STEP, write } from "./floor-shapes";

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class FloorEditor {
  private readonly svg: SVGSVGElement | null;
  private readonly rows: HTMLElement | null;
  private chosen = "";
  private asked = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.svg = form.querySelector("svg[data-floor]");
    this.rows = form.querySelector("[data-floor-rows]");
  }

  start(): void {
    if (!this.svg) return;
    this.showFaults();
    if (!this.rows) return;
    for (const row of this.rows.querySelectorAll("[data-row='']")) if (!read(row)) row.remove();
    for (const tools of this.form.querySelectorAll<HTMLElement>("[data-floor-tools]")) tools.hidden = false;
    this.svg.addEventListener("pointerdown", (event) => this.grab(event));
    this.svg.addEventListener("focusin", (event) => this.choose(shapeOf(event.target)));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.rows.addEventListener("change", (event) => this.typed(event));
    this.form.addEventListener("click", (event) => this.tool(event));
  }

  private grab(event: PointerEvent): void {
    const id = shapeOf(event.target);
    const start = this.point(event);
    const shape = id ? this.shape(id) : null;
    if (!id || !start || !shape || !this.svg) return;
    event.preventDefault();
    this.choose(id);
    this.group(id)?.focus();
    const follow = (moved: PointerEvent) => {
      const now = this.point(moved);
      if (now) this.place(id, { ...shape, x: snap(shape.x + now.x - start.x), y: snap(shape.y + now.y - start.y) });
    };
    const drop = () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
      this.changed();
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
  }

  private point(event: PointerEvent): { x: number; y: number } | null {
    const matrix = this.svg?.getScreenCTM();
    if (!matrix) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x: at.x, y: at.y };
  }

  private key(event: KeyboardEvent): void {
    const id = shapeOf(event.target);
    const shape = id ? this.shape(id) : null;
    if (!id || !shape || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const by = event.shiftKey ? 500 : 100;
      this.place(id, { ...shape, x: shape.x + arrow[0] * by, y: shape.y + arrow[1] * by });
    } else if (event.key === "Delete" || event.key === "Backspace") this.remove(id);
    else return;
    event.preventDefault();
    this.changed();
  }

  private typed(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    if (!row) return;
    const shape = read(row);
    if (shape) this.place(shape.id || this.named(row), { ...shape, id: row.dataset.row || shape.id });
    else if (row.dataset.row) this.group(row.dataset.row)?.remove();
    this.changed();
  }

  private tool(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-floor-tools] button") : null;
    if (!button) return;
    const shape = this.chosen ? this.shape(this.chosen) : null;
    if (button.dataset.add) this.add(this.fresh(button.dataset.add));
    else if (!shape) return;
    else if ("turn" in button.dataset) this.place(shape.id, { ...shape, width: shape.depth, depth: shape.width });
    else if ("copy" in button.dataset) this.add({ ...shape, id: crypto.randomUUID(), x: shape.x + shape.width + 300 });
    else this.remove(shape.id);
    this.changed();
  }

  /** A new shape in the middle of what the drawing shows. */
  private fresh(kind: string): Shape {
    const [width, depth, seats] = NEW[kind] ?? [1000, 1000, 0];
    const box = this.svg?.viewBox.baseVal;
    const middle = box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 };
    const [x, y] = [snap(middle.x - width / 2), snap(middle.y - depth / 2)];
    return { id: crypto.randomUUID(), kind, label: "", x, y, width, depth, seats };
  }

  private add(shape: Shape): void {
    const blank = this.form.querySelector<HTMLTemplateElement>("template[data-floor-blank]");
    const row = blank?.content.querySelector("tr")?.cloneNode(true);
    if (!(row instanceof HTMLElement) || !this.rows) return;
    write(row, shape);
    this.rows.append(row);
    this.place(shape.id, shape);
    this.group(shape.id)?.focus();
  }

  private remove(id: string): void {
    this.row(id)?.remove();
    this.group(id)?.remove();
    this.choose("");
  }

  private place(id: string, shape: Shape): void {
    const row = this.row(id);
    if (!row || !this.svg || !this.rows) return;
    write(row, shape.kind === ROUND ? { ...shape, depth: shape.width } : shape);
    const number = [...this.rows.children].indexOf(row) + 1;
    const word = row.querySelector<HTMLSelectElement>("[name=kind]")?.selectedOptions[0]?.text ?? shape.kind;
    draw(this.svg, shape, number, word).classList.toggle("is-chosen", id === this.chosen);
  }

  /** Gives a row that was typed by hand its id. */
  private named(row: HTMLElement): string {
    const id = crypto.randomUUID();
    row.dataset.row = id;
    const field = row.querySelector<HTMLInputElement>("[name=id]");
    if (field) field.value = id;
    return id;
  }

  private choose(id: string): void {
    this.chosen = id;
    for (const group of this.svg?.querySelectorAll<SVGGElement>("[data-shape]") ?? [])
      group.classList.toggle("is-chosen", group.dataset.shape === id);
    for (const button of this.form.querySelectorAll<HTMLButtonElement>("[data-turn], [data-copy], [data-remove]"))
      button.disabled = !id;
  }

  private shape(id: string): Shape | null {
    const row = this.row(id);
    return row ? read(row) : null;
  }

  private row(id: string): HTMLElement | null {
    return this.rows?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
  }

  private group(id: string): SVGGElement | null {
    return this.svg?.querySelector<SVGGElement>(`[data-shape="${CSS.escape(id)}"]`) ?? null;
  }

  /** Tells the form that there is unsaved work, and asks what the shapes cover now. */
  private changed(): void {
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    const address = this.form.dataset.judge;
    if (!address) return;
    const turn = ++this.asked;
    setTimeout(() => void this.judge(address, turn), 200);
  }

  /** Only the newest question is asked, and only its answer is shown. */
  private async judge(address: string, turn: number): Promise<void> {
    if (turn !== this.asked) return;
    const answer = await fetch(address, { method: "POST", body: new FormData(this.form) }).catch(() => null);
    if (!answer?.ok || turn !== this.asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const faults = page.getElementById("faults");
    if (faults) this.form.querySelector("#faults")?.replaceWith(faults);
    this.showFaults();
  }

  private showFaults(): void {
    const keys = new Set((this.form.querySelector<HTMLElement>("#faults")?.dataset.faults ?? "").split(/\s+/).filter(Boolean));
    for (const group of this.svg?.querySelectorAll<SVGGElement>("[data-shape], [data-mark]") ?? [])
      group.classList.toggle("is-at-fault", keys.has(group.dataset.shape ?? group.dataset.mark ?? ""));
  }
}

function shapeOf(target: EventTarget | null): string {
  return target instanceof Element ? (target.closest<SVGElement>("[data-shape]")?.dataset.shape ?? "") : "";
}

function snap(value: number): number {
  return Math.round(value / STEP) * STEP;
}

