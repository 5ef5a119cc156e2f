import type { Text } from "@codemirror/state";
import { useMemo } from "react";
import "./editor.css";

/** Code as the editor would show it, without an editor: what stands far from the eye. */
export function StillCode({ text }: { text: Text }) {
  const content = useMemo(() => text.toString(), [text]);
  const numbers = useMemo(() => Array.from({ length: text.lines }, (_, i) => i + 1).join("\n"), [text]);
  return (
    <div className="code-still">
      <pre aria-hidden="true">{numbers}</pre>
      <pre>{content}</pre>
    </div>
  );
}
