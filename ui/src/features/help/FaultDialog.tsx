import { Dialog } from "~/ui/Dialog.tsx";
import { Entry, entryOf } from "./Entry.tsx";

/** Explains a code over the page that shows it. */
export function FaultDialog({ code, onClose }: { code: string; onClose: () => void }) {
  const entry = entryOf(code);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={entry?.title ?? "An error that this page does not know"}
      description={<span className="tabular-nums">{code}</span>}
    >
      {entry ? <Entry {...entry} /> : <p>The server is newer than this page. Reload the page.</p>}
      <p className="mt-3">
        <a
          href={`/help/errors#${code}`}
          target="_blank"
          rel="noopener"
          className="rounded-tag text-accent-text underline underline-offset-2"
        >
          All errors
        </a>
      </p>
    </Dialog>
  );
}
