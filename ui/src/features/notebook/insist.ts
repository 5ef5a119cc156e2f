// How long to go on at least; a slow machine draws few frames in that time.
const PATIENCE_MS = 5_000;
const PATIENCE_FRAMES = 20;

/**
 * Tries at once and then in every frame, until it succeeds, the person turns to something else, or patience is
 * over. Returns what ends it.
 */
export function insist(attempt: () => boolean): () => void {
  if (attempt()) return () => {};
  const ended = new AbortController();
  const end = () => ended.abort();
  const listening = { capture: true, passive: true, signal: ended.signal };
  window.addEventListener("pointerdown", end, listening);
  window.addEventListener("wheel", end, listening);
  window.addEventListener("keydown", (event) => turnsAway(event) && end(), listening);
  const deadline = performance.now() + PATIENCE_MS;
  const next = (frame: number) =>
    requestAnimationFrame(() => {
      if (ended.signal.aborted) return;
      if (attempt() || (frame >= PATIENCE_FRAMES && performance.now() >= deadline)) end();
      else next(frame + 1);
    });
  next(1);
  return end;
}

const MODIFIERS: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/** Whether a key does something else. A letter does not: it begins what is going to be written. */
function turnsAway({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const character = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  return !character && !MODIFIERS.has(key);
}
