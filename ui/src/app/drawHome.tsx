import { createMemoryHistory } from "@tanstack/react-router";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { prime } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import type { Boot, Workspace } from "~/protocol/wire.ts";
import { App } from "./App.tsx";
import { newRouter } from "./router.tsx";

const someTime = "2000-01-01T00:00:00Z";

// public/first-paint.js finds the places of a workspace's values by these marks.
const workspace: Workspace = {
  id: "{id}",
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
export async function drawHome(): Promise<string> {
  const cache = newCache();
  prime(cache, {
    session: { name: "" },
    settings: {},
    workspaces: { items: [workspace] },
  } as unknown as Boot);
  const router = newRouter(cache, createMemoryHistory({ initialEntries: ["/"] }));
  await router.load();
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  flushSync(() => root.render(<App cache={cache} router={router} />));
  await new Promise((resolve) => setTimeout(resolve)); // the slots of the shell are filled by effects
  for (const changing of place.querySelectorAll("time, nav .tabular-nums")) changing.replaceChildren();
  const html = place.innerHTML;
  root.unmount();
  cache.clear(); // or its timers keep the build waiting for five minutes
  return html;
}
