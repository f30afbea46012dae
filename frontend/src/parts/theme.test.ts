import { expect, test } from "vitest";
import { flipped, theme } from "./theme";

test("the button always changes what is seen, and forgets the choice that the device makes anyway", () => {
  expect(flipped("", false)).toBe("dark");
  expect(flipped("dark", false)).toBe("");
  expect(flipped("light", false)).toBe("dark");
  expect(flipped("", true)).toBe("light");
  expect(flipped("light", true)).toBe("");
  expect(flipped("dark", true)).toBe("light");
});

test("pressing it changes the page at once and keeps a cookie for the server", () => {
  document.body.innerHTML = '<form data-theme-form><button>明暗</button></form>';
  theme(document);
  const sent = document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  expect(sent).toBe(false);
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(document.cookie).toBe("huiwu_theme=dark");
});
