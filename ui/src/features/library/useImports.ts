import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useImportWorkspace } from "~/data/workspaces.ts";
import { faultOf } from "~/protocol/http.ts";
import type { ImportItem, ImportSource, ImportState } from "./imports.ts";

/**
 * Brings sources into the library, one after the other. A single one that succeeds is opened; otherwise
 * the items say what became of each. `onOpen` is called when one is opened.
 */
export function useImports(onOpen?: () => void) {
  const [items, setItems] = useState<readonly ImportItem[]>([]);
  const { mutateAsync } = useImportWorkspace();
  const navigate = useNavigate();
  const nextID = useRef(0);

  const bringIn = async (source: ImportSource): Promise<ImportState> => {
    try {
      return { phase: "imported", workspace: await mutateAsync(await source.read()) };
    } catch (error) {
      return { phase: "failed", fault: faultOf(error) };
    }
  };

  const start = async (sources: readonly ImportSource[]) => {
    const begun = sources.map((source) => ({ source, id: ++nextID.current }));
    setItems(begun.map(({ source, id }) => ({ id, name: source.name, state: { phase: "importing" } })));
    for (const { source, id } of begun) {
      const state = await bringIn(source);
      if (sources.length === 1 && state.phase === "imported") {
        setItems([]);
        onOpen?.();
        void navigate({ to: "/n/$workspace", params: { workspace: state.workspace.id } });
        return;
      }
      setItems((now) => now.map((item) => (item.id === id ? { ...item, state } : item)));
    }
  };

  return { items, start, clear: () => setItems([]) };
}
