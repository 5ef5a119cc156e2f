import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
} from "react";
import { useNotebook } from "../NotebookContext.ts";

/**
 * The panel as a column. Escape gives the keyboard back to where it was before, and so does closing the
 * panel while it has the keyboard.
 */
export function PanelColumn({
  column,
  width,
  children,
}: {
  column: RefObject<HTMLElement | null>;
  width: number;
  children: ReactNode;
}) {
  const { selection, focus } = useNotebook();
  const before = useRef<Element>(null);
  const leave = useRef(() => {});
  leave.current = () => {
    const { cell } = selection.state;
    const page = column.current?.parentElement?.querySelector<HTMLElement>("[data-scroller]");
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    else if (cell) focus.frame(cell);
    else page?.focus();
  };
  useLayoutEffect(() => {
    const element = column.current;
    return () => {
      if (element?.contains(document.activeElement)) leave.current();
    };
  }, [column]);
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const from = event.relatedTarget;
    if (from !== null && !event.currentTarget.contains(from)) before.current = from;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave.current();
  };
  return (
    <aside
      ref={column}
      aria-label="Panels"
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      className="flex min-h-0 shrink-0 flex-col border-line border-l"
      style={{ width }}
    >
      {children}
    </aside>
  );
}
