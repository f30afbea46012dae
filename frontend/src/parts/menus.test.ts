import { beforeEach, expect, test } from "vitest";
import { menus } from "./menus";

menus(document);
beforeEach(() => {
  document.body.innerHTML = `<header class="top-bar"><input type="search" value="曾"></header>
    <details class="menu-button" open><summary>林岚</summary><a id="inside" href="#">账号</a></details><p id="out"></p>`;
});
const menu = (): HTMLDetailsElement => document.querySelector("details") as HTMLDetailsElement;
const key = (name: string, ctrlKey = false): void => {
  const event = new KeyboardEvent("keydown", { key: name, ctrlKey, bubbles: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
};

test("a press elsewhere closes the menu, a press inside does not", () => {
  document.getElementById("inside")?.click();
  expect(menu().open).toBe(true);
  document.getElementById("out")?.click();
  expect(menu().open).toBe(false);
});

test("Escape closes the menu and gives the focus back to its button", () => {
  document.getElementById("inside")?.focus();
  key("Escape");
  expect(menu().open).toBe(false);
  expect(document.activeElement?.tagName).toBe("SUMMARY");
});

test("Ctrl+K goes to the search box", () => {
  key("k", true);
  expect(document.activeElement?.getAttribute("type")).toBe("search");
});
