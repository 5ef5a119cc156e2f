import { memo } from "react";
import { ansiSpans, plainText } from "./ansi.ts";
import "./output.css";
import { PlaceLink } from "./PlaceLink.tsx";
import { partsOf } from "./places.ts";

/** A line of output with its colours and with links to the places of cells that it names; with a search term, plain and with the matches marked. */
export const OutputLine = memo(function OutputLine({
  stream,
  text,
  find,
  current,
}: {
  stream: string;
  text: string;
  /** Lower case; empty for none. */
  find?: string;
  /** This line holds the match that is being looked at. */
  current?: boolean;
}) {
  return (
    <div className="output-line" data-stream={stream}>
      {find ? (
        <Found text={plainText(text)} find={find} current={current === true} />
      ) : (
        <Coloured text={text} />
      )}
    </div>
  );
});

function Coloured({ text }: { text: string }) {
  return ansiSpans(text).map((span, i) => {
    const key = `${i}`;
    if (span.href === undefined) {
      if (span.classes === "") return <Plain key={key} text={span.text} />;
      return (
        <span key={key} className={span.classes}>
          <Plain text={span.text} />
        </span>
      );
    }
    return (
      <a key={key} className={span.classes} href={span.href} target="_blank" rel="noopener noreferrer">
        {span.text}
      </a>
    );
  });
}

function Plain({ text }: { text: string }) {
  return partsOf(text).map(({ text, file, line }, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay where they are
    file && line ? <PlaceLink key={i} text={text} file={file} line={line} /> : text,
  );
}

function Found({ text, find, current }: { text: string; find: string; current: boolean }) {
  const parts: React.ReactNode[] = [];
  const lower = text.toLowerCase();
  let at = 0;
  for (let i = lower.indexOf(find); i >= 0; i = lower.indexOf(find, i + find.length)) {
    parts.push(text.slice(at, i));
    parts.push(
      <mark key={i} data-current={current || undefined}>
        {text.slice(i, i + find.length)}
      </mark>,
    );
    at = i + find.length;
  }
  parts.push(text.slice(at));
  return parts;
}
