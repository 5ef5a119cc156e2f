// Packages that would resolve a problem, such as missing types.
import type { EditorView } from "@codemirror/view";
import type { Diagnostic } from "~/protocol/wire.ts";
import { codeFile } from "./file.ts";

/** The packages that a diagnostic asks for, each with what adds it. */
export function installsOf(
  view: EditorView,
  diagnostic: Diagnostic,
): readonly { label: string; run: () => void }[] {
  const desk = view.state.facet(codeFile)?.desk;
  return (diagnostic.install ?? []).map((name) => ({
    label: `Add ${name}`,
    run: () => desk?.host?.addPackage(name, name.startsWith("@types/")),
  }));
}
