import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { prime } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import type { Boot } from "~/protocol/wire.ts";
import { App } from "../App.tsx";
import { newRouter } from "../router.tsx";
import { FakeServer } from "./FakeServer.ts";

/** Shows the whole application at a path, in front of a server in memory, with what came along with its page. */
export function renderApp(path: string, server = new FakeServer(), boot?: Boot) {
  vi.stubGlobal("fetch", server.fetch);
  const cache = newCache();
  if (boot) prime(cache, boot);
  const router = newRouter(cache, createMemoryHistory({ initialEntries: [path] }));
  render(<App cache={cache} router={router} />);
  return { server, router, user: userEvent.setup() };
}
