import { useNavigate } from "@tanstack/react-router";
import {
  BookOpen,
  Clock,
  Contrast,
  FilePlus2,
  FileQuestionMark,
  Keyboard,
  KeyRound,
  LibraryBig,
  LogOut,
  Monitor,
  Moon,
  PanelLeft,
  ScrollText,
  Search,
  Settings,
  Sun,
  Timer,
  Trash2,
  UserRound,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { appCommands } from "~/commands/app.ts";
import { errorToast } from "~/data/fault-toast.ts";
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

const themes: { theme: ThemeChoice; icon: Command["icon"] }[] = [
  { theme: "system", icon: <Monitor /> },
  { theme: "light", icon: <Sun /> },
  { theme: "dark", icon: <Moon /> },
  { theme: "contrast", icon: <Contrast /> },
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
    const failed = (error: Error) => toast(errorToast(error));
    return [
      {
        ...appCommands["app.palette"],
        icon: <Search />,
        run: () => latest.current.shell.openPalette(),
      },
      {
        ...appCommands["app.help"],
        icon: <Keyboard />,
        run: () => latest.current.shell.openHelp(),
      },
      {
        ...appCommands["app.sidebar"],
        icon: <PanelLeft />,
        run: () => latest.current.shell.toggleSidebar(),
      },
      {
        ...appCommands["notebook.new-typescript"],
        icon: <FilePlus2 />,
        run: () => latest.current.createNotebook.create("typescript"),
      },
      {
        ...appCommands["notebook.new-javascript"],
        icon: <FilePlus2 />,
        run: () => latest.current.createNotebook.create("javascript"),
      },
      ...places(navigate),
      ...themes.map(({ theme, icon }) => ({
        ...appCommands[`app.theme-${theme}`],
        icon,
        run: () => {
          applyTheme(theme);
          changeSettings({ theme }, { onError: failed });
        },
      })),
      {
        ...appCommands["app.sign-out"],
        icon: <LogOut />,
        run: () => signOut(undefined, { onError: failed }),
      },
    ];
  }, [navigate, toast, changeSettings, signOut]);
}

type PlaceName =
  | "library"
  | "recent"
  | "examples"
  | "trash"
  | "secrets"
  | "settings"
  | "name"
  | "run-time-limit"
  | "output-limit"
  | "errors"
  | "keyboard";

function places(navigate: ReturnType<typeof useNavigate>): Command[] {
  const go = (name: PlaceName, icon: Command["icon"], to: Parameters<typeof navigate>[0]): Command => ({
    ...appCommands[`go.${name}`],
    icon,
    run: () => void navigate(to),
  });
  return [
    go("library", <LibraryBig />, { to: "/" }),
    go("recent", <Clock />, { to: "/recent" }),
    go("examples", <BookOpen />, { to: "/examples" }),
    go("trash", <Trash2 />, { to: "/trash" }),
    go("secrets", <KeyRound />, { to: "/secrets" }),
    go("settings", <Settings />, { to: "/settings" }),
    go("name", <UserRound />, { to: "/settings", hash: "name" }),
    go("run-time-limit", <Timer />, { to: "/settings", hash: "run-time-limit" }),
    go("output-limit", <ScrollText />, { to: "/settings", hash: "output-limit" }),
    go("errors", <FileQuestionMark />, { to: "/help/errors" }),
    go("keyboard", <Keyboard />, { to: "/settings/keyboard" }),
  ];
}
