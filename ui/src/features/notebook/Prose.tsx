import type { Text } from "@codemirror/state";
import { useEffect, useLayoutEffect, useRef } from "react";
import { OnDemand, useOnDemand } from "~/ui/on-demand.ts";
import { enrich } from "./enrich.ts";
import "./prose.css";

/** What renders Markdown. A notebook without prose does not begin with it. */
export const rendering = new OnDemand(() => import("./markdown.ts").then((m) => m.renderMarkdown));

/** A Markdown text as people read it; as it was written, where what renders it could not be loaded. */
export function Prose({ text, prefix }: { text: Text; prefix: string }) {
  const render = useOnDemand(rendering, true);
  return render ? (
    <Rendered text={text} prefix={prefix} render={render} />
  ) : (
    <div className="prose whitespace-pre-wrap">{text.toString()}</div>
  );
}

/** Its nodes are not React's: they are cleaned and put in place. */
function Rendered({
  text,
  prefix,
  render,
}: {
  text: Text;
  prefix: string;
  render: (source: string, prefix: string) => DocumentFragment;
}) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fragment = render(text.toString(), prefix);
    for (const heading of fragment.querySelectorAll("[id]")) heading.append(anchor(heading.id));
    host.current?.replaceChildren(fragment);
  }, [text, prefix, render]);
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
