import { useNavigate } from "@tanstack/react-router";
import {
  BookOpen,
  Clock,
  Contrast,
  FilePlus2,
  Keyboard,
  KeyRound,
  LibraryBig,
  LogOut,
  Monitor,
  Moon,
  PanelLeft,
  Search,
  Settings,
  Sun,
  Trash2,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { useSignOut } from "~/data/session.ts";
import { useChangeSettings } from "~/data/settings.ts";
import { useNewNotebook } from "~/features/library/useNewNotebook.ts";
import type { Command } from "~/ui/commands.ts";
import { useToast } from "~/ui/Toast.tsx";
import { applyTheme, type ThemeChoice } from "~/ui/theme.ts";

interface ShellActions {
  toggleSidebar: () => void;
  openPalette: () => void;
  openHelp: () => void;
}

const themes: { theme: ThemeChoice; label: string; icon: Command["icon"] }[] = [
  { theme: "system", label: "Theme: as the system", icon: <Monitor /> },
  { theme: "light", label: "Theme: light", icon: <Sun /> },
  { theme: "dark", label: "Theme: dark", icon: <Moon /> },
  { theme: "contrast", label: "Theme: high contrast", icon: <Contrast /> },
];

/** The commands that every page offers. */
export function useAppCommands(shell: ShellActions): readonly Command[] {
  const navigate = useNavigate();
  const toast = useToast();
  const { mutate: changeSettings } = useChangeSettings();
  const { mutate: signOut } = useSignOut();
  const createNotebook = useNewNotebook();
  const latest = useRef({ shell, createNotebook });
  latest.current = { shell, createNotebook };

  return useMemo<readonly Command[]>(() => {
    const failed = (error: Error) => toast({ text: error.message, tone: "bad" });
    return [
      {
        name: "app.palette",
        label: "Find a command or notebook",
        group: "General",
        keys: ["Mod-k"],
        icon: <Search />,
        run: () => latest.current.shell.openPalette(),
      },
      {
        name: "app.help",
        label: "Show all shortcuts",
        group: "General",
        keys: ["?"],
        icon: <Keyboard />,
        run: () => latest.current.shell.openHelp(),
      },
      {
        name: "app.sidebar",
        label: "Open or close the side bar",
        group: "General",
        keys: ["Mod-b"],
        icon: <PanelLeft />,
        run: () => latest.current.shell.toggleSidebar(),
      },
      {
        name: "notebook.new-typescript",
        label: "New TypeScript notebook",
        group: "Create",
        icon: <FilePlus2 />,
        run: () => latest.current.createNotebook.create("typescript"),
      },
      {
        name: "notebook.new-javascript",
        label: "New JavaScript notebook",
        group: "Create",
        icon: <FilePlus2 />,
        run: () => latest.current.createNotebook.create("javascript"),
      },
      ...places(navigate),
      ...themes.map(({ theme, label, icon }) => ({
        name: `app.theme-${theme}`,
        label,
        group: "Appearance",
        icon,
        run: () => {
          applyTheme(theme);
          changeSettings({ theme }, { onError: failed });
        },
      })),
      {
        name: "app.sign-out",
        label: "Sign out",
        group: "General",
        icon: <LogOut />,
        run: () => signOut(undefined, { onError: failed }),
      },
    ];
  }, [navigate, toast, changeSettings, signOut]);
}

function places(navigate: ReturnType<typeof useNavigate>): Command[] {
  const go = (
    name: string,
    label: string,
    icon: Command["icon"],
    to: Parameters<typeof navigate>[0],
  ): Command => ({
    name: `go.${name}`,
    label,
    group: "Go to",
    icon,
    run: () => void navigate(to),
  });
  return [
    go("library", "Library", <LibraryBig />, { to: "/" }),
    go("recent", "Recent notebooks", <Clock />, { to: "/recent" }),
    go("examples", "Examples", <BookOpen />, { to: "/examples" }),
    go("trash", "Trash", <Trash2 />, { to: "/trash" }),
    go("secrets", "Secrets", <KeyRound />, { to: "/secrets" }),
    go("settings", "Settings", <Settings />, { to: "/settings" }),
  ];
}
