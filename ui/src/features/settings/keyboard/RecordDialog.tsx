import { useId, useState } from "react";
import { conflictsOf, type KeyIndex, refusalOf } from "~/commands/choosing.ts";
import { Button } from "~/ui/Button.tsx";
import type { CommandDefinition } from "~/ui/commands.ts";
import { Dialog } from "~/ui/Dialog.tsx";
import { canonical } from "~/ui/keys.ts";
import { places } from "./filter.ts";
import { Recorder } from "./Recorder.tsx";

/** Asks for a key of a command. */
export function RecordDialog({
  command,
  present,
  index,
  onAdd,
  onClose,
}: {
  command: CommandDefinition;
  /** The keys that it has. */
  present: readonly string[];
  index: KeyIndex;
  /** Gives the command a key, which is taken from the others. */
  onAdd: (keys: string, from: readonly CommandDefinition[]) => void;
  onClose: () => void;
}) {
  const [keys, setKeys] = useState<string>();
  const note = useId();
  const refusal = keys === undefined ? undefined : refusalOf(keys, command);
  const has = keys !== undefined && present.some((each) => canonical(each) === canonical(keys));
  const conflicts = keys === undefined ? [] : conflictsOf(command, keys, index);
  const fixed = conflicts.some((other) => other.native);
  const usable = keys !== undefined && refusal === undefined && !has;
  const add = (from: readonly CommandDefinition[] = []) => {
    if (!usable) return;
    onAdd(keys, from);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`A key for “${command.label}”`}
      description={`${places[command.when]}. Press it; Escape leaves everything as it is.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {usable && conflicts.length > 0 && (
            <Button onClick={() => add()}>{fixed ? "Add" : "Keep both"}</Button>
          )}
          {usable && conflicts.length > 0 && !fixed ? (
            <Button variant="primary" onClick={() => add(conflicts)}>
              Use it here only
            </Button>
          ) : (
            conflicts.length === 0 && (
              <Button variant="primary" disabled={!usable} onClick={() => add()}>
                Add
              </Button>
            )
          )}
        </>
      }
    >
      <Recorder
        label={`Key for ${command.label}`}
        hint="Press a key"
        keys={keys}
        describedBy={note}
        onKeys={setKeys}
        onAccept={() => add()}
      />
      <p id={note} role="status" className="mt-2 min-h-5 text-muted">
        {refusal && <span className="text-bad">{refusal}</span>}
        {!refusal && has && "The command has this key already."}
        {!refusal && !has && conflicts.length > 0 && (
          <span className="text-warn">{conflicts.map(saidOf).join(" ")}</span>
        )}
      </p>
    </Dialog>
  );
}

const saidOf = (other: CommandDefinition) =>
  `“${other.label}” has this key too (${places[other.when].toLowerCase()}).`;
