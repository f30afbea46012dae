import { beforeEach, expect, test } from "vitest";
import { sidePanel } from "./side-panel";

sidePanel(document);
beforeEach(() => {
  document.body.innerHTML = '<a id="row" href="/t/1">任务</a><aside id="side"></aside>';
});

function opened(): HTMLElement {
  const side = document.getElementById("side") as HTMLElement;
  const elt = document.getElementById("row");
  document.dispatchEvent(new CustomEvent("htmx:beforeRequest", { detail: { elt, target: side } }));
  side.innerHTML = '<section class="panel" tabindex="-1"><a data-close-panel href="/t">关闭</a></section>';
  side.dispatchEvent(new CustomEvent("htmx:afterSwap", { bubbles: true }));
  return side;
}

test("what is opened takes the focus", () => {
  opened();
  expect(document.activeElement?.className).toBe("panel");
});

test("closing it empties the panel and gives the focus back to the row", () => {
  const side = opened();
  side.querySelector("a")?.click();
  expect(side.childElementCount).toBe(0);
  expect(document.activeElement?.id).toBe("row");
});

test("Escape closes it too", () => {
  const side = opened();
  side.firstElementChild?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(side.childElementCount).toBe(0);
});

test("a panel that came with the page is closed by following its link", () => {
  const side = document.getElementById("side") as HTMLElement;
  side.innerHTML = '<section class="panel"><a data-close-panel href="#list">关闭</a></section>';
  side.querySelector("a")?.click();
  expect(side.childElementCount).toBe(1);
});
