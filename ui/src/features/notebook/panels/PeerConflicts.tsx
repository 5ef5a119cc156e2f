import { FaultLine } from "~/data/FaultLine.tsx";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useAddPackages } from "../queries.ts";

type Conflicts = NonNullable<PackagesStatus["conflicts"]>;

/** Packages that do not fit each other, each with the change that would make them fit. */
export function PeerConflicts({ conflicts }: { conflicts: Conflicts }) {
  const add = useAddPackages();
  if (conflicts.length === 0) return null;
  return (
    <section
      aria-label="Packages that do not fit each other"
      className="rounded-box border border-bad-line bg-bad-soft px-3 py-2.5"
    >
      <h2 className="font-[550]">Packages do not fit each other</h2>
      <ul className="flex flex-col gap-2">
        {conflicts.map((c) => (
          <li key={`${c.package} ${c.peer}`}>
            <p>
              <Name>{c.package}</Name> {c.version} works with <Name>{c.peer}</Name> {c.wants}, but{" "}
              {c.installed} is installed.
            </p>
            <Button
              size="small"
              className="mt-1"
              disabled={add.isPending}
              onClick={() => add.mutate({ packages: [{ name: c.peer, range: c.wants }] })}
            >
              Use {c.peer} {c.wants}
            </Button>
          </li>
        ))}
      </ul>
      {add.error && <FaultLine error={add.error} className="mt-1 text-small" />}
    </section>
  );
}

const Name = ({ children }: { children: string }) => <span className="font-mono text-small">{children}</span>;
