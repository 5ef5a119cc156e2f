/** system follows the operating system; contrast does too, with higher contrast. */
export type ThemeChoice = "system" | "light" | "dark" | "contrast";

const storageKey = "srcbook.theme"; // public/theme.js reads it before the first paint

const isTheme = (value: unknown): value is ThemeChoice =>
  value === "system" || value === "light" || value === "dark" || value === "contrast";

/** The theme this browser remembers. */
export function storedTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return isTheme(stored) ? stored : "system";
  } catch {
    return "system";
  }
}

/** Shows a theme now and remembers it for the next first paint. */
export function applyTheme(theme: ThemeChoice): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is blocked: the theme holds until the page is left.
  }
  paint(theme);
}

/** Keeps following the operating system. Returns how to stop. */
export function followSystemTheme(): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => paint(storedTheme());
  system.addEventListener("change", repaint);
  return () => system.removeEventListener("change", repaint);
}

function paint(theme: ThemeChoice): void {
  const systemDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const dark = theme === "dark" || (theme !== "light" && systemDark);
  const root = document.documentElement;
  root.classList.toggle("dark", dark);
  root.dataset.theme = theme === "contrast" ? "contrast" : dark ? "dark" : "light";
}
