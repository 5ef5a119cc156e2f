import { useNavigate } from "@tanstack/react-router";
import type { RefObject } from "react";
import type { WorkspaceID } from "~/protocol/wire.ts";
import { SearchField } from "~/ui/SearchField.tsx";

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
  const onEnter = () => {
    if (value.trim() !== "" && openFirst)
      void navigate({ to: "/n/$workspace", params: { workspace: openFirst } });
  };
  return (
    <SearchField
      ref={ref}
      label="Search titles, prose and code"
      value={value}
      onChange={onChange}
      onDown={onEnterList}
      onEnter={onEnter}
      command="library.search"
      className="flex-1"
    />
  );
}
