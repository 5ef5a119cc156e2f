import { type FaultCode, type FaultEntry, faults } from "~/protocol/faults.gen.ts";

/** The entry of a code; undefined for what is none, such as a code of a newer server. Pure. */
export function entryOf(code: string): FaultEntry | undefined {
  return Object.hasOwn(faults, code) ? faults[code as FaultCode] : undefined;
}

/** What happened and why, and what to do. */
export function Entry({ why, next, more }: FaultEntry) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        <Text text={why} />
      </p>
      <p>
        <b className="font-[550]">What to do.</b> <Text text={more ? `${next} ${more}` : next} />
      </p>
    </div>
  );
}

/** A text in which backticks mark code. */
function Text({ text }: { text: string }) {
  return text.split("`").map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="rounded-tag bg-sunken px-1 font-mono text-small">
        {part}
      </code>
    ),
  );
}
