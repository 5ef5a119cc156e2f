import { faultOf } from "~/protocol/http.ts";
import type { Fault } from "~/protocol/wire.ts";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { classes } from "~/ui/classes.ts";

/** What went wrong with something that was just tried, in a line beside it. */
export function FaultLine({ error, className }: { error: unknown; className?: string }) {
  return (
    <p role="alert" className={classes("text-bad [overflow-wrap:anywhere]", className)}>
      <FaultWords fault={faultOf(error)} />
    </p>
  );
}

/** What happened, what to do, and the code. */
export function FaultWords({ fault: { message, next, code } }: { fault: Fault }) {
  return (
    <>
      {sentence(message)} {next} <CodeLink code={code} />
    </>
  );
}

/** A message with the full stop that it may lack. Pure. */
function sentence(message: string): string {
  return /[.!?…]$/.test(message) ? message : `${message}.`;
}
