import { X } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { Button } from "./Button.tsx";
import { IconButton } from "./IconButton.tsx";

/** Something that was done elsewhere, and how to take it back. */
export interface Toast {
  text: string;
  /** A failure stays until it is closed. */
  tone?: "info" | "bad";
  action?: { label: string; run: () => void };
}

const lifetime = 8_000; // long enough to read a sentence and reach its button

const ShowToast = createContext<(toast: Toast) => void>(() => {});

/** Shows a toast. There is one at a time: a new one takes the place of the last. */
export const useToast = () => useContext(ShowToast);

/** Holds the one toast, and announces it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ toast: Toast; key: number } | null>(null);
  const show = useMemo(() => {
    let key = 0;
    return (toast: Toast) => setShown({ toast, key: ++key });
  }, []);
  return (
    <ShowToast value={show}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-9 z-50 flex justify-center px-3"
      >
        {shown && <ToastCard key={shown.key} toast={shown.toast} onClose={() => setShown(null)} />}
      </div>
    </ShowToast>
  );
}

function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const stays = toast.tone === "bad" || held;
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(onClose, lifetime);
    return () => clearTimeout(timer);
  }, [stays, onClose]);
  const { action } = toast;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering and focusing only hold the toast
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-dialog animate-appear items-center gap-2 rounded-box border border-line-strong bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float"
    >
      <p className={toast.tone === "bad" ? "text-bad" : "text-text"}>{toast.text}</p>
      {action && (
        <Button
          size="small"
          onClick={() => {
            action.run();
            onClose();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={onClose} className="size-(--size-control-small)">
        <X />
      </IconButton>
    </div>
  );
}
