import { useEffect, useMemo, useRef, useState } from "react";
import { type FaultEntry, faultRanges, faults } from "~/protocol/faults.gen.ts";
import { TextField } from "~/ui/Field.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { Entry } from "./Entry.tsx";

/** Every error with its code, what it means and what to do. It begins at the linked code. */
export function ErrorsPage({ linked }: { linked: string }) {
  const [typed, setTyped] = useState("");
  const shown = useMemo(() => grouped(typed), [typed]);
  const target = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another code is another place
  useEffect(() => {
    target.current?.focus({ preventScroll: true });
    target.current?.scrollIntoView({ block: "start" });
  }, [linked]);
  return (
    <div className="mx-auto max-w-dialog-wide px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle className="mb-1">Errors</PageTitle>
      <p className="mb-5 text-muted">What the codes mean, how it comes to them, and what to do.</p>
      <TextField
        label="Find an error"
        hint="A code, or words of its explanation."
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        className="mb-6 max-w-100"
      />
      <p role="status" className="sr-only">
        {shown.length === 0 && "No error fits."}
      </p>
      {shown.length === 0 && <p className="text-muted">No error fits these words.</p>}
      {shown.map(({ range, entries }) => (
        <section key={range} aria-label={range} className="mb-8">
          <h2 className="border-line border-b pb-1.5 font-semibold text-large">{range}</h2>
          {entries.map(([code, entry]) => (
            <article
              key={code}
              id={code}
              ref={code === linked ? target : null}
              tabIndex={-1}
              aria-labelledby={`${code}-title`}
              className="scroll-mt-4 rounded-box px-3 py-3 data-linked:bg-active"
              data-linked={code === linked || undefined}
            >
              <h3 id={`${code}-title`} className="mb-1.5 font-[550]">
                <a
                  href={`#${code}`}
                  className="mr-2 rounded-tag font-normal text-muted text-small tabular-nums hover:underline"
                >
                  {code}
                </a>
                {entry.title}
              </h3>
              <Entry {...entry} />
            </article>
          ))}
        </section>
      ))}
    </div>
  );
}

interface Range {
  readonly range: string;
  readonly entries: readonly (readonly [string, FaultEntry])[];
}

/** The entries that have all of these words, by range. Pure. */
function grouped(typed: string): readonly Range[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ([code, { title, why, next, more = "" }]: readonly [string, FaultEntry]) => {
    const text = `${code} ${title} ${why} ${next} ${more}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = Object.entries(faults).filter(fits);
  return Object.entries(faultRanges)
    .map(([digit, range]) => ({ range, entries: found.filter(([code]) => code.startsWith(`SB-${digit}`)) }))
    .filter(({ entries }) => entries.length > 0);
}
