import { createMemoryHistory } from "@tanstack/react-router";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { prime } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import { openSample } from "~/features/notebook/sample.ts";
import type { Boot, Workspace } from "~/protocol/wire.ts";
import { App } from "./App.tsx";
import { newRouter } from "./router.tsx";

const someTime = "2000-01-01T00:00:00Z";

// public/first-paint.js finds the places of a workspace's values by these marks.
const workspace: Workspace = {
  id: "sample",
  kind: "notebook",
  title: "{title}",
  language: "typescript",
  summary: "{summary}",
  cells: 0,
  running: 0,
  createdAt: someTime,
  updatedAt: someTime,
  openedAt: someTime,
};

/**
 * Draws the home page of a library with one workspace, whose values are marks, and resolves with its
 * HTML. The build runs it, in a document without layout.
 */
export function drawHome(): Promise<string> {
  return draw("/", "time, nav .tabular-nums");
}

/** Draws the page of a notebook in the same way: one text and one cell that ran, with nothing to use in them. */
export async function drawNotebook(): Promise<string> {
  await openSample(workspace.id);
  const controls = "[data-place] [role=group], [data-place] :has(> [draggable])";
  return draw(`/n/${workspace.id}`, `nav .tabular-nums, header .tabular-nums, footer button, ${controls}`);
}

/** Draws a page without what the places that `changing` selects hold. */
async function draw(path: string, changing: string): Promise<string> {
  const cache = newCache();
  prime(cache, {
    session: { name: "" },
    settings: {},
    workspaces: { items: [workspace] },
  } as unknown as Boot);
  const router = newRouter(cache, createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  flushSync(() => root.render(<App cache={cache} router={router} />));
  await new Promise((resolve) => setTimeout(resolve)); // the slots of the shell are filled by effects
  for (const element of place.querySelectorAll(changing)) element.replaceChildren();
  const html = place.innerHTML;
  root.unmount();
  cache.clear(); // or its timers keep the build waiting for five minutes
  return html;
}
