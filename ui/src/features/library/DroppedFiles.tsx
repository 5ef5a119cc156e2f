import { useEffect, useRef } from "react";
import { ImportDialog } from "./ImportDialog.tsx";
import { fromFile } from "./imports.ts";
import { useImports } from "./useImports.ts";

/** Brings files in that were dropped, and says what became of each. */
export function DroppedFiles({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  const { items, start } = useImports(onClose);
  const begin = useRef(start);
  const begun = useRef<readonly File[]>([]);
  useEffect(() => {
    if (begun.current === files) return;
    begun.current = files;
    void begin.current(files.map(fromFile));
  }, [files]);
  return (
    <ImportDialog
      open
      onOpenChange={(open) => !open && onClose()}
      items={items}
      onImport={(sources) => void start(sources)}
    />
  );
}
