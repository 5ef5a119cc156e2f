import { useNavigate } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import type { WorkspaceID } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Kbd } from "~/ui/Kbd.tsx";

/** The field that filters the library. Arrow down goes into the list, Enter opens its first row. */
export function LibrarySearch({
  ref,
  value,
  onChange,
  onEnterList,
  openFirst,
}: {
  ref: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
  onEnterList: () => void;
  /** The workspace that Enter opens. */
  openFirst: WorkspaceID | undefined;
}) {
  const navigate = useNavigate();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      onEnterList();
    } else if (event.key === "Enter" && value.trim() !== "" && openFirst) {
      void navigate({ to: "/n/$workspace", params: { workspace: openFirst } });
    } else if (event.key === "Escape" && value !== "") {
      event.preventDefault();
      onChange("");
    }
  };
  return (
    <div className="relative min-w-0 flex-1">
      <Search className="pointer-events-none absolute top-1/2 left-2.75 -translate-y-1/2 text-faint" />
      <input
        ref={ref}
        type="search"
        aria-label="Search titles, prose and code"
        placeholder="Search titles, prose and code"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-9.5 w-full rounded-control border border-line-strong bg-ground pr-10 pl-9 text-large outline-offset-0 placeholder:text-ellipsis [&::-webkit-search-cancel-button]:hidden"
      />
      <div className="absolute inset-y-0 right-1.5 flex items-center">
        {value === "" ? (
          <span className="pointer-events-none pr-1 pointer-coarse:hidden">
            <Kbd keys="/" />
          </span>
        ) : (
          <IconButton
            label="Clear the search"
            keys="Escape"
            className="size-7"
            onClick={() => {
              onChange("");
              ref.current?.focus();
            }}
          >
            <X />
          </IconButton>
        )}
      </div>
    </div>
  );
}
