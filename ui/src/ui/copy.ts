import type { Toast } from "./Toast.tsx";

/** The toast of a page that may not use the clipboard. */
export const clipboardToast: Toast = {
  text: "The browser does not allow copying here",
  tone: "bad",
  code: "SB-9001",
};

/**
 * Puts a text on the clipboard. Resolves with whether the browser allowed it. To be called while a click or a key is
 * being handled: at addresses that are not secure, browsers copy only then, and only what is selected.
 */
export async function copyText(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copySelected(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Puts a text on the clipboard and says so, or that the browser does not allow it. */
export async function copyAndTell(
  text: string,
  toast: (toast: Toast) => void,
  told = "Copied",
): Promise<boolean> {
  const copied = await copyText(text);
  toast(copied ? { text: told } : clipboardToast);
  return copied;
}

/** Copies as a person would: selects the text where nobody sees it. The focus stays, also within a dialog. */
function copySelected(text: string): boolean {
  const place = document.createElement("pre");
  place.textContent = text;
  place.setAttribute("aria-hidden", "true");
  Object.assign(place.style, { position: "fixed", top: "0", clipPath: "inset(50%)", userSelect: "text" });
  const selection = document.getSelection();
  const before = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  let copied = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  document.body.append(place);
  window.addEventListener("copy", fill, { capture: true });
  try {
    selection?.selectAllChildren(place);
    return document.execCommand("copy") && copied;
  } catch {
    return false;
  } finally {
    window.removeEventListener("copy", fill, { capture: true });
    place.remove();
    selection?.removeAllRanges();
    if (before) selection?.addRange(before);
  }
}
