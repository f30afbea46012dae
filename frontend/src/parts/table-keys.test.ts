import { beforeEach, expect, test } from "vitest";
import { tableKeys } from "./table-keys";

tableKeys(document);
beforeEach(() => {
  document.body.innerHTML = `<input id="out"><div id="region" data-table-keys tabindex="0"><table><tbody>
    <tr><td><input type="checkbox" id="box"><a class="row-link" id="one" href="#1">一</a></td></tr>
    <tr><td><a id="other" href="#x">甲</a><a class="row-link" id="two" href="#2">二</a></td></tr>
    <tr><td><input id="text"></td></tr></tbody></table></div>`;
});

const press = (key: string): void => {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
};
const focus = (id: string): void => document.getElementById(id)?.focus();
const here = (): string | undefined => document.activeElement?.id;

test("j and k move from row to row and stop at the ends", () => {
  focus("region");
  press("j");
  expect(here()).toBe("one");
  press("k");
  expect(here()).toBe("one");
  press("j");
  expect(here()).toBe("two");
  press("ArrowUp");
  expect(here()).toBe("one");
});

test("letters typed into a field stay letters", () => {
  focus("text");
  press("k");
  expect(here()).toBe("text");
});

test("nothing happens outside a table", () => {
  focus("out");
  press("j");
  expect(here()).toBe("out");
});

test("x marks the row", () => {
  focus("one");
  press("x");
  expect(document.querySelector<HTMLInputElement>("#box")?.checked).toBe(true);
});
