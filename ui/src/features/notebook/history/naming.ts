import { faultToast } from "~/data/fault-toast.ts";
import type { Session } from "~/engine/session.ts";
import type { Toast } from "~/ui/Toast.tsx";
import { suggestedName } from "./words.ts";

/** How a version is named. */
export interface Naming {
  /** What it is called; missing: after the time. */
  readonly name?: string | undefined;
  /** Where it is shown. */
  readonly panel?: { show(tab: string): void } | undefined;
  /** What else there is to say of it, as a sentence. */
  readonly note?: string | undefined;
}

/** Gives the present version a name, at once or when the connection is back, and says so. */
export function nameVersion(
  session: Session,
  toast: (toast: Toast) => void,
  { name = suggestedName(new Date()), panel, note }: Naming = {},
): void {
  const offline = session.view.connection !== "live";
  const outcome = session.submit({ type: "checkpoint.set", name });
  if (offline) toast({ text: `“${name}” is saved as soon as the connection is back` });
  void outcome.then((o) => {
    if (!o.ok) return toast(faultToast(o.fault));
    if (offline) return;
    const show = panel && { action: { label: "Show", run: () => panel.show("history") } };
    toast({ text: note ? `Saved as “${name}”. ${note}` : `Saved as “${name}”`, ...show });
  });
}
