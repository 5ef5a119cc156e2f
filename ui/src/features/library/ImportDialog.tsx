import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, FileUp, LoaderCircle } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import type { FaultDetail, Workspace } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { Dialog } from "~/ui/Dialog.tsx";
import { TextArea, TextField } from "~/ui/Field.tsx";
import {
  fromFile,
  fromText,
  fromURL,
  type ImportItem,
  type ImportSource,
  importSummary,
  notebookFiles,
} from "./imports.ts";

/** Takes notebooks in by file, address or pasted text, and says what became of each. */
export function ImportDialog({
  open,
  onOpenChange,
  items,
  onImport,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  items: readonly ImportItem[];
  onImport: (sources: readonly ImportSource[]) => void;
}) {
  const form = useId();
  const [filled, setFilled] = useState(false);
  const busy = items.some((item) => item.state.phase === "importing");
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sources = sourcesOf(new FormData(event.currentTarget));
    if (sources.length > 0) onImport(sources);
  };
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="Import notebooks"
      description="A notebook is a .src.md or .ipynb file, or other Markdown. Files can also be dropped anywhere on the library."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{items.length > 0 ? "Done" : "Cancel"}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            disabled={!filled}
            busy={busy ? "Importing" : undefined}
          >
            Import
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={onSubmit}
        onInput={(event) => setFilled(sourcesOf(new FormData(event.currentTarget)).length > 0)}
        className="flex flex-col gap-4"
      >
        <FileChoice onChoose={(files) => onImport(files.map(fromFile))} />
        <TextField
          label="Address"
          name="url"
          type="url"
          placeholder="https://example.com/notebook.src.md"
          mono
        />
        <TextArea
          label="Text"
          name="text"
          rows={5}
          mono
          placeholder="Markdown, or the JSON of a Jupyter notebook"
        />
      </form>
      <ImportResults items={items} onFollow={() => onOpenChange(false)} />
    </Dialog>
  );
}

function sourcesOf(form: FormData): ImportSource[] {
  const url = String(form.get("url") ?? "").trim();
  const text = String(form.get("text") ?? "");
  return [...(url ? [fromURL(url)] : []), ...(text.trim() ? [fromText(text)] : [])];
}

function FileChoice({ onChoose }: { onChoose: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex items-center gap-3">
      <Button icon={<FileUp />} onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <span className="text-muted">.src.md, .ipynb, .md or .markdown; several at once</span>
      <input
        ref={input}
        type="file"
        multiple
        accept={notebookFiles.join(",")}
        aria-label="Notebook files"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length > 0) onChoose(files);
        }}
      />
    </div>
  );
}

function ImportResults({ items, onFollow }: { items: readonly ImportItem[]; onFollow: () => void }) {
  if (items.length === 0) return null;
  return (
    <section aria-label="Results" className="mt-5">
      <p role="status" className="mb-1 font-[550]">
        {importSummary(items)}
      </p>
      <ul className="border-line border-t">
        {items.map((item) => (
          <li key={item.id} className="flex gap-2.5 border-line border-b py-2">
            <Result item={item} onFollow={onFollow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Result({ item: { name, state }, onFollow }: { item: ImportItem; onFollow: () => void }) {
  switch (state.phase) {
    case "importing":
      return (
        <>
          <LoaderCircle className="mt-0.5 animate-spin text-muted" />
          <p className="min-w-0 flex-1 truncate text-muted">{name}: importing…</p>
        </>
      );
    case "imported":
      return (
        <>
          <CircleCheck className="mt-0.5 text-ok" />
          <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {name} is now{" "}
            <Link
              to="/n/$workspace"
              params={{ workspace: state.workspace.id }}
              onClick={onFollow}
              className="text-accent-text underline underline-offset-3"
            >
              {state.workspace.title}
            </Link>
            <span className="text-muted">{`, ${contentsOf(state.workspace)}`}</span>
          </p>
        </>
      );
    case "failed":
      return (
        <>
          <CircleAlert className="mt-0.5 text-bad" />
          <div className="min-w-0 flex-1">
            <p className="[overflow-wrap:anywhere]">
              <span className="font-[550]">{name}</span> was not imported. {state.fault.message}
            </p>
            <p className="text-muted">
              {state.fault.next} <CodeLink code={state.fault.code} />
            </p>
            <Findings details={state.fault.details ?? []} />
          </div>
        </>
      );
  }
}

/** What came of a file: "8 cells, JavaScript". Pure. */
function contentsOf({ cells, language }: Workspace): string {
  return `${cells} ${cells === 1 ? "cell" : "cells"}, ${language === "typescript" ? "TypeScript" : "JavaScript"}`;
}

function Findings({ details }: { details: FaultDetail[] }) {
  if (details.length === 0) return null;
  return (
    <ul className="mt-1.5 max-h-48 overflow-y-auto rounded-control bg-sunken px-2.5 py-1.5">
      {details.map((detail) => (
        <li key={`${detail.line} ${detail.message}`} className="flex gap-2.5">
          <span className="w-14 shrink-0 text-muted tabular-nums">
            {detail.line ? `line ${detail.line}` : ""}
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {detail.message}
            {detail.fix && <span className="text-muted"> {detail.fix}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
