import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** A failure where it happened: what happened, what to do, and a button that does it. */
export function FaultNote({
  message,
  next,
  code,
  action,
}: {
  message: string;
  next?: string | undefined;
  /** The stable identifier, for the documentation and for reports. */
  code?: string | undefined;
  action?: ReactNode;
}) {
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-box border border-bad-line bg-bad-soft px-3.5 py-2.5"
    >
      <CircleAlert className="mt-0.5 text-bad" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-[550] [overflow-wrap:anywhere]">{message}</p>
        {next && <p className="text-muted">{next}</p>}
        {code && <p className="text-small text-muted tabular-nums">{code}</p>}
      </div>
      {action}
    </div>
  );
}
