// Sets the theme before the first paint. A classic script, so that it blocks rendering; external, so
// that the content security policy needs no exception. src/ui/theme.ts goes on from here.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("srcbook.theme");
  } catch {
    // Storage is blocked: the system's theme it is.
  }
  const systemDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const systemContrast = matchMedia("(prefers-contrast: more)").matches;
  const followsSystem = theme !== "light" && theme !== "dark";
  const contrast = theme === "contrast" || (followsSystem && systemContrast);
  const dark = theme === "dark" || (theme !== "light" && systemDark);
  const root = document.documentElement;
  root.classList.toggle("dark", dark);
  root.dataset.theme = contrast ? "contrast" : dark ? "dark" : "light";
})();

// Fetches at once what a notebook's page is painted with; scripts/early.ts lists it.
(() => {
  if (!location.pathname.startsWith("/n/")) return;
  const list = document.querySelector('meta[name="notebook-chunks"]')?.getAttribute("content") ?? "";
  for (const file of list.split(" ")) {
    if (file.endsWith(".js")) continue;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    if (file.endsWith(".woff2")) {
      link.rel = "preload";
      link.as = "font";
      link.crossOrigin = "anonymous";
    } else link.setAttribute("blocking", "render");
    link.href = file;
    document.head.append(link);
  }
})();
