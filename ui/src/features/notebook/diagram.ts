import DOMPurify from "dompurify";
import mermaid from "mermaid";

let count = 0;

/** Draws a Mermaid diagram into an element; a mistake shows its source and what is wrong with it. */
export async function renderDiagram(place: HTMLElement, source: string, dark: boolean): Promise<void> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: dark ? "dark" : "neutral",
    fontFamily: "var(--font-ui)",
    // Else a line shines through the words on it.
    themeCSS: ".edgeLabel rect { fill: var(--bg); opacity: 1; }",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
  });
  try {
    const { svg } = await mermaid.render(`diagram-${++count}`, source);
    const clean = DOMPurify.sanitize(svg, {
      RETURN_DOM_FRAGMENT: true,
      USE_PROFILES: { svg: true, svgFilters: true },
      ADD_TAGS: ["style"],
    });
    place.replaceChildren(clean);
    place.setAttribute("data-draw", "diagram");
  } catch (error) {
    const note = document.createElement("p");
    note.className = "diagram-error";
    note.textContent = `The diagram cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
    const code = document.createElement("pre");
    code.textContent = source;
    place.replaceChildren(note, code);
    place.setAttribute("data-draw", "failed");
  }
}
