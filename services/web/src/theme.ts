/** What a person chooses; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

const STORED = "hubbub.theme";
const dark = typeof matchMedia === "undefined" ? undefined : matchMedia("(prefers-color-scheme: dark)");
let chosen: Theme = "system";

export function storedTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function applyTheme(theme: Theme): void {
  chosen = theme;
  localStorage.setItem(STORED, theme);
  paint();
}

function paint(): void {
  const isDark = chosen === "dark" || (chosen === "system" && dark?.matches === true);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

dark?.addEventListener("change", paint);
