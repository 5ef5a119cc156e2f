import { useMemo } from "react";
import { editorCommands } from "~/commands/editor.ts";
import { activeEditor } from "~/editor/CellEditor.tsx";
import { pressUsual } from "~/editor/usual-keys.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { useToast } from "~/ui/Toast.tsx";

/** Offers what editors can do by keys to the palette, and to keys that a person chooses for it. */
export function EditorCommands() {
  const toast = useToast();
  useCommands(
    useMemo(
      () =>
        Object.values(editorCommands).map((definition): Command => {
          const [usual = ""] = definition.keys;
          const run = () => {
            const view = activeEditor();
            if (view) pressUsual(view, usual);
            else toast({ text: "Put the caret into a cell first" });
          };
          return { ...definition, run };
        }),
      [toast],
    ),
  );
  return null;
}
