import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BookOpen, Clock, KeyRound, LibraryBig, NotebookText, Settings, Trash2 } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { libraryQuery, useRecent } from "~/data/workspaces.ts";
import { classes } from "~/ui/classes.ts";

const recentShown = 8;

/** The ways to everything: the parts of the library, what was opened last, and the settings. */
export function Sidebar({ className }: { className?: string }) {
  return (
    <nav aria-label="Side bar" className={classes("flex flex-col overflow-y-auto px-2 py-2.5", className)}>
      <ul>
        <Entry to="/" icon={<LibraryBig />} trailing={<LibraryCount />} exact>
          All
        </Entry>
        <Entry to="/recent" icon={<Clock />}>
          Recent
        </Entry>
      </ul>
      <RecentNotebooks />
      <h2 className="mx-2 mt-3.5 mb-1 font-[550] text-faint text-tiny">Start from</h2>
      <ul>
        <Entry to="/examples" icon={<BookOpen />}>
          Examples
        </Entry>
      </ul>
      <ul className="mt-3.5">
        <Entry to="/trash" icon={<Trash2 />}>
          Trash
        </Entry>
      </ul>
      <ul className="mt-auto pt-3.5">
        <Entry to="/secrets" icon={<KeyRound />}>
          Secrets
        </Entry>
        <Entry to="/settings" icon={<Settings />}>
          Settings
        </Entry>
      </ul>
    </nav>
  );
}

const entryLook =
  "flex h-7 items-center gap-2 rounded-control px-2 text-muted hover:bg-hover hover:text-text pointer-coarse:h-10";
const activeLook = "bg-accent-soft font-medium !text-text";

function Entry({
  to,
  icon,
  trailing,
  exact,
  children,
}: {
  to: ComponentProps<typeof Link>["to"];
  icon: ReactNode;
  trailing?: ReactNode;
  exact?: boolean;
  children: ReactNode;
}) {
  return (
    <li>
      <Link
        to={to ?? "/"}
        activeOptions={{ exact: exact ?? false }}
        className={entryLook}
        activeProps={{ className: activeLook }}
      >
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {trailing}
      </Link>
    </li>
  );
}

function LibraryCount() {
  const { data } = useInfiniteQuery(libraryQuery());
  if (!data) return null;
  const loaded = data.pages.reduce((sum, page) => sum + page.items.length, 0);
  const more = data.pages.at(-1)?.next ? "+" : "";
  return (
    <span className="text-muted text-tiny tabular-nums">
      {loaded}
      {more}
    </span>
  );
}

function RecentNotebooks() {
  const { data: recent = [] } = useRecent();
  if (recent.length === 0) return null;
  return (
    <>
      <h2 className="mx-2 mt-3.5 mb-1 font-[550] text-faint text-tiny">Opened last</h2>
      <ul>
        {recent.slice(0, recentShown).map(({ id, title, running }) => (
          <li key={id}>
            <Link
              to="/n/$workspace"
              params={{ workspace: id }}
              className={entryLook}
              activeProps={{ className: activeLook }}
            >
              <NotebookText />
              <span className="min-w-0 flex-1 truncate">{title}</span>
              {running > 0 && <span className="text-tiny text-accent-text">running</span>}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
