import { createContext, useContext } from "react";
import type { NotebookActions } from "./actions.ts";
import type { CellFocus } from "./focus.ts";
import type { Selection } from "./selection.ts";

/** What the parts of an open notebook share. It stays the same for as long as the notebook is open. */
export interface NotebookParts {
  readonly actions: NotebookActions;
  readonly selection: Selection;
  readonly focus: CellFocus;
}

const Context = createContext<NotebookParts | undefined>(undefined);

export const NotebookContext = Context;

export function useNotebook(): NotebookParts {
  const parts = useContext(Context);
  if (!parts) throw new Error("useNotebook is used outside of a notebook");
  return parts;
}
