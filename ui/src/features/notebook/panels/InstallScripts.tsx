import { FaultLine } from "~/data/FaultLine.tsx";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useAllowScripts } from "../queries.ts";

/** Packages whose install scripts were not run, and those that may run theirs, each with its choice. */
export function InstallScripts({ status }: { status: PackagesStatus }) {
  const allow = useAllowScripts();
  const { skipped = [], allowed = [] } = status;
  if (skipped.length === 0 && allowed.length === 0) return null;
  // One list, so that a button keeps the keyboard when it was pressed.
  const scripted = [
    ...skipped.map((name) => ({ name, on: false })),
    ...allowed.map((name) => ({ name, on: true })),
  ];
  scripted.sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section aria-label="Install scripts" className="flex flex-col gap-1.5">
      {skipped.length > 0 && (
        <p className="text-muted text-small">
          {skipped.length === 1 ? "This package has" : "These packages have"} a script that runs while it is
          installed, with the rights of your code. It was not run. Most packages work without it.
        </p>
      )}
      <ul>
        {scripted.map(({ name, on }) => (
          <li key={name} className="flex min-h-9 flex-wrap items-center gap-x-2 border-line border-b py-1">
            <span className="mr-auto truncate font-medium font-mono text-[12.5px]">{name}</span>
            {on && <span className="text-muted text-small">script allowed</span>}
            <Button
              size="small"
              variant={on ? "ghost" : "secondary"}
              onClick={() => allow.isPending || allow.mutate({ name, allow: !on })}
            >
              {on ? "Forbid" : "Allow its install script"}
              <span className="sr-only">: {name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {allow.error && <FaultLine error={allow.error} className="text-small" />}
    </section>
  );
}
