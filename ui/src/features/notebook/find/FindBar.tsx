import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  ChevronRight,
  Regex,
  Replace,
  ReplaceAll,
  WholeWord,
  X,
} from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { classes } from "~/ui/classes.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { useNotebook } from "../NotebookContext.ts";
import type { Query } from "./query.ts";
import { type Find, useFind } from "./useFind.ts";
import { useFindCommands } from "./useFindCommands.tsx";

/** How the bar was asked for; a new object each time. */
export interface Asked {
  readonly replace: boolean;
}

const EMPTY: Query = { text: "", regex: false, matchCase: false, wholeWord: false };

/** Finds and replaces in the whole notebook. */
export function FindBar({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const [query, setQuery] = useState(EMPTY);
  const [replacing, setReplacing] = useState(asked.replace);
  const [replacement, setReplacement] = useState("");
  const find = useFind(query);
  const field = useRef<HTMLInputElement>(null);
  const { selection, focus } = useNotebook();

  const change = (part: Partial<Query>) => {
    const next = { ...query, ...part };
    setQuery(next);
    find.look(next);
  };
  const ask = useRef(change);
  ask.current = change;
  useEffect(() => {
    const text = selectedText();
    if (asked.replace) setReplacing(true);
    if (text !== "") ask.current({ text, regex: false });
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  // A button that has nothing more to do lets go of the keyboard.
  const replace = () => {
    if (find.count <= 1) field.current?.focus();
    find.replace(replacement);
  };
  const replaceAll = () => {
    field.current?.focus();
    find.replaceAll(replacement);
  };
  const close = () => {
    const { cell } = selection.state;
    onClose();
    if (cell && find.index >= 0) focus.editor(cell);
    else if (cell) focus.frame(cell);
  };
  const toggleReplacing = () => setReplacing(!replacing);
  useFindCommands({
    step: (by) => find.step(by),
    toggle: (flag) => change({ [flag]: !query[flag] }),
    toggleReplacing,
    replace,
    replaceAll,
    close,
  });
  return (
    <search
      aria-label="Find in the notebook"
      data-keys="find-bar"
      className="absolute top-2 right-6 z-20 flex w-115 max-w-[calc(100%-16px)] animate-appear gap-1 rounded-box border border-line-strong bg-raised p-1.5 shadow-float max-phone:right-2"
    >
      <IconButton
        label={replacing ? "Hide replacing" : "Show replacing"}
        command="find.replacing"
        aria-expanded={replacing}
        onClick={toggleReplacing}
        className="w-6!"
      >
        <ChevronRight className={classes("transition-transform", replacing && "rotate-90")} />
      </IconButton>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <QueryRow ref={field} query={query} find={find} onChange={change} onClose={close} />
        {replacing && (
          <ReplaceRow
            replacement={replacement}
            disabled={find.count === 0}
            onChange={setReplacement}
            onReplace={replace}
            onReplaceAll={replaceAll}
          />
        )}
      </div>
    </search>
  );
}

const FLAGS = [
  { name: "matchCase", label: "Match case", command: "find.match-case", icon: <CaseSensitive /> },
  { name: "wholeWord", label: "Whole words", command: "find.whole-words", icon: <WholeWord /> },
  { name: "regex", label: "Regular expression", command: "find.regex", icon: <Regex /> },
] as const;

const FIELD = "h-(--size-control) w-full min-w-0 rounded-control border bg-ground pl-2 text-ui";

function QueryRow({
  ref,
  query,
  find,
  onChange,
  onClose,
}: {
  ref: React.Ref<HTMLInputElement>;
  query: Query;
  find: Find;
  onChange: (part: Partial<Query>) => void;
  onClose: () => void;
}) {
  const note = useId();
  return (
    <div className="flex items-center gap-1">
      <div className="relative min-w-0 flex-1">
        <input
          ref={ref}
          aria-label="Find"
          aria-invalid={find.wrong !== undefined}
          aria-describedby={note}
          placeholder="Find"
          value={query.text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ text: event.target.value })}
          data-keys="find-field"
          className={classes(
            FIELD,
            "pr-48 pointer-coarse:pr-56 max-phone:pr-34 max-phone:pointer-coarse:pr-34",
            find.wrong ? "border-bad" : "border-line-control",
          )}
        />
        <div className="absolute inset-y-0 right-0.5 flex items-center">
          <Note id={note} query={query} find={find} />
          {FLAGS.map(({ name, label, command, icon }) => (
            <IconButton
              key={name}
              label={label}
              command={command}
              pressed={query[name]}
              onClick={() => onChange({ [name]: !query[name] })}
              className="size-6.5! pointer-coarse:size-9! max-phone:w-7! max-phone:pointer-coarse:w-7!"
            >
              {icon}
            </IconButton>
          ))}
        </div>
      </div>
      <IconButton
        label="Previous match"
        command="find.field-previous"
        disabled={find.count === 0}
        onClick={() => find.step(-1)}
      >
        <ArrowUp />
      </IconButton>
      <IconButton
        label="Next match"
        command="find.field-next"
        disabled={find.count === 0}
        onClick={() => find.step(1)}
      >
        <ArrowDown />
      </IconButton>
      <IconButton label="Close" command="find.close" onClick={onClose}>
        <X />
      </IconButton>
    </div>
  );
}

/** How many places there are and which is looked at, in few signs where there is little room. */
function Note({ id, query: { text }, find }: { id: string; query: Query; find: Find }) {
  const { long, short } = noteOf(text, find);
  return (
    <span
      id={id}
      role="status"
      title={find.wrong}
      className={classes(
        "max-w-26 truncate px-1 text-small tabular-nums max-phone:max-w-12",
        find.wrong || (find.count === 0 && text !== "") ? "text-bad" : "text-muted",
      )}
    >
      <span className="max-phone:hidden">{long}</span>
      <span className="phone:hidden">{short}</span>
    </span>
  );
}

function noteOf(text: string, { wrong, count, index }: Find): { long: string; short: string } {
  if (wrong) return { long: wrong, short: "invalid" };
  if (text === "") return { long: "", short: "" };
  if (count === 0) return { long: "No match", short: "none" };
  const all = count.toLocaleString("en");
  if (index < 0) return { long: `${all} found`, short: all };
  const at = (index + 1).toLocaleString("en");
  return { long: `${at} of ${all}`, short: `${at}/${all}` };
}

function ReplaceRow({
  replacement,
  disabled,
  onChange,
  onReplace,
  onReplaceAll,
}: {
  replacement: string;
  /** There is nothing to replace. */
  disabled: boolean;
  onChange: (replacement: string) => void;
  onReplace: () => void;
  onReplaceAll: () => void;
}) {
  return (
    <div className="flex items-center gap-1">
      <input
        aria-label="Replace with"
        placeholder="Replace with"
        value={replacement}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        data-keys="replace-field"
        className={classes(FIELD, "flex-1 border-line-control pr-2")}
      />
      <IconButton label="Replace" command="find.replace" disabled={disabled} onClick={onReplace}>
        <Replace />
      </IconButton>
      <IconButton label="Replace all" command="find.replace-all" disabled={disabled} onClick={onReplaceAll}>
        <ReplaceAll />
      </IconButton>
      {/* As wide as what stands above. */}
      <span className="w-8" />
    </div>
  );
}

/** What is selected on the page, when it is a piece of one line. */
function selectedText(): string {
  const text = document.getSelection()?.toString() ?? "";
  return text.includes("\n") || text.length > 200 ? "" : text;
}
