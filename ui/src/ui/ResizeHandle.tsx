import { type KeyboardEvent, type PointerEvent, useRef } from "react";

const step = 16;

/**
 * The border between two columns. It resizes the column on the named side of it, by pointer and by
 * arrow keys; a double click brings the usual width back. Widths are CSS pixels.
 */
export function ResizeHandle({
  label,
  column,
  width,
  min,
  max,
  usual,
  onResize,
}: {
  label: string;
  /** Where the column that it resizes stands, seen from the border. */
  column: "left" | "right";
  width: number;
  min: number;
  max: number;
  usual: number;
  onResize: (width: number) => void;
}) {
  const drag = useRef<{ x: number; width: number } | null>(null);
  const direction = column === "left" ? 1 : -1;
  const resize = (to: number) => onResize(Math.round(Math.min(max, Math.max(min, to))));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current) resize(drag.current.width + direction * (event.clientX - drag.current.x));
  };
  const onPointerEnd = () => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const sign = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    resize(width + sign * direction * step);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a window splitter is a focusable separator; hr is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={() => onResize(usual)}
      onKeyDown={onKeyDown}
      className="relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none outline-none after:absolute after:inset-y-0 after:left-1/2 after:w-0.5 after:-translate-x-1/2 after:transition-colors hover:after:bg-accent-line focus-visible:after:bg-focus"
    />
  );
}
