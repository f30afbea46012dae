import { beforeEach, expect, test } from "vitest";
import type { Item, State } from "./offline-queue";
import { VisitForm } from "./visit-form";

beforeEach(() => {
  document.body.innerHTML = `<form data-visit data-word-kept="已存本机" data-word-synced="已同步" data-word-refused="被拒绝" data-word-remove="移除" data-word-offline="没有网络">
    <p data-status></p><b data-waiting></b>
    <fieldset data-point="fit.size"><input type="radio" name="score:fit.size" value="3"><input type="radio" name="score:fit.size" value="4">
      <textarea name="note:fit.size"></textarea><ul data-shots></ul><p data-sync></p></fieldset>
    <textarea name="summary"></textarea>
    <ul data-promises></ul><input name="promise_item"><input name="promise_said_by"><button name="promise">记下</button>
    <button name="finish" value="1">完成</button></form>`;
});
const form = (): HTMLFormElement => document.querySelector("form") as HTMLFormElement;
const item = (kind: string, key: string, value: unknown, state: State = "kept", at = "1"): Item => ({
  id: `${kind}-${key}-${at}`, owner: "f", place: "/", kind, key, value, at, state,
});
const listening = () => {
  const added: unknown[][] = [];
  const shown = new VisitForm(form());
  shown.listen({ add: async (...words) => void added.push(words), sync: () => undefined, putAway: (id) => added.push(["away", id]) });
  return { shown, added };
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("a score and a note become items at once", async () => {
  const { added } = listening();
  const four = form().querySelector<HTMLInputElement>('[value="4"]') as HTMLInputElement;
  four.checked = true;
  four.dispatchEvent(new Event("change", { bubbles: true }));
  const note = form().querySelector("textarea") as HTMLTextAreaElement;
  note.value = "两根柱子";
  note.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
  expect(added).toEqual([["score", "fit.size", 4], ["note", "fit.size", "两根柱子"]]);
});

test("what was kept comes back in the order it was typed", () => {
  new VisitForm(form()).restore([item("score", "fit.size", 4, "kept", "1"), item("score", "fit.size", 3, "kept", "2")]);
  expect(form().querySelector<HTMLInputElement>(":checked")?.value).toBe("3");
  expect(form().querySelector("[data-waiting]")?.textContent).toBe("2");
});

test("a point shows the worst state of its items, with the reason", () => {
  const { added } = listening();
  const refused = { ...item("note", "fit.size", "…", "refused"), why: "过长" };
  new VisitForm(form()).draw([item("score", "fit.size", 4, "synced"), refused]);
  const mark = form().querySelector<HTMLElement>("[data-sync]") as HTMLElement;
  expect(mark.dataset["sync"]).toBe("refused");
  expect(mark.textContent).toContain("被拒绝 过长");
  mark.querySelector("button")?.click();
  expect(added).toEqual([["away", refused.id]]);
});

test("a photo's own mark does not stand in for its point's", () => {
  const shown = new VisitForm(form());
  shown.draw([item("photo", "fit.size", null, "kept")]);
  shown.draw([item("photo", "fit.size", null, "synced")]);
  expect(form().querySelector("[data-point] > p")?.textContent).toBe("已同步");
});

test("a promise needs its words and empties its fields", async () => {
  const { added } = listening();
  const words = form().querySelector<HTMLInputElement>('[name="promise_item"]') as HTMLInputElement;
  const press = () => form().dispatchEvent(Object.assign(new Event("submit", { cancelable: true, bubbles: true }), { submitter: form().querySelector('[name="promise"]') }));
  press();
  words.value = "免费投影";
  press();
  await settled();
  expect(added.map(([kind, , value]) => [kind, (value as { item: string }).item])).toEqual([["promise", "免费投影"]]);
  expect(words.value).toBe("");
});

test("finishing is an item as well, and the page is not left", async () => {
  const { added } = listening();
  const left = form().dispatchEvent(Object.assign(new Event("submit", { cancelable: true, bubbles: true }), { submitter: form().querySelector('[name="finish"]') }));
  await settled();
  expect([left, added]).toEqual([false, [["finish", "", true]]]);
});

test("the state of the network is said in words", () => {
  const shown = new VisitForm(form());
  shown.say("offline");
  expect(form().querySelector("[data-status]")?.textContent).toBe("没有网络");
});
