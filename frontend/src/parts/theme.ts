/**
 * The button for light and dark takes effect at once; the cookie is what the server reads next time.
 *
 * @example <form method="post" action="/preferences/theme" data-theme-form><button>切换明暗</button></form>
 */
const YEAR = 365 * 24 * 3600;

export function theme(page: Document): void {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-theme-form")) return;
    event.preventDefault();
    const dark = page.defaultView?.matchMedia("(prefers-color-scheme: dark)").matches ?? false;
    choose(page, flipped(page.documentElement.dataset["theme"] ?? "", dark));
  });
}

/** The other of light and dark than what is seen now; empty when that is what the device prefers anyway. */
export function flipped(chosen: string, deviceIsDark: boolean): string {
  const isDark = chosen === "" ? deviceIsDark : chosen === "dark";
  if (isDark) return deviceIsDark ? "light" : "";
  return deviceIsDark ? "" : "dark";
}

function choose(page: Document, chosen: string): void {
  if (chosen) page.documentElement.dataset["theme"] = chosen;
  else delete page.documentElement.dataset["theme"];
  const secure = page.location.protocol === "https:" ? "; Secure" : "";
  page.cookie = `huiwu_theme=${chosen}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}
