import { beforeEach, expect, test, vi } from "vitest";
import { AgendaBoard } from "./agenda-board";

const PAGE = `<form data-agenda>
<p data-agenda-help hidden></p>
<svg data-agenda-svg data-per-minute="2" viewBox="0 0 100 100"><a data-item="one"><rect class="agenda-box" height="60"/></a><a data-item="fixed"><rect class="agenda-box" height="60"/></a></svg>
<table><tr data-row="one" data-revision="3" data-minutes="30"><td><button name="move" value="one:3:5:0"></button></td></tr></table></form>`;

let sent: string[];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = PAGE;
  sent = [];
  HTMLFormElement.prototype.requestSubmit = function () {
    sent.push(String(new FormData(this).get("drag")));
  };
  new AgendaBoard(document).start();
});

const press = (id: string, key: string, shiftKey = false) =>
  document.querySelector(`[data-item=${id}]`)!.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));

test("the help is shown where something can be moved", () => {
  expect(document.querySelector<HTMLElement>("[data-agenda-help]")!.hidden).toBe(false);
});

test("three presses are one move of fifteen minutes", () => {
  for (let n = 0; n < 3; n++) press("one", "ArrowDown");
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(sent.slice(-1)).toEqual(["one:3:15:0"]);
});

test("shift and an arrow change the length", () => {
  press("one", "ArrowUp", true);
  vi.advanceTimersByTime(500);
  expect(sent.slice(-1)).toEqual(["one:3:0:-5"]);
});

test("what has no row of buttons stays where it is", () => {
  press("fixed", "ArrowDown");
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([]);
});
