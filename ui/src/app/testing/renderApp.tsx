import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { newCache } from "~/data/cache.ts";
import { App } from "../App.tsx";
import { newRouter } from "../router.tsx";
import { FakeServer } from "./FakeServer.ts";

/** Shows the whole application at a path, in front of a server in memory. */
export function renderApp(path: string, server = new FakeServer()) {
  vi.stubGlobal("fetch", server.fetch);
  const cache = newCache();
  const router = newRouter(cache, createMemoryHistory({ initialEntries: [path] }));
  render(<App cache={cache} router={router} />);
  return { server, router, user: userEvent.setup() };
}
