import { beforeEach, expect, test } from "vitest";
import { guardUnsaved } from "./guard";

guardUnsaved(document);
beforeEach(() => {
  document.body.innerHTML = '<form method="post" data-guard><input id="name"></form>';
});
const form = (): HTMLFormElement => document.querySelector("form") as HTMLFormElement;
const type = (): void => {
  document.getElementById("name")?.dispatchEvent(new Event("input", { bubbles: true }));
};
const leave = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
const send = (): boolean => form().dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

test("an untouched form lets go", () => {
  expect(leave()).toBe(false);
});

test("typed text is not lost without a question", () => {
  type();
  expect(leave()).toBe(true);
});

test("sending it is not leaving it", () => {
  type();
  send();
  expect(leave()).toBe(false);
});

test("a double press sends a form once, and coming back makes it ready again", () => {
  expect(send()).toBe(true);
  expect(send()).toBe(false);
  window.dispatchEvent(new Event("pageshow"));
  expect(send()).toBe(true);
});
