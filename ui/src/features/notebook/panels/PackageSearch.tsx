import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import type { FoundPackage, Package } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { CommandKbd } from "~/ui/Kbd.tsx";
import { isApple } from "~/ui/keys.ts";
import { foundPackagesQuery, useAddPackages } from "../queries.ts";
import { useDebounced } from "./useDebounced.ts";

/** The id of the field, where the keyboard goes when a package that had it is gone. */
export const SEARCH = "package-search";

/** Finds packages in the registry and adds the chosen one. `name@range` names a version. */
export function PackageSearch({ installed }: { installed: readonly Package[] }) {
  const id = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const add = useAddPackages();
  const q = useDebounced(useDeferredValue(text.trim()), 200);
  const found = useQuery(foundPackagesQuery(q));
  const options = text.trim() === "" ? [] : (found.data?.packages ?? []).slice(0, 8);
  const choose = (name: string) => {
    if (name === "") return;
    const [, bare = name, range] = /^(@?[^@]+)(?:@(.+))?$/.exec(name) ?? [];
    add.mutate({ packages: [range ? { name: bare, range } : { name: bare }] });
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(active + 1, options.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
    else if (event.key === "Escape" && text !== "") setText("");
    else if (event.key === "Enter")
      choose(text.includes("@", 1) ? text.trim() : (options[active]?.name ?? text.trim()));
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-1">
      <label className="relative">
        <span className="sr-only">Add a package</span>
        <Search aria-hidden="true" className="absolute top-2 left-2.5 text-faint" />
        <input
          id={SEARCH}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-keyshortcuts={isApple ? "Meta+I" : "Control+I"}
          placeholder="Add a package"
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full rounded-control border border-line-control bg-ground pr-2.5 pl-8 pointer-coarse:h-10"
        />
        {text === "" && (
          <span aria-hidden="true" className="absolute top-1.5 right-2 pointer-coarse:hidden">
            <CommandKbd command="notebook.panel-packages" />
          </span>
        )}
      </label>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Packages found"
        className={options.length > 0 ? "rounded-box border border-line-strong bg-raised p-1" : undefined}
      >
        {options.map((p, i) => (
          <Option
            key={p.name}
            id={`${id}-${i}`}
            found={p}
            active={i === active}
            known={installed.some((have) => have.name === p.name)}
            onPoint={() => setActive(i)}
            onChoose={() => choose(p.name)}
          />
        ))}
      </div>
      <Message
        text={text}
        settled={q === text.trim() && !found.isFetching}
        none={options.length === 0}
        failure={add.error ?? found.error}
        adding={add.isPending}
      />
    </div>
  );
}

/** What helps to choose: "MIT · 41M downloads a week"; nothing where the registry says neither. Pure. */
export function standing({ license = "", downloads = 0 }: FoundPackage): string {
  const count = downloads.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 });
  return [license, downloads > 0 && `${count} downloads a week`].filter(Boolean).join(" · ");
}

function Option({
  id,
  found,
  active,
  known,
  onPoint,
  onChoose,
}: {
  id: string;
  found: FoundPackage;
  active: boolean;
  known: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      onMouseMove={onPoint}
      onClick={onChoose}
      className={classes("cursor-default rounded-control px-2 py-1", active && "bg-hover")}
    >
      <div className="flex items-baseline gap-2">
        <span className="truncate font-medium font-mono text-[12.5px]">{found.name}</span>
        {known && <span className="text-faint text-tiny">added</span>}
        <span className="ml-auto text-muted text-small tabular-nums">{found.version}</span>
      </div>
      {found.description && <p className="truncate text-muted text-small">{found.description}</p>}
      <p className="truncate text-muted text-tiny empty:hidden">{standing(found)}</p>
    </div>
  );
}

function Message({
  text,
  settled,
  none,
  failure,
  adding,
}: {
  text: string;
  settled: boolean;
  none: boolean;
  failure: Error | null;
  adding: boolean;
}) {
  const words = text.trim();
  if (adding)
    return (
      <p role="status" className="text-muted text-small">
        Adding…
      </p>
    );
  if (failure) return <FaultLine error={failure} className="text-small" />;
  if (words.length < 2) return null;
  if (!settled)
    return (
      <p role="status" className="animate-late text-muted text-small">
        Searching…
      </p>
    );
  return none ? (
    <p role="status" className="text-muted text-small">
      Nothing found. Enter adds “{words}” all the same.
    </p>
  ) : null;
}
