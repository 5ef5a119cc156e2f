// The drafts of a session: for each cell with unconfirmed edits one.
import { ChangeSet } from "@codemirror/state";
import type { CellID, EditText } from "~/protocol/wire.ts";
import { Draft } from "./draft.ts";
import type { DraftRecord } from "./records.ts";
import { anyCell, type CellState, cellIndex, type LiveState, textOf } from "./state.ts";

export class Drafts {
  private readonly drafts = new Map<CellID, Draft>();
  private readonly shown = new WeakMap<Draft, { source: CellState; cell: CellState }>();

  get(cell: CellID): Draft | undefined {
    return this.drafts.get(cell);
  }

  /** Keeps a draft, or forgets the cell's when it has nothing unconfirmed. */
  set(cell: CellID, draft: Draft): void {
    if (draft.isSettled) this.drafts.delete(cell);
    else this.drafts.set(cell, draft);
  }

  delete(cell: CellID): void {
    this.drafts.delete(cell);
  }

  entries(): [CellID, Draft][] {
    return [...this.drafts];
  }

  /** How many edits are not confirmed. */
  get size(): number {
    let edits = 0;
    for (const draft of this.drafts.values()) edits += draft.unconfirmed.length;
    return edits;
  }

  withUnsent(): CellID[] {
    return this.entries().flatMap(([cell, draft]) => (draft.unsent > 0 ? [cell] : []));
  }

  /** The cell whose edits are in flight as this operation. */
  sentAs(counter: number): CellID | undefined {
    return this.entries().find(([, draft]) => draft.inFlight?.counter === counter)?.[0];
  }

  /** The operation that carries a cell's edits in flight, on the latest version known here. */
  editOf(cell: CellID): EditText | undefined {
    const draft = this.drafts.get(cell);
    if (!draft?.inFlight) return undefined;
    return { type: "text.edit", cell, base: draft.version, changes: draft.sent.map(toJSON) };
  }

  /** Lays the drafts over a state. Cells without a draft keep their identity. */
  overlay(state: LiveState): LiveState {
    if (this.drafts.size === 0) return state;
    const cells = [...state.cells];
    let { removed } = state;
    for (const [id, draft] of this.drafts) {
      const i = cellIndex(state, id);
      const cell = cells[i];
      if (cell) cells[i] = this.show(cell, draft);
      else
        removed = removed.map((r) =>
          r.cell.id === id ? { ...r, cell: this.show(r.cell, draft), editedBy: "" } : r,
        );
    }
    return { ...state, cells, removed };
  }

  private show(source: CellState, draft: Draft): CellState {
    const known = this.shown.get(draft);
    if (known?.source === source) return known.cell;
    const cell = { ...source, text: draft.text, version: draft.version + draft.unconfirmed.length };
    this.shown.set(draft, { source, cell });
    return cell;
  }

  /** What has to be kept of the drafts, whose confirmed texts stand in `known`. */
  records(known: LiveState): DraftRecord[] {
    return this.entries().flatMap(([cell, draft]) => {
      const base = anyCell(known, cell);
      if (!base) return [];
      const record = {
        cell,
        version: draft.version,
        base: base.text.toString(),
        unconfirmed: draft.unconfirmed.map(toJSON),
      };
      return [draft.inFlight ? { ...record, inFlight: draft.inFlight } : record];
    });
  }
}

/** A draft as a record holds it, with its confirmed text. */
export function draftOf(record: DraftRecord): { base: CellState["text"]; draft: Draft } {
  const base = textOf(record.base);
  const edits = record.unconfirmed.map((json) => ChangeSet.fromJSON(json));
  return { base, draft: Draft.of(base, record.version, edits, record.inFlight) };
}

/** A change set as it crosses to the server. */
export function toJSON(changes: ChangeSet): EditText["changes"][number] {
  return changes.toJSON();
}
