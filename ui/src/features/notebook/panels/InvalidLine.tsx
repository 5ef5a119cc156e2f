import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useNotebook } from "../NotebookContext.ts";
import { invalidLine } from "../packages-line.ts";
import { useLeavePanel } from "./LeavePanel.ts";

/** Leads to the line of package.json that cannot be read. */
export function InvalidLine({ status }: { status: PackagesStatus }) {
  const { focus } = useNotebook();
  const leave = useLeavePanel();
  const line = invalidLine(status);
  if (line === undefined) return null;
  return (
    <Button size="small" onClick={() => leave(() => focus.line("package.json", line))}>
      Go to line {line}
    </Button>
  );
}
