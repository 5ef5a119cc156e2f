import type { Text } from "@codemirror/state";
import { useEffect, useLayoutEffect, useRef } from "react";
import { enrich } from "./enrich.ts";
import { renderMarkdown } from "./markdown.ts";
import "./prose.css";

/** A Markdown text as people read it. Its nodes are not React's: they are cleaned and put in place. */
export function Prose({ text, prefix }: { text: Text; prefix: string }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fragment = renderMarkdown(text.toString(), prefix);
    for (const heading of fragment.querySelectorAll("[id]")) heading.append(anchor(heading.id));
    host.current?.replaceChildren(fragment);
  }, [text, prefix]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to draw changes with the text
  useEffect(() => {
    const stop = new AbortController();
    if (host.current) void enrich(host.current, stop.signal);
    return () => stop.abort();
  }, [text, prefix]);
  return <div ref={host} className="prose" />;
}

function anchor(id: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = `#${id}`;
  link.className = "heading-anchor";
  link.setAttribute("aria-label", "Link to this heading");
  link.textContent = "#";
  return link;
}
