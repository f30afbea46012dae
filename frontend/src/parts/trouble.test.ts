import { beforeEach, expect, test } from "vitest";
import { trouble } from "./trouble";

trouble(document);
beforeEach(() => {
  document.body.innerHTML = '<div id="messages" data-offline="网络断了" data-fault="没有完成"></div>';
});
const said = (): (string | null)[] => [...document.querySelectorAll('[role="alert"]')].map((line) => line.textContent);

test("a lost network is said once however often it fails", () => {
  document.dispatchEvent(new Event("htmx:sendError"));
  document.dispatchEvent(new Event("htmx:sendError"));
  expect(said()).toEqual(["网络断了"]);
});

test("a fault of the server has its own words", () => {
  document.dispatchEvent(new Event("htmx:responseError"));
  expect(said()).toEqual(["没有完成"]);
});

test("the next success takes it away", () => {
  document.dispatchEvent(new Event("htmx:sendError"));
  document.dispatchEvent(new Event("htmx:afterOnLoad"));
  expect(said()).toEqual([]);
});
