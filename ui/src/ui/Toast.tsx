import { X } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "./Button.tsx";
import { CodeLink } from "./CodeLink.tsx";
import { IconButton } from "./IconButton.tsx";
import { RemedyButton } from "./Remedy.tsx";

/** Something that was done elsewhere, and how to take it back. */
export interface Toast {
  text: string;
  /** A failure stays until it is closed. */
  tone?: "info" | "bad";
  /** The code of the failure, which leads to an explanation and, without an action, to what mends it. */
  code?: string;
  action?: { label: string; run: () => void };
  /** Called once when the toast goes and its action was not taken, also when the page is left. */
  onDeclined?: () => void;
}

const lifetime = 8_000; // long enough to read a sentence and reach its button

const ShowToast = createContext<(toast: Toast) => void>(() => {});

/** Shows a toast. There is one at a time: a new one takes the place of the last. */
export const useToast = () => useContext(ShowToast);

/** Holds the one toast, and announces it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Toast | null>(null);
  const current = useRef<Toast | null>(null);

  const end = useCallback((how: "taken" | "declined") => {
    const toast = current.current;
    current.current = null;
    setShown(null);
    if (how === "taken") toast?.action?.run();
    else toast?.onDeclined?.();
  }, []);
  const show = useMemo(
    () => (toast: Toast) => {
      end("declined");
      current.current = toast;
      setShown(toast);
    },
    [end],
  );
  useEffect(() => {
    const onPageHide = () => end("declined");
    window.addEventListener("pagehide", onPageHide);
    return () => window.removeEventListener("pagehide", onPageHide);
  }, [end]);

  return (
    <ShowToast value={show}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-9 z-50 flex justify-center px-3"
      >
        {shown && <ToastCard toast={shown} onEnd={end} />}
      </div>
    </ShowToast>
  );
}

function ToastCard({ toast, onEnd }: { toast: Toast; onEnd: (how: "taken" | "declined") => void }) {
  const [held, setHeld] = useState(false);
  const stays = toast.tone === "bad" || held;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next toast gets a lifetime of its own
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => onEnd("declined"), lifetime);
    return () => clearTimeout(timer);
  }, [stays, onEnd, toast]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering and focusing only hold the toast
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-dialog animate-appear items-center gap-2 rounded-box border border-line-strong bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float"
    >
      <p className={toast.tone === "bad" ? "text-bad" : "text-text"}>
        {toast.text} {toast.code && <CodeLink code={toast.code} />}
      </p>
      {toast.action && (
        <Button size="small" onClick={() => onEnd("taken")}>
          {toast.action.label}
        </Button>
      )}
      {toast.code && !toast.action && <RemedyButton code={toast.code} onDone={() => onEnd("declined")} />}
      <IconButton label="Dismiss" onClick={() => onEnd("declined")} className="size-(--size-control-small)">
        <X />
      </IconButton>
    </div>
  );
}
