/** No frame is waited for longer than this, in ms. */
const PATIENCE_MS = 50;

/**
 * Runs a function once the next frame is drawn, or sooner when the page is hidden. Where nothing is drawn
 * it does not wait long.
 */
export function afterFrame(run: () => void): void {
  if (document.visibilityState === "hidden") {
    run();
    return;
  }
  let ran = false;
  const once = () => {
    if (ran) return;
    ran = true;
    document.removeEventListener("visibilitychange", once);
    run();
  };
  document.addEventListener("visibilitychange", once);
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, PATIENCE_MS);
}
