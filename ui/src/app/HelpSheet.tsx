import { Link } from "@tanstack/react-router";
import { buttonClass } from "~/ui/Button.tsx";
import { useAllCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { Dialog } from "~/ui/Dialog.tsx";
import { Kbd } from "~/ui/Kbd.tsx";

/** Every shortcut of this moment, by group. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const groups = byGroup(useAllCommands());
  return (
    <Dialog
      wide
      reading
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keyboard shortcuts"
      actions={
        <Link to="/settings/keyboard" onClick={onClose} className={buttonClass()}>
          Change keys
        </Link>
      }
    >
      <div className="gap-x-8 phone:columns-2">
        {groups.map(([group, commands]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-[550] text-muted text-small">{group}</h3>
            <dl>
              {commands.map((command) => (
                <div
                  key={command.name}
                  className="flex items-center justify-between gap-3 border-line border-b py-1"
                >
                  <dt>{command.label}</dt>
                  <dd className="flex gap-1">
                    {command.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** The commands with keystrokes, grouped in the order in which the groups first appear. Pure. */
function byGroup(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.keys.length === 0) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups];
}
