import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CodeLink } from "./CodeLink.tsx";
import { RemedyButton } from "./Remedy.tsx";

/** A failure where it happened: what happened, what to do, and a button that does it. */
export function FaultNote({
  message,
  next,
  code,
  action,
}: {
  message: string;
  next?: string | undefined;
  /** The stable identifier, which leads to an explanation. */
  code?: string | undefined;
  /** Takes the place of the button that the code has. */
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
        {code && <CodeLink code={code} />}
      </div>
      {action ?? (code && <RemedyButton code={code} />)}
    </div>
  );
}
