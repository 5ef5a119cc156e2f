import { Command as Palette } from "cmdk";
import { useState } from "react";
import { useAllCommands } from "~/ui/CommandProvider.tsx";
import { type Command, keysOf } from "~/ui/commands.ts";
import { Modal } from "~/ui/Modal.tsx";
import { Found } from "./palette/Found.tsx";
import { Notebooks } from "./palette/Notebooks.tsx";
import { Entry, Group, herePrefix, rank } from "./palette/parts.tsx";
import { Symbols, symbolWords } from "./palette/Symbols.tsx";
import { useFound } from "./palette/useFound.ts";

/**
 * Commands, notebooks and text, found by typing. After @ or # it finds the names that the open notebook's
 * code defines.
 */
export function CommandPalette({
  typed,
  onTyped,
  returnTo,
  onClose,
}: {
  typed: string;
  onTyped: (typed: string) => void;
  /** What gets the focus when the palette closes. */
  returnTo: Element | null;
  onClose: () => void;
}) {
  const [selected, setSelected] = useState("");
  const symbols = symbolWords(typed);
  const found = useFound(symbols === undefined ? typed : "");
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title="Commands"
      returnTo={returnTo}
      className="top-[12vh] left-1/2 w-[calc(100vw-24px)] max-w-dialog-wide -translate-x-1/2 overflow-hidden rounded-dialog border bg-raised"
    >
      <Palette
        label="Commands"
        loop
        filter={rank}
        shouldFilter={symbols === undefined}
        value={selected}
        onValueChange={setSelected}
      >
        <Palette.Input
          value={typed}
          onValueChange={onTyped}
          placeholder="Find a command, a notebook or text"
          className="h-11 w-full border-line border-b bg-transparent px-4 text-large outline-none"
        />
        <Palette.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
          {symbols === undefined ? (
            <>
              <Notebooks titles={found.titles} onClose={onClose} />
              <Commands onClose={onClose} />
              <Found words={found.words} notebooks={found.inText} onClose={onClose} />
            </>
          ) : (
            <Symbols words={symbols} onFound={setSelected} onClose={onClose} />
          )}
        </Palette.List>
        {symbols === undefined && !found.searching && (
          <Palette.Empty role="status" className="px-2.5 pt-3 pb-6 text-center text-muted">
            Nothing is called that, and no text has it
          </Palette.Empty>
        )}
        {found.searching && (
          <p role="status" className="animate-late border-line border-t px-4 py-2 text-muted text-small">
            Searching the text…
          </p>
        )}
      </Palette>
    </Modal>
  );
}

const isHere = ({ when }: Command) => when !== "anywhere";

function Commands({ onClose }: { onClose: () => void }) {
  const offered = useAllCommands().filter(
    (command) => command.enabled !== false && command.name !== "app.palette",
  );
  // What concerns the open page comes before what can be done anywhere.
  const commands = [...offered.filter(isHere), ...offered.filter((command) => !isHere(command))];
  const groups = [...new Set(commands.map((command) => command.group))];
  const run = (command: Command) => {
    onClose();
    // The palette gives the focus back first, so that the command can move it on, or open what a focus elsewhere closes.
    requestAnimationFrame(() => setTimeout(command.run));
  };
  return groups.map((group) => (
    <Group key={group} heading={group}>
      {commands
        .filter((command) => command.group === group)
        .map((command) => (
          <Entry
            key={command.name}
            value={isHere(command) ? `${herePrefix}${command.name}` : command.name}
            keywords={[command.label, group, command.search ?? ""]}
            icon={command.icon}
            keys={keysOf(command)}
            onSelect={() => run(command)}
          >
            {command.label}
          </Entry>
        ))}
    </Group>
  ));
}
