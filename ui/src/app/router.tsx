import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
  useRouterState,
} from "@tanstack/react-router";
import { libraryQuery, trashQuery } from "~/data/workspaces.ts";
import { LibraryLayout } from "~/features/library/Layout.tsx";
import { LibraryPage } from "~/features/library/Page.tsx";
import * as api from "~/protocol/api.ts";
import { LaunchFailure, NotFound, PageFailure } from "./failures.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRouteWithContext<{ cache: QueryClient; connects: boolean }>()({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: NotFound,
});

const library = createRoute({ getParentRoute: () => root, id: "library", component: LibraryLayout });

const home = createRoute({ getParentRoute: () => library, path: "/", component: LibraryPage });

const recent = createRoute({
  getParentRoute: () => library,
  path: "/recent",
  loader: ({ context }) => void context.cache.prefetchInfiniteQuery(libraryQuery()),
  component: lazyRouteComponent(() => import("~/features/library/RecentPage.tsx"), "RecentPage"),
});

const trash = createRoute({
  getParentRoute: () => library,
  path: "/trash",
  loader: ({ context }) => void context.cache.prefetchInfiniteQuery(trashQuery),
  component: lazyRouteComponent(() => import("~/features/library/TrashPage.tsx"), "TrashPage"),
});

const examples = createRoute({
  getParentRoute: () => library,
  path: "/examples",
  component: lazyRouteComponent(() => import("~/features/library/ExamplesPage.tsx"), "ExamplesPage"),
});

const search = createRoute({
  getParentRoute: () => library,
  path: "/search",
  // The router reads a query that looks like JSON, such as a number, as what it says.
  validateSearch: ({ q }: { q?: unknown }): { q?: string } =>
    q === undefined || q === "" ? {} : { q: typeof q === "string" ? q : JSON.stringify(q) },
  component: lazyRouteComponent(() => import("~/features/search/Page.tsx"), "SearchPage"),
});

const LazyNotebookPage = lazyRouteComponent(() => import("~/features/notebook/Page.tsx"), "NotebookPage");

function NotebookRoute() {
  const { workspace } = notebook.useParams();
  const linked = useRouterState({ select: (state) => state.location.hash });
  return <LazyNotebookPage key={workspace} workspace={workspace} linked={linked} />;
}

const notebook = createRoute({
  getParentRoute: () => root,
  path: "/n/$workspace",
  // The connection is made while the page's own scripts are still being read.
  loader: ({ preload, context }) => {
    if (!preload && context.connects) void import("~/live/tab.ts").then(({ tabParts }) => tabParts());
  },
  component: Object.assign(NotebookRoute, { preload: LazyNotebookPage.preload }),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("~/features/settings/Page.tsx"), "SettingsPage"),
});

const keyboard = createRoute({
  getParentRoute: () => root,
  path: "/settings/keyboard",
  component: lazyRouteComponent(() => import("~/features/settings/keyboard/Page.tsx"), "KeyboardPage"),
});

const secrets = createRoute({
  getParentRoute: () => root,
  path: "/secrets",
  component: lazyRouteComponent(() => import("~/features/secrets/Page.tsx"), "SecretsPage"),
});

const LazyErrorsPage = lazyRouteComponent(() => import("~/features/help/ErrorsPage.tsx"), "ErrorsPage");

const errors = createRoute({
  getParentRoute: () => root,
  path: "/help/errors",
  component: () => <LazyErrorsPage linked={useRouterState({ select: (state) => state.location.hash })} />,
});

/** The link that the server prints ends in #TOKEN, which is never sent in an address or kept in history. */
const launch = createRoute({
  getParentRoute: () => root,
  path: "/launch",
  loader: async ({ context, location }) => {
    await api.signIn({ token: location.hash });
    await context.cache.resetQueries();
    const workspace = new URLSearchParams(location.searchStr).get("to") ?? "";
    throw /^[a-z0-9]+$/.test(workspace)
      ? redirect({ to: "/n/$workspace", params: { workspace }, replace: true })
      : redirect({ to: "/", replace: true });
  },
  errorComponent: LaunchFailure,
  component: () => null,
});

const routeTree = root.addChildren([
  library.addChildren([home, recent, trash, examples, search]),
  notebook,
  settings,
  keyboard,
  secrets,
  errors,
  launch,
]);

/** The routes of the application. Tests give a history in memory, and the build to draw pages: without a server. */
export function newRouter(cache: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { cache, connects: history === undefined },
    defaultPreload: "intent",
    defaultErrorComponent: PageFailure,
    defaultPendingMs: 200,
    scrollRestoration: true,
    ...(history && { history }),
  });
}

export type AppRouter = ReturnType<typeof newRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
