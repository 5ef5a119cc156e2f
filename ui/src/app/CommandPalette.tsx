import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command as Palette } from "cmdk";
import { ChevronRight, NotebookText, TextSearch } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { searchQuery, useRecent } from "~/data/workspaces.ts";
import type { SearchHit } from "~/protocol/wire.ts";
import { useAllCommands } from "~/ui/CommandProvider.tsx";
import { type Command, keysOf } from "~/ui/commands.ts";
import { Kbd } from "~/ui/Kbd.tsx";
import { Modal } from "~/ui/Modal.tsx";
import { rankMatch } from "./rankMatch.ts";

/** Commands, notebooks and text, found by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const hits = useHits(typed);
  const commands = useAllCommands().filter(
    (command) => command.enabled !== false && command.name !== "app.palette",
  );
  const groups = [...new Set(commands.map((command) => command.group))];
  const run = (command: Command) => {
    onClose();
    // The palette gives the focus back first, so that the command can move it on.
    setTimeout(command.run);
  };
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title="Commands"
      className="top-[12vh] left-1/2 w-[calc(100vw-24px)] max-w-dialog-wide -translate-x-1/2 overflow-hidden rounded-dialog border bg-raised"
    >
      <Palette label="Commands" loop filter={rank}>
        <Palette.Input
          value={typed}
          onValueChange={setTyped}
          placeholder="Find a command, a notebook or text"
          className="h-11 w-full border-line border-b bg-transparent px-4 text-large outline-none"
        />
        <Palette.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
          <Palette.Empty className="px-2.5 py-6 text-center text-muted">Nothing is called that</Palette.Empty>
          <Notebooks onClose={onClose} />
          {groups.map((group) => (
            <Group key={group} heading={group}>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <Entry
                    key={command.name}
                    value={command.name}
                    keywords={[command.label, group, command.search ?? ""]}
                    icon={command.icon}
                    keys={keysOf(command)}
                    onSelect={() => run(command)}
                  >
                    {command.label}
                  </Entry>
                ))}
            </Group>
          ))}
          <Found hits={hits} onClose={onClose} />
        </Palette.List>
      </Palette>
    </Modal>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Palette.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-[550] [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-tiny"
    >
      {children}
    </Palette.Group>
  );
}

function Entry({
  value,
  keywords,
  icon,
  keys,
  onSelect,
  children,
}: {
  value: string;
  keywords: string[];
  icon?: ReactNode;
  keys?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Palette.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-accent-soft pointer-coarse:h-11"
    >
      <span className="size-4 shrink-0 text-muted">{icon ?? <ChevronRight />}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} />}
    </Palette.Item>
  );
}

const notebooksShown = 30;

function Notebooks({ onClose }: { onClose: () => void }) {
  const { data: recent = [] } = useRecent();
  const navigate = useNavigate();
  if (recent.length === 0) return null;
  return (
    <Group heading="Notebooks">
      {recent.slice(0, notebooksShown).map(({ id, title }) => (
        <Entry
          key={id}
          value={`notebook ${id}`}
          keywords={[title]}
          icon={<NotebookText />}
          onSelect={() => {
            onClose();
            void navigate({ to: "/n/$workspace", params: { workspace: id } });
          }}
        >
          {title}
        </Entry>
      ))}
    </Group>
  );
}

const hitsShown = 12;
const hitPrefix = "hit ";

/** The server has matched its hits already: they all stay, after everything that is called so. */
function rank(value: string, typed: string, texts?: string[]): number {
  return value.startsWith(hitPrefix) ? 0.1 : rankMatch(value, typed, texts);
}

function useHits(typed: string): SearchHit[] {
  const words = useDeferredValue(typed.trim());
  const { data: hits } = useQuery(searchQuery(words));
  return words.length < 2 || !hits ? [] : hits.slice(0, hitsShown);
}

function Found({ hits, onClose }: { hits: readonly SearchHit[]; onClose: () => void }) {
  const navigate = useNavigate();
  if (hits.length === 0) return null;
  return (
    <Group heading="In the text">
      {hits.map((hit, i) => (
        <Entry
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell can be hit more than once
          key={`${hit.workspace} ${hit.cell} ${i}`}
          value={`${hitPrefix}${hit.workspace} ${hit.cell} ${i}`}
          keywords={[]}
          icon={<TextSearch />}
          onSelect={() => {
            onClose();
            void navigate({
              to: "/n/$workspace",
              params: { workspace: hit.workspace },
              ...(hit.cell && { hash: hit.cell }),
            });
          }}
        >
          <span className="flex gap-3">
            <span className="min-w-0 flex-1 truncate">{hit.snippet}</span>
            <span className="max-w-40 truncate text-muted">{hit.title}</span>
          </span>
        </Entry>
      ))}
    </Group>
  );
}
