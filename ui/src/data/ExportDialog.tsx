import { Download } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { ExportFormat } from "~/protocol/api.ts";
import { faultOf } from "~/protocol/http.ts";
import { Button } from "~/ui/Button.tsx";
import { Dialog } from "~/ui/Dialog.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { Switch } from "~/ui/Switch.tsx";
import type { Exported } from "./useExport.tsx";
import { useExportWorkspace } from "./workspaces.ts";

interface Format {
  format: ExportFormat;
  name: string;
  /** What it is for. */
  says: string;
  /** Whether outputs are in it: as one likes, in any case, or never. */
  outputs: "choice" | "always" | "never";
}

const formats: Format[] = [
  {
    format: "srcmd",
    name: "Srcbook file (.src.md)",
    says: "The whole notebook as Markdown that imports again; good for git.",
    outputs: "choice",
  },
  {
    format: "markdown",
    name: "Markdown (.md)",
    says: "Prose and code for a README or a web site.",
    outputs: "choice",
  },
  {
    format: "ipynb",
    name: "Jupyter notebook (.ipynb)",
    says: "Opens in Jupyter and VS Code with the Deno or tslab kernel.",
    outputs: "choice",
  },
  {
    format: "html",
    name: "Web page (.html)",
    says: "One page to read anywhere, with the outputs, without a server or scripts. Maths and diagrams stay as they are written.",
    outputs: "always",
  },
  {
    format: "zip",
    name: "Folder (.zip)",
    says: "Source files that run with npm install and npx tsx.",
    outputs: "never",
  },
];

/** Asks in which format a notebook is to be saved, and has the browser save it. */
export function ExportDialog({ workspace, onClose }: { workspace: Exported; onClose: () => void }) {
  const form = useId();
  const [format, setFormat] = useState<ExportFormat>("srcmd");
  const [output, setOutput] = useState(false);
  const save = useExportWorkspace();
  const choice = formats.find((other) => other.format === format)?.outputs === "choice";
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: workspace.id, format, output: choice && output }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`Export ${workspace.title}`}
      description="Secrets and installed packages are never part of an export."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            icon={<Download />}
            busy={save.isPending ? "Exporting" : undefined}
          >
            Export
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit} className="flex flex-col gap-4">
        <fieldset>
          <legend className="sr-only">Format</legend>
          {formats.map((one) => (
            <Choice
              key={one.format}
              one={one}
              checked={one.format === format}
              onChoose={() => setFormat(one.format)}
            />
          ))}
        </fieldset>
        {choice && (
          <div className="px-2.5">
            <Switch
              label="With outputs"
              hint="What the latest run of each cell printed"
              checked={output}
              onCheckedChange={setOutput}
            />
          </div>
        )}
        {save.error && <Failure error={save.error} />}
      </form>
    </Dialog>
  );
}

function Choice({ one, checked, onChoose }: { one: Format; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex cursor-pointer gap-3 rounded-control px-2.5 py-2 hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name="format"
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-3.5 shrink-0 accent-accent outline-none"
      />
      <span>
        <span className="block font-[550]">{one.name}</span>
        <span className="block text-muted">{one.says}</span>
      </span>
    </label>
  );
}

function Failure({ error }: { error: Error }) {
  const { message, next, code } = faultOf(error);
  return <FaultNote message={message} next={next} code={code} />;
}
