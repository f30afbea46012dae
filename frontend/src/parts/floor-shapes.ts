/** One shape of a plan: read from its row of inputs, drawn as SVG. Lengths are whole millimetres. */
export interface Shape {
  id: string;
  kind: string;
  label: string;
  x: number;
  y: number;
  width: number;
  depth: number;
  seats: number;
}

export const ROUND = "round_table";
export const STEP = 50;
const SVG = "http://www.w3.org/2000/svg";

/** What a new shape of each kind measures: width, depth, places. Others are a metre square. */
export const NEW: Record<string, [number, number, number]> = {
  seat_block: [6600, 9500, 120],
  desk_block: [5400, 6000, 24],
  round_table: [1800, 1800, 10],
  stage: [8000, 4000, 0],
  screen: [5000, 300, 0],
  lectern: [700, 500, 0],
  booth: [1600, 1600, 0],
  control_desk: [3000, 1500, 0],
  camera: [1500, 1500, 0],
  buffet: [3600, 900, 0],
  registration_desk: [1800, 600, 0],
  wheelchair_space: [800, 1300, 1],
  build: [3000, 1000, 0],
  hydrant: [700, 240, 0],
  distribution_box: [800, 300, 0],
  aisle: [1200, 10000, 0],
  exit: [1400, 200, 0],
  exit_sign: [400, 100, 0],
  pillar: [600, 600, 0],
};

/** "3.25" → 3250; full-width digits too. Null when it is not a length. */
export function millimetres(text: string): number | null {
  const plain = text.normalize("NFKC").trim().replace(/m$|米$/, "").trim();
  return /^-?\d{1,3}(\.\d{1,3})?$/.test(plain) ? Math.round(Number(plain) * 1000) : null;
}

/** 3250 → "3.25". */
export function metres(mm: number): string {
  return String(Number((mm / 1000).toFixed(3)));
}

function input(row: Element, name: string): HTMLInputElement | HTMLSelectElement | null {
  return row.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
}

/** The shape of a row, or null while it is not whole. */
export function read(row: Element): Shape | null {
  const value = (name: string) => input(row, name)?.value ?? "";
  const [x, y, width, depth] = ["x", "y", "width", "depth"].map((name) => millimetres(value(name)));
  if (x == null || y == null || !width || width < 1) return null;
  const kind = value("kind");
  const deep = kind === ROUND ? width : depth;
  if (!deep || deep < 1) return null;
  return { id: value("id"), kind, label: value("label").trim(), x, y, width, depth: deep, seats: Number(value("seats")) || 0 };
}

/** Writes a shape into its row. */
export function write(row: Element, shape: Shape): void {
  const put = (name: string, value: string) => {
    const field = input(row, name);
    if (field) field.value = value;
  };
  put("id", shape.id);
  put("kind", shape.kind);
  put("label", shape.label);
  put("x", metres(shape.x));
  put("y", metres(shape.y));
  put("width", metres(shape.width));
  put("depth", metres(shape.depth));
  put("seats", shape.seats ? String(shape.seats) : "");
  (row as HTMLElement).dataset.row = shape.id;
}

/** Draws a shape into its group, which is made if there is none. `word` is the name of its kind. */
export function draw(svg: SVGElement, shape: Shape, number: number, word: string): SVGGElement {
  let group = svg.querySelector<SVGGElement>(`[data-shape="${CSS.escape(shape.id)}"]`);
  if (!group) {
    group = document.createElementNS(SVG, "g");
    group.dataset.shape = shape.id;
    group.setAttribute("tabindex", "0");
    svg.append(group);
  }
  group.setAttribute("class", `${svg.dataset.floor === "marks" ? "floor-mark" : "floor-item"} floor-${shape.kind}`);
  const size = Math.min(Number(svg.getAttribute("font-size")) || 400, Math.max(shape.width, shape.depth) / 3);
  const title = make("title", {}, `${word} ${shape.label || number}`);
  const outline =
    shape.kind === ROUND
      ? make("circle", { cx: shape.x + shape.width / 2, cy: shape.y + shape.width / 2, r: shape.width / 2 })
      : make("rect", { x: shape.x, y: shape.y, width: shape.width, height: shape.depth });
  const name = shape.label || (shape.kind === ROUND ? String(number) : word);
  const text = make(
    "text",
    { x: shape.x + shape.width / 2, y: shape.y + shape.depth / 2 + size / 3, "text-anchor": "middle", "font-size": size, class: "floor-word" },
    shape.seats ? `${name} · ${shape.seats}` : name,
  );
  group.replaceChildren(title, outline, text);
  return group;
}

function make(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  return element;
}
