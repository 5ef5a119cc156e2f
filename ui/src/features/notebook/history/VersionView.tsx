import { ChevronLeft, ChevronRight, RotateCcw } from "lucide-react";
import { useState } from "react";
import { errorToast } from "~/data/fault-toast.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { HistoryItem } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { EditableText } from "~/ui/EditableText.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { Choice } from "./Choice.tsx";
import { DifferencesView } from "./DifferencesView.tsx";
import { useNameVersion } from "./queries.ts";
import { useRestoring } from "./useRestoring.ts";
import { happened, moment, people } from "./words.ts";

type Against = "before" | "now";

/** One version: what it changed, or how it differs from now, and how to go back to it. */
export function VersionView({
  item,
  newer,
  older,
  onShow,
  onClose,
}: {
  item: HistoryItem;
  newer: HistoryItem | undefined;
  older: HistoryItem | undefined;
  onShow: (item: HistoryItem) => void;
  onClose: () => void;
}) {
  const created = item.from === item.seq;
  const [against, setAgainst] = useState<Against>("before");
  const [step, setStep] = useState<{ of: number; seq: number }>();
  const seq = step?.of === item.seq ? step.seq : item.seq;
  const when = moment(new Date(item.at), new Date());
  const restore = useRestoring(when, onClose);
  const now = against === "now" || created;
  const stepped = !now && !item.folded && item.seq - item.from > 1;
  return (
    <DifferencesView
      title={item.name ?? when}
      heading={<Name item={item} when={when} />}
      subtitle={[item.name ? when : "", people(item.authors), happened(item)].filter(Boolean).join(" · ")}
      from={now ? seq : stepped && seq !== item.seq ? seq - 1 : item.from}
      to={now ? -1 : seq}
      restoredTo={{ version: seq, before: now ? seq : item.from }}
      restore={restore}
      onClose={onClose}
      controls={
        <>
          <IconButton label="Newer version" disabled={!newer} onClick={() => newer && onShow(newer)}>
            <ChevronLeft />
          </IconButton>
          <IconButton label="Older version" disabled={!older} onClick={() => older && onShow(older)}>
            <ChevronRight />
          </IconButton>
          {!created && (
            <Choice
              label="Compared with"
              value={against}
              onChange={setAgainst}
              options={[
                { value: "before", label: "What it changed" },
                { value: "now", label: "Compared with now" },
              ]}
            />
          )}
        </>
      }
      actions={
        <Button
          variant="primary"
          icon={<RotateCcw />}
          busy={restore.busy ? "Restoring" : undefined}
          onClick={() => restore.run({ seq })}
        >
          Restore this version
        </Button>
      }
      steps={
        stepped && <Steps item={item} seq={seq} onStep={(next) => setStep({ of: item.seq, seq: next })} />
      }
    />
  );
}

/** The name of the version, to be changed where it stands. */
function Name({ item, when }: { item: HistoryItem; when: string }) {
  const { workspace } = useLive();
  const toast = useToast();
  const name = useNameVersion(workspace);
  const [editing, setEditing] = useState(false);
  const rename = (to: string) =>
    name.mutate({ seq: item.seq, name: to }, { onError: (e) => toast(errorToast(e)) });
  const shown = name.isPending ? name.variables.name : (item.name ?? "");
  if (shown !== "" || editing) {
    return (
      <span className="flex min-w-0 items-center gap-2">
        <EditableText
          label="Name of this version"
          value={shown || when}
          editing={editing}
          onEditingChange={setEditing}
          onCommit={rename}
          className="font-semibold text-large"
        />
        {shown !== "" && !editing && (
          <Button size="small" variant="ghost" onClick={() => rename("")}>
            Remove the name
          </Button>
        )}
      </span>
    );
  }
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-semibold text-large tabular-nums">{when}</span>
      {item.seq > 0 && (
        <Button size="small" variant="ghost" onClick={() => setEditing(true)}>
          Name this version
        </Button>
      )}
    </span>
  );
}

/** Goes through a stretch of work operation by operation. */
function Steps({ item, seq, onStep }: { item: HistoryItem; seq: number; onStep: (seq: number) => void }) {
  const total = item.seq - item.from;
  return (
    <label className="flex min-w-0 items-center gap-2 text-muted text-small tabular-nums">
      <span className="shrink-0">
        {seq === item.seq ? `All ${total.toLocaleString("en")} steps` : `Step ${seq - item.from} of ${total}`}
      </span>
      <input
        type="range"
        aria-label="Step of this stretch of work"
        tabIndex={-1}
        min={item.from + 1}
        max={item.seq}
        value={seq}
        onChange={(event) => onStep(Number(event.target.value))}
        className="w-40 accent-accent"
      />
    </label>
  );
}
