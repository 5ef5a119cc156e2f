import { FileUp } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useFileDrop } from "~/ui/useFileDrop.ts";

const DroppedFiles = lazy(async () => ({
  default: (await import("~/features/library/DroppedFiles.tsx")).DroppedFiles,
}));

/** Takes notebooks in that are dropped on any page. */
export function FileDrop() {
  const [files, setFiles] = useState<readonly File[]>();
  const over = useFileDrop(setFiles);
  return (
    <>
      {over && (
        <div className="pointer-events-none fixed inset-2 z-50 grid animate-appear place-items-center rounded-dialog border-2 border-accent border-dashed bg-accent-soft/90">
          <p className="flex items-center gap-2 font-[550] text-accent-text text-h3">
            <FileUp />
            Drop to import
          </p>
        </div>
      )}
      <Suspense>{files && <DroppedFiles files={files} onClose={() => setFiles(undefined)} />}</Suspense>
    </>
  );
}
