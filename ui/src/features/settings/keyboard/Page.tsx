import { Download, Ellipsis, Keyboard, RotateCcw, Upload } from "lucide-react";
import { type ChangeEvent, useMemo, useRef, useState } from "react";
import { catalogue } from "~/commands/catalogue.ts";
import { conflictsOf, indexKeys, type KeyIndex, keysIn, mostKeys } from "~/commands/choosing.ts";
import { faultOf } from "~/protocol/http.ts";
import type { CommandDefinition } from "~/ui/commands.ts";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { keyText } from "~/ui/keys.ts";
import { Menu, MenuItem } from "~/ui/Menu.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { Waiting } from "~/ui/Progress.tsx";
import { SearchField } from "~/ui/SearchField.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { CommandRow } from "./CommandRow.tsx";
import { found } from "./filter.ts";
import { RecordDialog } from "./RecordDialog.tsx";
import { Recorder } from "./Recorder.tsx";
import { read, written } from "./transfer.ts";
import { useKeys } from "./useKeys.ts";

/** Every command with its keys, to be found and changed. */
export function KeyboardPage({ commands: all = catalogue }: { commands?: readonly CommandDefinition[] }) {
  const keys = useKeys();
  const { chosen, settings, error } = keys;
  const index = useMemo(() => indexKeys(all, chosen), [all, chosen]);
  const [words, setWords] = useState("");
  const [pressed, setPressed] = useState<string>();
  const [pressing, setPressing] = useState(false);
  const [changed, setChanged] = useState(false);
  const [recording, setRecording] = useState<CommandDefinition>();
  const groups = found(all, { words, keys: pressing ? pressed : undefined, changed }, chosen, index);
  const count = groups.reduce((sum, [, commands]) => sum + commands.length, 0);
  const failure = error ?? (settings.data ? undefined : settings.error);
  return (
    <div className="mx-auto max-w-page px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle>Keyboard</PageTitle>
      <p className="mb-4 text-muted">
        Every command and its keys. A change holds at once, in every browser in which you use this server.
      </p>
      <div className="mb-2 flex items-center gap-2">
        {pressing ? (
          <Recorder
            label="Find commands by a key"
            hint="Press the key to look for"
            keys={pressed}
            onKeys={setPressed}
            className="flex-1"
          />
        ) : (
          <SearchField
            label="Search commands and keys"
            value={words}
            onChange={setWords}
            className="flex-1"
          />
        )}
        <IconButton
          label="Find by pressing keys"
          pressed={pressing}
          onClick={() => {
            setPressing(!pressing);
            setPressed(undefined);
          }}
        >
          <Keyboard />
        </IconButton>
        <More keys={keys} />
      </div>
      <div className="mb-4 flex flex-wrap items-center gap-3 text-muted text-small">
        <p role="status">{count === 1 ? "1 command" : `${count} commands`}</p>
        <label className="flex items-center gap-1.5">
          <input type="checkbox" checked={changed} onChange={() => setChanged(!changed)} />
          Changed only ({Object.keys(chosen).length})
        </label>
      </div>
      {settings.isPending && <Waiting>Loading the keys</Waiting>}
      {failure && (
        <div className="mb-4">
          <FaultNote {...faultOf(failure)} />
        </div>
      )}
      {settings.data && count === 0 && (
        <p className="py-6 text-center text-muted">
          {pressing && pressed
            ? `No command has ${keyText(pressed)}`
            : "No command is called that, and none has such a key"}
        </p>
      )}
      {settings.data &&
        groups.map(([group, commands]) => (
          <section key={group} aria-label={group} className="mb-6">
            <h2 className="border-line-strong border-b pb-1 font-[550] text-muted text-small">{group}</h2>
            <ul>
              {commands.map((command) => (
                <CommandRow
                  key={command.name}
                  command={command}
                  keys={keysIn(chosen, command)}
                  changed={chosen[command.name] !== undefined}
                  conflicts={conflictLines(command, keysIn(chosen, command), index)}
                  full={keysIn(chosen, command).length >= mostKeys}
                  onAdd={() => setRecording(command)}
                  onRemove={(each) => keys.remove(command, each)}
                  onReset={() => keys.reset([command.name])}
                />
              ))}
            </ul>
          </section>
        ))}
      {recording && (
        <RecordDialog
          command={recording}
          present={keysIn(chosen, recording)}
          index={index}
          onAdd={(each, from) => keys.add(recording, each, from)}
          onClose={() => setRecording(undefined)}
        />
      )}
    </div>
  );
}

function conflictLines(command: CommandDefinition, keys: readonly string[], index: KeyIndex): string[] {
  return keys.flatMap((each) =>
    conflictsOf(command, each, index).map((other) => `${keyText(each)} is also a key of “${other.label}”`),
  );
}

/** What is done with all keys. */
function More({ keys: { chosen, reset, replace } }: { keys: ReturnType<typeof useKeys> }) {
  const toast = useToast();
  const picker = useRef<HTMLInputElement>(null);
  const before = useRef(chosen);
  const names = Object.keys(chosen);
  const undoable = (text: string) => {
    before.current = chosen;
    const kept = Object.fromEntries(Object.entries(chosen).map(([name, list]) => [name, [...list]]));
    toast({ text, action: { label: "Undo", run: () => replace(kept) } });
  };
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = "";
    if (!file) return;
    try {
      const { keys, passedOver } = read(await file.text(), catalogue);
      undoable(saidOf(Object.keys(keys).length, passedOver));
      replace(keys);
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: "bad" });
    }
  };
  return (
    <>
      <Menu
        label="All keys"
        trigger={
          <IconButton label="More for all keys">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Download />} disabled={names.length === 0} onSelect={() => save(written(chosen))}>
          Export as JSON
        </MenuItem>
        <MenuItem icon={<Upload />} onSelect={() => picker.current?.click()}>
          Import from JSON…
        </MenuItem>
        <MenuItem
          icon={<RotateCcw />}
          danger
          disabled={names.length === 0}
          onSelect={() => {
            undoable("All commands have their usual keys");
            reset(names);
          }}
        >
          Reset all keys
        </MenuItem>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label="Keys to import"
        hidden
        onChange={(event) => void open(event)}
      />
    </>
  );
}

function saidOf(commands: number, passedOver: readonly string[]): string {
  const said = `Keys of ${commands} ${commands === 1 ? "command" : "commands"} are imported.`;
  return passedOver.length === 0 ? said : `${said} Passed over: ${passedOver.slice(0, 3).join("; ")}`;
}

function save(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "srcbook-keys.json";
  link.click();
  URL.revokeObjectURL(link.href);
}
