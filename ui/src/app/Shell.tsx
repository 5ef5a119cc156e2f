import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { PanelLeft, Search } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { isSignedOut } from "~/data/cache.ts";
import { sessionQuery } from "~/data/session.ts";
import { settingsQuery } from "~/data/settings.ts";
import { useChosenKeys, useCommands } from "~/ui/CommandProvider.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Sheet } from "~/ui/Sheet.tsx";
import { SlotOutlet } from "~/ui/slots.tsx";
import { applyTheme } from "~/ui/theme.ts";
import { useIdleFocus } from "~/ui/useIdleFocus.ts";
import { useMediaQuery } from "~/ui/useMediaQuery.ts";
import { isBoolean, usePersistent } from "~/ui/usePersistent.ts";
import { FileDrop } from "./FileDrop.tsx";
import { PaletteHost } from "./PaletteHost.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { useAppCommands } from "./useAppCommands.tsx";

const HelpSheet = lazy(async () => ({ default: (await import("./HelpSheet.tsx")).HelpSheet }));
const SignInPage = lazy(async () => ({
  default: (await import("~/features/auth/SignInPage.tsx")).SignInPage,
}));

/** The frame around every page, or the sign-in page in its place. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const launching = useRouterState({ select: (state) => state.location.pathname === "/launch" });
  if (launching) return children;
  if (isSignedOut(session.error)) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
  return <Frame>{children}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const narrow = useMediaQuery("(max-width: 899px)");
  const [columnOpen, setColumnOpen] = usePersistent("sidebar", true, isBoolean);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [overlay, setOverlay] = useState<"palette" | "help" | null>(null);
  const closeOverlay = useCallback(() => setOverlay(null), []);
  const sidebarOpen = narrow ? drawerOpen : columnOpen;
  const setSidebarOpen = narrow ? setDrawerOpen : setColumnOpen;
  useCommands(
    useAppCommands({
      toggleSidebar: () => setSidebarOpen(!sidebarOpen),
      openPalette: () => setOverlay("palette"),
      openHelp: () => setOverlay("help"),
    }),
  );
  const content = useRef<HTMLElement>(null);
  // Where one is, not where one goes: a link that was followed has the keyboard until its page is gone.
  useIdleFocus(content, useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? "" }));
  useAppearance();
  useCloseOnNavigation(() => setDrawerOpen(false));

  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[var(--size-topbar)_minmax(0,1fr)_var(--size-statusbar)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-raised focus:not-sr-only focus:absolute focus:top-1.5 focus:left-1.5 focus:px-3 focus:py-1.5"
      >
        Skip to content
      </a>
      <header className="flex min-w-0 items-center gap-1 border-line border-b pr-2 pl-3">
        <IconButton
          label={sidebarOpen ? "Close side bar" : "Open side bar"}
          command="app.sidebar"
          aria-expanded={sidebarOpen}
          onClick={() => setSidebarOpen(!sidebarOpen)}
        >
          <PanelLeft />
        </IconButton>
        <SlotOutlet name="heading" className="flex min-w-0 flex-1 items-center gap-1.5 px-1" />
        <SlotOutlet name="actions" className="flex shrink-0 items-center gap-1" />
        <IconButton label="Commands" command="app.palette" onClick={() => setOverlay("palette")}>
          <Search />
        </IconButton>
      </header>
      <div className="flex min-h-0">
        {!narrow && columnOpen && <Sidebar className="w-(--size-sidebar) shrink-0 border-line border-r" />}
        <main
          ref={content}
          id="content"
          tabIndex={-1}
          className="relative min-w-0 flex-1 overflow-y-auto outline-none"
        >
          {children}
        </main>
      </div>
      <StatusBar />
      <FileDrop />
      <Sheet open={narrow && drawerOpen} onOpenChange={setDrawerOpen} title="Side bar" side="left">
        <Sidebar className="flex-1" />
      </Sheet>
      {overlay === "palette" && <PaletteHost onClose={closeOverlay} />}
      <Suspense>{overlay === "help" && <HelpSheet onClose={closeOverlay} />}</Suspense>
    </div>
  );
}

/** Brings the settings that change the look of everything to the document. */
function useAppearance(): void {
  const { data: settings } = useQuery(settingsQuery);
  const theme = settings?.theme;
  const ligatures = settings?.codeLigatures ?? false;
  useChosenKeys(settings?.keys);
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-ligatures", ligatures);
  }, [ligatures]);
}

function useCloseOnNavigation(close: () => void): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [closedAt, setClosedAt] = useState(path);
  if (closedAt !== path) {
    setClosedAt(path);
    close();
  }
}
