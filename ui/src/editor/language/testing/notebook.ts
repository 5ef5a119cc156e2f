// A notebook whose language server is the test.
import type { Text } from "@codemirror/state";
import { MemoryWorkStore } from "~/engine/records.ts";
import { Session } from "~/engine/session.ts";
import { type CellState, cellByID, textOf } from "~/engine/state.ts";
import { ModelServer } from "~/engine/testing/model-server.ts";
import type { TextEdit } from "~/engine/undo.ts";
import { Language } from "~/live/language.ts";
import type { Answer, Ask, CellID } from "~/protocol/wire.ts";
import { type Desk, type DeskHost, deskOf } from "../desk.ts";

export const codeCell = (id: CellID, text: string): CellState => ({
  id,
  kind: "code",
  filename: `${id}.ts`,
  text: textOf(text),
  version: 0,
});

export class AnsweringNotebook {
  readonly session: Session;
  readonly language: Language;
  readonly desk: Desk;
  /** What was said to the person. */
  readonly said: string[] = [];
  private readonly server: ModelServer;
  private readonly connection: ReturnType<ModelServer["connect"]>;

  constructor(...cells: readonly CellState[]) {
    this.server = new ModelServer(cells);
    this.session = new Session({ workspace: "w", client: "c", store: new MemoryWorkStore() });
    this.language = new Language(this.session);
    this.desk = deskOf(this.language);
    this.connection = this.server.connect();
    this.session.connected(this.connection);
    this.language.receiveStatus({ state: "ready", restarts: 0 });
    const host: Partial<DeskHost> = {
      say: (text) => this.said.push(text),
      rewrite: (edits: readonly TextEdit[]) => this.session.rewriteAll(edits),
    };
    this.desk.host = host as DeskHost;
  }

  /** Lets messages through until nothing moves; returns the questions among them. */
  async settle(): Promise<Ask[]> {
    const asked: Ask[] = [];
    for (let i = 0; i < 40; i++) {
      await Promise.resolve();
      const next = this.connection.toServer[0];
      if (next?.type === "ask") asked.push(next);
      this.server.step(this.connection);
      const message = this.connection.toClient.shift();
      if (message) this.session.receive(message);
    }
    return asked;
  }

  answer({ id }: Ask, result: unknown, versions: Answer["versions"]): void {
    this.session.receive({ type: "answer", channel: 1, id, result, ...(versions ? { versions } : {}) });
  }

  text(cell: CellID): Text | undefined {
    return cellByID(this.session.view.state, cell)?.text;
  }
}
