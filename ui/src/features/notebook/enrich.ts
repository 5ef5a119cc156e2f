// What prose shows beyond plain Markdown: highlighted code, maths, diagrams. The large libraries are
// loaded when a text first needs them.
import { highlighted } from "~/editor/highlight.ts";
import { languageNamed } from "~/editor/languages.ts";

/** Draws the marked places of a rendered text. Ends early when the signal says so. */
export async function enrich(root: HTMLElement, signal: AbortSignal): Promise<void> {
  for (const code of root.querySelectorAll<HTMLElement>("code[data-language]")) {
    const language = languageNamed(code.getAttribute("data-language") ?? "");
    if (language) code.replaceChildren(highlighted(code.textContent ?? "", language));
  }
  const maths = root.querySelectorAll<HTMLElement>("[data-draw$=math]");
  const diagrams = root.querySelectorAll<HTMLElement>("[data-draw=mermaid]");
  await Promise.all([
    maths.length > 0 && drawMaths(maths, signal),
    diagrams.length > 0 && drawDiagrams(diagrams, signal),
  ]);
}

async function drawMaths(places: Iterable<HTMLElement>, signal: AbortSignal): Promise<void> {
  const { renderMaths } = await import("./maths.ts");
  if (signal.aborted) return;
  for (const place of places) {
    renderMaths(place, place.textContent ?? "", place.getAttribute("data-draw") === "display-math");
    place.removeAttribute("data-draw");
  }
}

async function drawDiagrams(places: Iterable<HTMLElement>, signal: AbortSignal): Promise<void> {
  const { renderDiagram } = await import("./diagram.ts");
  for (const place of places) {
    if (signal.aborted) return;
    await renderDiagram(place, place.textContent ?? "", document.documentElement.classList.contains("dark"));
  }
}
