import { beforeEach, expect, test } from "vitest";
import { suggestions } from "./suggestions";

suggestions(document);
beforeEach(() => {
  document.body.innerHTML = `<form class="search-box"><input type="search">
    <div class="suggestions"><a id="first" href="/a">论坛</a><a id="second" href="/b">年会</a></div></form>`;
  document.querySelector("input")?.focus();
});
const press = (key: string): void => {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
};
const here = (): string => document.activeElement?.id ?? "";

test("the arrows walk from the box through the hits and back to the box", () => {
  press("ArrowDown");
  expect(here()).toBe("first");
  press("ArrowDown");
  expect(here()).toBe("second");
  press("ArrowDown");
  expect(document.activeElement?.tagName).toBe("INPUT");
  press("ArrowUp");
  expect(here()).toBe("second");
});

test("Escape takes the hits away and returns to the box", () => {
  press("ArrowDown");
  press("Escape");
  expect(document.querySelectorAll("a")).toHaveLength(0);
  expect(document.activeElement?.tagName).toBe("INPUT");
});

test("without hits the arrows belong to the box", () => {
  document.querySelector(".suggestions")?.replaceChildren();
  const event = new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true });
  document.activeElement?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
