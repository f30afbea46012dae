import { beforeEach, expect, test, vi } from "vitest";
import { FloorEditor } from "./floor-editor";
import { metres, millimetres } from "./floor-shapes";

const ID = "6f1d2c5e-0000-4000-8000-000000000001";
const KINDS = '<option value="round_table">圆桌</option><option value="stage">舞台</option>';

function row(id = "", kind = "round_table", x = "", y = "", width = "", depth = ""): string {
  const field = (name: string, value: string) => `<td><input name="${name}" value="${value}"></td>`;
  const chosen = KINDS.replace(`"${kind}"`, `"${kind}" selected`);
  return `<tr data-row="${id}"><td><input name="id" value="${id}"><select name="kind">${chosen}</select></td>${field("label", "")}${field("x", x)}${field("y", y)}${field("width", width)}${field("depth", depth)}${field("seats", "")}</tr>`;
}

function page(judge = ""): HTMLFormElement {
  document.body.innerHTML = `<form data-floor-editor data-judge="${judge}"><svg data-floor viewBox="0 0 10000 8000" font-size="300"><g data-shape="${ID}" tabindex="0"><rect/></g></svg>
<div id="faults" data-faults="${ID} exit-1"></div><div data-floor-tools hidden><button type="button" data-add="stage">舞台</button><button type="button" data-add="round_table">圆桌</button><button type="button" data-turn>转</button><button type="button" data-copy>复制</button><button type="button" data-remove>移走</button></div>
<table><tbody data-floor-rows>${row(ID, "stage", "1", "2", "4", "2")}${row()}</tbody></table><template data-floor-blank><table><tbody>${row()}</tbody></table></template></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  new FloorEditor(form).start();
  return form;
}

const value = (form: HTMLFormElement, name: string, at = 0) =>
  form.querySelectorAll<HTMLInputElement>(`tbody [name="${name}"]`)[at]?.value;
const shape = () => document.querySelector<SVGGElement>(`[data-shape="${ID}"]`) as SVGGElement;
const press = (key: string, more = {}) => shape().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const click = (name: string) => document.querySelector<HTMLButtonElement>(`[data-${name}]`)?.click();

beforeEach(() => vi.unstubAllGlobals());

test("the tools show themselves and shapes at fault are marked", () => {
  const form = page();
  expect(form.querySelector<HTMLElement>("[data-floor-tools]")?.hidden).toBe(false);
  expect(shape().classList.contains("is-at-fault")).toBe(true);
});

test("arrows move the shape in the table and on the drawing", () => {
  const form = page();
  press("ArrowRight");
  press("ArrowDown", { shiftKey: true });
  expect([value(form, "x"), value(form, "y")]).toEqual(["1.1", "2.5"]);
  expect(shape().querySelector("rect")?.getAttribute("x")).toBe("1100");
});

test("a new shape gets its row, turning swaps its sides, removing takes both away", () => {
  const form = page();
  click('add="stage"');
  const added = [...form.querySelectorAll<HTMLElement>("tbody tr")].at(-1);
  expect(added?.dataset.row).toMatch(/^[0-9a-f-]{36}$/);
  shape().dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  click("turn");
  expect([value(form, "width"), value(form, "depth")]).toEqual(["2", "4"]);
  click("remove");
  expect(document.querySelector(`[data-row="${ID}"], [data-shape="${ID}"]`)).toBe(null);
});

test("a row typed anew is drawn anew, and blank rows make room for the buttons", () => {
  const form = page();
  expect(form.querySelectorAll("tbody tr").length).toBe(1);
  click('add="round_table"');
  const [x, y, width] = ["x", "y", "width"].map((name) => form.querySelectorAll<HTMLInputElement>(`[data-floor-rows] [name="${name}"]`)[1]);
  if (x && y && width) [x.value, y.value, width.value] = ["3", "1.5", "１.8"];
  width?.dispatchEvent(new Event("change", { bubbles: true }));
  expect(document.querySelectorAll("[data-shape]").length).toBe(2);
  expect(document.querySelector("circle")?.getAttribute("r")).toBe("900");
});

test("moving asks the server once and shows its answer", async () => {
  vi.useFakeTimers();
  const asked = vi.fn(async () => new Response('<div id="faults" data-faults=""><p>无冲突</p></div>'));
  vi.stubGlobal("fetch", asked);
  page("/judge/");
  press("ArrowRight");
  press("ArrowRight");
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
  await vi.waitFor(() => expect(shape().classList.contains("is-at-fault")).toBe(false));
  expect(asked).toHaveBeenCalledTimes(1);
});

test("metres are read as people type them", () => {
  expect([millimetres("3.25"), millimetres("３．２"), millimetres("-1m"), millimetres("三米")]).toEqual([3250, 3200, -1000, null]);
  expect([metres(3250), metres(-1000)]).toEqual(["3.25", "-1"]);
});
