import { expect, test, vi } from "vitest";
import { scanCodes, take } from "./scan-code";

const CODE = "01,32,,23442000000014209621,112,20230215,,74AE";

function stage(): { place: HTMLElement; sent: string[] } {
  document.body.innerHTML = `<form id="f"><input name="text"></form>
    <span data-scan="#f" data-accept="^\\d+,\\d+," data-open="扫" data-close="关" data-refused="不能用" data-other="不是"></span>`;
  const sent: string[] = [];
  const form = document.querySelector("form") as HTMLFormElement;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push((form.elements.namedItem("text") as HTMLInputElement).value);
  });
  return { place: document.querySelector("[data-scan]") as HTMLElement, sent };
}

test("a code that fits is posted through the form, another is not", () => {
  const { place, sent } = stage();
  expect(take(place, ["https://example.test/"])).toBe(false);
  expect(take(place, ["https://example.test/", CODE])).toBe(true);
  expect(sent).toEqual([CODE]);
});

test("without a camera there is no button", () => {
  const { place } = stage();
  vi.stubGlobal("navigator", {});
  scanCodes(document, async () => []);
  expect(place.querySelector("button")).toBeNull();
  vi.unstubAllGlobals();
});

test("a refused camera says what to do instead", async () => {
  const { place } = stage();
  const getUserMedia = () => Promise.reject(new Error("NotAllowedError"));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  scanCodes(document, async () => []);
  place.querySelector("button")?.click();
  await vi.waitFor(() => expect(place.textContent).toContain("不能用"));
  vi.unstubAllGlobals();
});
