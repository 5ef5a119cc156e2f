import { faultOf } from "~/protocol/http.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";

/** What a list says when it could not be loaded. */
export function ListFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const fault = faultOf(error);
  return (
    <FaultNote
      message={fault.message}
      next={fault.next}
      code={fault.code}
      action={
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    />
  );
}
