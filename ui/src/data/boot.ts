import type { QueryClient } from "@tanstack/react-query";
import type { Boot } from "~/protocol/wire.ts";
import { sessionQuery } from "./session.ts";
import { settingsQuery } from "./settings.ts";
import { statusQuery } from "./status.ts";
import { libraryQuery } from "./workspaces.ts";

/**
 * Takes out of the page what the server has put into it for somebody who is signed in; undefined when it
 * holds nothing, as the development server's page never does.
 */
export function takeBoot(page: Document): Boot | undefined {
  const element = page.getElementById("boot");
  element?.remove();
  const text = element?.textContent;
  return text ? JSON.parse(text) : undefined;
}

/** Answers the first questions of every page with what came along with it. */
export function prime(cache: QueryClient, { session, status, settings, workspaces }: Boot): void {
  cache.setQueryData(sessionQuery.queryKey, session);
  cache.setQueryData(statusQuery.queryKey, status);
  cache.setQueryData(settingsQuery.queryKey, settings);
  cache.setQueryData(libraryQuery().queryKey, { pages: [workspaces], pageParams: [""] });
}
