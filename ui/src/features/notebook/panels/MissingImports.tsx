import { FaultLine } from "~/data/FaultLine.tsx";
import type { MissingImport } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { useAddPackages } from "../queries.ts";

/** Imports that no package provides, to add with one click. */
export function MissingImports({ missing }: { missing: readonly MissingImport[] }) {
  const add = useAddPackages();
  const kept = useKeptFocus();
  if (missing.length === 0) return null;
  const packages = missing.map((m) => ({ name: m.package }));
  const types = missing.flatMap((m) => (m.types ? [{ name: m.types, dev: true }] : []));
  return (
    <section
      ref={kept}
      aria-label="Missing packages"
      className="rounded-box border border-line bg-sunken px-3 py-2.5"
    >
      <h2 className="font-[550]">
        {missing.length === 1 ? "1 import has no package" : `${missing.length} imports have no package`}
      </h2>
      <ul className="text-muted">
        {missing.map((m) => (
          <li key={m.package}>
            <span className="font-mono text-small">{m.package}</span> in {m.files.join(", ")}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <Button
          size="small"
          variant="primary"
          busy={add.isPending ? "Adding" : undefined}
          onClick={() => add.mutate({ packages })}
        >
          {missing.length === 1 ? "Add" : "Add all"}
        </Button>
        {types.length > 0 && (
          <Button
            size="small"
            disabled={add.isPending}
            onClick={() => add.mutate({ packages: [...packages, ...types] })}
          >
            Add with types
          </Button>
        )}
      </div>
      {add.error && <FaultLine error={add.error} className="mt-1 text-small" />}
    </section>
  );
}
