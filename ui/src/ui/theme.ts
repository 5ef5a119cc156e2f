/**
 * system follows the operating system, also in its wish for more contrast; contrast is light or dark as
 * the system is, with higher contrast.
 */
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
  const wishes = [systemDark, systemContrast].map((query) => matchMedia(query));
  const repaint = () => paint(storedTheme());
  for (const wish of wishes) wish.addEventListener("change", repaint);
  return () => {
    for (const wish of wishes) wish.removeEventListener("change", repaint);
  };
}

const systemDark = "(prefers-color-scheme: dark)";
const systemContrast = "(prefers-contrast: more)";

function paint(theme: ThemeChoice): void {
  const dark = theme === "dark" || (theme !== "light" && matchMedia(systemDark).matches);
  const contrast = theme === "contrast" || (theme === "system" && matchMedia(systemContrast).matches);
  const root = document.documentElement;
  root.classList.toggle("dark", dark);
  root.dataset.theme = contrast ? "contrast" : dark ? "dark" : "light";
}
