import { Plus, RotateCcw, X } from "lucide-react";
import type { CommandDefinition } from "~/ui/commands.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Kbd } from "~/ui/Kbd.tsx";
import { keyText } from "~/ui/keys.ts";
import { places } from "./filter.ts";

/** A command with its keys. */
export function CommandRow({
  command,
  keys,
  changed,
  full,
  conflicts,
  onAdd,
  onRemove,
  onReset,
}: {
  command: CommandDefinition;
  keys: readonly string[];
  changed: boolean;
  /** It cannot have more keys. */
  full: boolean;
  /** What other commands have a key of this one, as sentences. */
  conflicts: readonly string[];
  onAdd: () => void;
  onRemove: (keys: string) => void;
  onReset: () => void;
}) {
  const { label, when, native } = command;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5">
      <span className="min-w-0 flex-1 basis-60">
        {label}
        {changed && <span className="ml-2 text-accent-text text-small">changed</span>}
        {conflicts.map((conflict) => (
          <span key={conflict} className="block text-small text-warn">
            {conflict}
          </span>
        ))}
      </span>
      <span className="w-34 shrink-0 text-muted text-small max-desk:hidden">{places[when]}</span>
      <span className="flex min-w-0 basis-72 flex-wrap items-center justify-end gap-1.5 max-phone:justify-start">
        {keys.map((each) => (
          <span key={each} className="flex items-center">
            <Kbd keys={each} />
            {!native && (
              <IconButton
                label={`Remove ${keyText(each)} from ${label}`}
                className="size-6.5! pointer-coarse:size-10!"
                onClick={() => onRemove(each)}
              >
                <X className="size-3.5!" />
              </IconButton>
            )}
          </span>
        ))}
        {native ? (
          <span className="text-faint text-small">the browser’s own</span>
        ) : (
          <IconButton label={`Add a key to ${label}`} disabled={full} onClick={onAdd}>
            <Plus />
          </IconButton>
        )}
        {changed ? (
          <IconButton label={`Give ${label} its usual keys`} onClick={onReset}>
            <RotateCcw />
          </IconButton>
        ) : (
          <span className="w-(--size-control) max-phone:hidden" />
        )}
      </span>
    </li>
  );
}
