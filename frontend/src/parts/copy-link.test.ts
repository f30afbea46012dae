import { expect, test, vi } from "vitest";
import { copyLinks } from "./copy-link";

test("the button appears with the script, copies the link and says so for two seconds", async () => {
  vi.useFakeTimers();
  document.body.innerHTML =
    '<div data-copy><input readonly value="/l/abc"><button hidden data-copied="已复制"><span>复制</span></button></div>';
  copyLinks(document);
  const button = document.querySelector("button") as HTMLButtonElement;
  expect(button.hidden).toBe(false);
  button.click();
  await vi.advanceTimersByTimeAsync(10);
  expect(button.textContent).toBe("已复制");
  expect(await navigator.clipboard.readText()).toBe("/l/abc");
  await vi.advanceTimersByTimeAsync(2000);
  expect(button.textContent).toBe("复制");
  vi.useRealTimers();
});
