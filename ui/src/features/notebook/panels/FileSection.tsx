import { useQuery } from "@tanstack/react-query";
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { useExport } from "~/data/useExport.tsx";
import { workspaceQuery } from "~/data/workspaces.ts";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { clipboardToast, copyText } from "~/ui/copy.ts";
import { useToast } from "~/ui/Toast.tsx";

/** The file that the notebook is kept in, if it was opened in place, and the way to save it as another. */
export function FileSection() {
  const { workspace } = useLive();
  const title = useSelect((view) => view.state.title);
  const { data } = useQuery(workspaceQuery(workspace));
  const { ask, dialog } = useExport();
  return (
    <section aria-label="File" className="flex flex-col items-start gap-1.5">
      {data?.file ? (
        <KeptIn file={data.file} />
      ) : (
        <p className="text-muted">The notebook as a file, to keep in git or to read elsewhere.</p>
      )}
      <Button icon={<Download />} onClick={() => ask({ id: workspace, title })}>
        Export…
      </Button>
      {dialog}
    </section>
  );
}

function KeptIn({ file }: { file: string }) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  return (
    <>
      <p>
        <span className="text-muted">Kept in</span>{" "}
        <span className="font-mono text-small [overflow-wrap:anywhere]">{file}</span>
      </p>
      <p className="text-muted">Changes here are written to it, and its changes come in here.</p>
      <Button
        icon={copied ? <Check /> : <Copy />}
        onClick={() => void copyText(file).then((done) => (done ? setCopied(true) : toast(clipboardToast)))}
      >
        {copied ? "Copied" : "Copy the path"}
      </Button>
      <span role="status" className="sr-only">
        {copied ? "The path was copied" : ""}
      </span>
    </>
  );
}
