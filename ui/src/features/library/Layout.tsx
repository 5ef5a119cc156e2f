import { useInfiniteQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { ChevronDown, FilePlus2, Plus, Upload } from "lucide-react";
import { createContext, lazy, Suspense, useContext, useMemo, useState } from "react";
import { libraryCommands } from "~/commands/library.ts";
import { libraryQuery } from "~/data/workspaces.ts";
import { Button } from "~/ui/Button.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem } from "~/ui/Menu.tsx";
import { Fill } from "~/ui/slots.tsx";
import { fromText } from "./imports.ts";
import { useImports } from "./useImports.ts";
import { useNewNotebook } from "./useNewNotebook.ts";
import { usePastedNotebook } from "./usePastedNotebook.ts";

const ImportDialog = lazy(async () => ({ default: (await import("./ImportDialog.tsx")).ImportDialog }));

const OpenImport = createContext<() => void>(() => {});

/** Opens the import dialog of the library. */
export const useOpenImport = () => useContext(OpenImport);

/** What the pages of the library share: create, and import by button and paste. */
export function LibraryLayout() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [importing, setImporting] = useState(false);
  const imports = useImports();
  const firstRun = useLibraryEmpty() && path === "/";
  usePastedNotebook((text) => {
    setImporting(true);
    void imports.start([fromText(text)]);
  });
  useCommands(useMemo(() => importCommands(() => setImporting(true)), []));
  const onOpenChange = (open: boolean) => {
    setImporting(open);
    if (!open) imports.clear();
  };

  return (
    <OpenImport value={() => setImporting(true)}>
      {!firstRun && (
        <Fill slot="actions">
          <CreateActions onImport={() => setImporting(true)} />
        </Fill>
      )}
      <Outlet />
      {importing && (
        <Suspense>
          <ImportDialog
            open
            onOpenChange={onOpenChange}
            items={imports.items}
            onImport={(sources) => void imports.start(sources)}
          />
        </Suspense>
      )}
    </OpenImport>
  );
}

/** Whether the library is known to hold nothing. */
function useLibraryEmpty(): boolean {
  const { data } = useInfiniteQuery(libraryQuery());
  return data?.pages[0]?.items.length === 0;
}

function CreateActions({ onImport }: { onImport: () => void }) {
  const { create, creating } = useNewNotebook();
  return (
    <>
      <Button variant="ghost" icon={<Upload />} aria-label="Import" onClick={onImport}>
        <span className="max-phone:hidden">Import</span>
      </Button>
      <div className="flex">
        <Button
          variant="primary"
          icon={<Plus />}
          aria-label="New notebook"
          busy={creating ? "Creating" : undefined}
          className="rounded-r-none"
          onClick={() => create()}
        >
          New <span className="-ml-0.5 max-phone:hidden">notebook</span>
        </Button>
        <Menu
          label="Language of the new notebook"
          trigger={
            <IconButton
              label="New notebook in another language"
              className="ml-px w-6.5 rounded-l-none bg-accent !text-on-accent enabled:hover:bg-accent-hover data-[state=open]:bg-accent-hover"
            >
              <ChevronDown className="size-3.5" />
            </IconButton>
          }
        >
          <MenuItem icon={<FilePlus2 />} onSelect={() => create("typescript")}>
            TypeScript notebook
          </MenuItem>
          <MenuItem icon={<FilePlus2 />} onSelect={() => create("javascript")}>
            JavaScript notebook
          </MenuItem>
        </Menu>
      </div>
    </>
  );
}

function importCommands(openImport: () => void): Command[] {
  return [{ ...libraryCommands["library.import"], icon: <Upload />, run: openImport }];
}
