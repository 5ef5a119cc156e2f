import { ChevronDown, ChevronsDownUp, ChevronUp, Copy, Download, WrapText } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { OutputLog } from "~/engine/output-log.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import { outputAddress } from "~/protocol/api.ts";
import type { Run } from "~/protocol/wire.ts";
import { copyAndTell } from "~/ui/copy.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { Tooltip } from "~/ui/Tooltip.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { plainText } from "./ansi.ts";

/** Search, wrap, copy and download of a log. */
export function LogToolbar({
  run,
  log,
  lines,
  complete,
  wrap,
  onWrap,
  term,
  onTerm,
  position,
  onNext,
  onPrevious,
  onClose,
}: {
  run: Run;
  log: OutputLog;
  /** How many there are, in the log or still to come. */
  lines: number;
  /** All that is kept is in the log. */
  complete: boolean;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  term: string;
  onTerm: (term: string) => void;
  /** Which match is looked at, and how many there are; missing for none. */
  position: { current: number; total: number } | undefined;
  onNext: () => void;
  onPrevious: () => void;
  onClose: () => void;
}) {
  const { workspace } = useLive();
  const toast = useToast();
  const kept = useKeptFocus();
  const copy = () => {
    const text = log.text().split("\n").map(plainText).join("\n");
    void copyAndTell(text, toast, `Copied ${log.lines.toLocaleString("en")} lines`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") (event.shiftKey ? onPrevious : onNext)();
    else if (event.key === "Escape") onTerm("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={kept}
      role="toolbar"
      aria-label={`Log of ${run.filename}`}
      className="flex flex-wrap items-center gap-1 border-line border-b py-1 pr-1.5 pl-3.5"
    >
      <span className="text-muted text-small tabular-nums">{lines.toLocaleString("en")} lines</span>
      <span className="flex-1" />
      {term !== "" && (
        <span role="status" className="mr-1.5 text-muted text-small tabular-nums">
          {position ? `${position.current} of ${position.total.toLocaleString("en")}` : "No match"}
        </span>
      )}
      <input
        type="search"
        aria-label="Search the log"
        placeholder="Search"
        value={term}
        spellCheck={false}
        onChange={(event) => onTerm(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-(--size-control-small) w-40 rounded-control border border-line-control max-phone:w-full max-phone:flex-none bg-ground px-2 text-small [&::-webkit-search-cancel-button]:hidden"
      />
      <IconButton label="Previous match" keys="Shift-Enter" disabled={!position} onClick={onPrevious}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next match" keys="Enter" disabled={!position} onClick={onNext}>
        <ChevronDown />
      </IconButton>
      <IconButton label="Wrap lines" pressed={wrap} onClick={() => onWrap(!wrap)}>
        <WrapText />
      </IconButton>
      <IconButton label="Copy all" disabled={!complete} onClick={copy}>
        <Copy />
      </IconButton>
      <Tooltip text="Download">
        <a
          href={outputAddress(workspace, run.id)}
          download={`${run.filename}.log`}
          aria-label="Download"
          className="grid size-(--size-control) place-items-center rounded-control text-muted hover:bg-hover hover:text-text"
        >
          <Download />
        </a>
      </Tooltip>
      <IconButton label="Show less" onClick={onClose}>
        <ChevronsDownUp />
      </IconButton>
    </div>
  );
}
