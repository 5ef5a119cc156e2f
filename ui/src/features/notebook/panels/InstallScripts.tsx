import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useAllowScripts } from "../queries.ts";

/** Packages whose install scripts were not run, and those that may run theirs, each with its choice. */
export function InstallScripts({ status }: { status: PackagesStatus }) {
  const allow = useAllowScripts();
  const { skipped = [], allowed = [] } = status;
  if (skipped.length === 0 && allowed.length === 0) return null;
  const busy = allow.isPending || status.state === "installing";
  return (
    <section aria-label="Install scripts" className="flex flex-col gap-1.5">
      {skipped.length > 0 && (
        <p className="text-muted text-small">
          {skipped.length === 1 ? "This package has" : "These packages have"} a script that runs while it is
          installed, with the rights of your code. It was not run. Most packages work without it.
        </p>
      )}
      <ul>
        {skipped.map((name) => (
          <Row key={name} name={name}>
            <Button size="small" disabled={busy} onClick={() => allow.mutate({ name, allow: true })}>
              Allow its install script
              <span className="sr-only">: {name}</span>
            </Button>
          </Row>
        ))}
        {allowed.map((name) => (
          <Row key={name} name={name}>
            <span className="text-muted text-small">script allowed</span>
            <Button
              size="small"
              variant="ghost"
              disabled={busy}
              onClick={() => allow.mutate({ name, allow: false })}
            >
              Forbid
              <span className="sr-only">: {name}</span>
            </Button>
          </Row>
        ))}
      </ul>
      {allow.error && (
        <p role="alert" className="text-bad text-small">
          {allow.error.message}
        </p>
      )}
    </section>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2 border-line border-b py-1">
      <span className="mr-auto truncate font-medium font-mono text-[12.5px]">{name}</span>
      {children}
    </li>
  );
}
