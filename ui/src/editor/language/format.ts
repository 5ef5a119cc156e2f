// Formatting files.
import type { ChangeSet, Text } from "@codemirror/state";
import type { TextEdit } from "vscode-languageserver-types";
import { diff } from "~/engine/diff.ts";
import { cellByID } from "~/engine/state.ts";
import type { Language } from "~/live/language.ts";
import type { CellID, Fault } from "~/protocol/wire.ts";
import { deskOf } from "./desk.ts";
import { makeChanges } from "./edits.ts";
import { askFile, type CodeFile, sayFault, type Told } from "./file.ts";
import { changesOf } from "./positions.ts";

type Formatted = Told<TextEdit[] | null>;

const ask = (file: CodeFile): Promise<Formatted> =>
  askFile(file, "srcbook/format", (_, textDocument) => ({ textDocument }));

/** Lays the file out as Prettier does, in one step to take back. */
export async function format(file: CodeFile): Promise<void> {
  const told = await ask(file);
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const changes = changesNow(file, told);
  if (changes) makeChanges(file.desk, new Map([[file.cell, changes]]));
}

/**
 * Lays the files of cells out as Prettier does, all in one step to take back. Returns why some were not; the
 * others are, all the same.
 */
export async function formatAll(language: Language, cells: readonly CellID[]): Promise<readonly Fault[]> {
  const desk = deskOf(language);
  const files = cells.map((cell) => ({ language, desk, cell }));
  const answers = await Promise.all(files.map(async (file) => ({ file, told: await ask(file) })));
  const changes = new Map<CellID, ChangeSet>();
  for (const { file, told } of answers) {
    const found = told.ok && changesNow(file, told);
    if (found) changes.set(file.cell, found);
  }
  makeChanges(desk, changes, { scroll: false });
  return answers.flatMap(({ told }) => (!told.ok && told.fault ? [told.fault] : []));
}

/** What makes the present text of a cell the formatted one; undefined when nothing has to be changed. */
function changesNow({ language, cell }: CodeFile, told: Formatted & { ok: true }): ChangeSet | undefined {
  if (!told.result || told.result.length === 0) return undefined;
  const present = cellByID(language.session.view.state, cell)?.text;
  const formatted = changesOf(told.text, told.result).apply(told.text);
  if (!present || present.eq(formatted)) return undefined;
  return smallest(told.text, formatted, present);
}

/** Only what differs, so that the caret and the marks stay at their places. */
function smallest(from: Text, to: Text, present: Text): ChangeSet {
  const small = diff(from, to);
  return from.eq(present) ? small : small.map(diff(from, present));
}
