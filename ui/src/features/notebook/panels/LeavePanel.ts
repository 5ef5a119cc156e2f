import { createContext, useCallback, useContext } from "react";

/** Closes the panel where it lies over the cells; nothing where it stands beside them. */
export const LeavePanel = createContext<(() => void) | undefined>(undefined);

/** Goes from the panel to the cells: what lies over them is closed before. */
export function useLeavePanel(): (go: () => void) => void {
  const close = useContext(LeavePanel);
  return useCallback(
    (go) => {
      if (!close) {
        go();
        return;
      }
      close();
      // After the focus went back to where it was before the panel opened.
      requestAnimationFrame(() => setTimeout(go));
    },
    [close],
  );
}
