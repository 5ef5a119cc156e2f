// A notebook on a model of the server, for tests by role.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, waitFor } from "@testing-library/react";
import { useMemo, useRef } from "react";
import { MemoryWorkStore } from "~/engine/records.ts";
import { Session } from "~/engine/session.ts";
import { type CellState, textOf } from "~/engine/state.ts";
import { type ModelConnection, ModelServer } from "~/engine/testing/model-server.ts";
import { type Live, LiveProvider } from "~/live/LiveProvider.tsx";
import { Language } from "~/live/language.ts";
import { Merges } from "~/live/merges.ts";
import { Outputs } from "~/live/outputs.ts";
import { Presence } from "~/live/presence.ts";
import { Socket } from "~/protocol/socket.ts";
import type { AdvanceRun, OutputChunk, OutputSize } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";
import { UIProvider } from "~/ui/UIProvider.tsx";
import { NotebookActions } from "../actions.ts";
import { CellFocus } from "../focus.ts";
import { Notebook } from "../Notebook.tsx";
import { NotebookContext } from "../NotebookContext.ts";
import { rendering } from "../Prose.tsx";
import { Selection } from "../selection.ts";

// jsdom does not lay text out; CodeMirror only asks where nothing is.
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect ??= () => new DOMRect();

export const codeCell = (id: string, text = "", filename = `${id}.ts`): CellState => ({
  id,
  kind: "code",
  filename,
  text: textOf(text),
  version: 0,
});

export const proseCell = (id: string, text: string): CellState => ({
  id,
  kind: "markdown",
  text: textOf(text),
  version: 0,
});

export class OpenedNotebook {
  readonly server: ModelServer;
  readonly outputs = new Outputs();
  readonly live: Live;
  /** What was written to standard inputs. */
  readonly inputs: string[] = [];
  /** The runs that were to be stopped. */
  readonly stopped: string[] = [];
  /** Whose output was asked for. */
  readonly watches: { run: string; off: boolean }[] = [];
  private connection: ModelConnection;

  constructor(cells: readonly CellState[]) {
    this.server = new ModelServer(cells);
    const hooks = { output: this.outputs.receive.bind(this.outputs) };
    const session = new Session({ workspace: "w", client: "t", store: new MemoryWorkStore(), hooks });
    const socket = new Socket({ url: "" });
    const language = new Language(session);
    const presence = new Presence(session);
    const { outputs } = this;
    const merges = new Merges();
    this.live = { workspace: "w", session, outputs, language, presence, merges, socket, close() {} };
    this.connection = this.server.connect();
    session.connected(this.connection);
  }

  /** Lets every message through, in both directions. */
  async settle(): Promise<void> {
    await act(async () => {
      for (let i = 0; i < 30; i++) {
        await Promise.resolve();
        const next = this.connection.toServer[0];
        if (next?.type === "input") this.inputs.push(next.text ?? "");
        if (next?.type === "op" && next.op.type === "run.stop") this.stopped.push(next.op.run);
        if (next?.type === "watch") this.watches.push({ run: next.run, off: next.off === true });
        this.server.step(this.connection);
        const message = this.connection.toClient.shift();
        if (message) this.live.session.receive(message);
      }
    });
  }

  /** Lets messages through until `check` no longer throws, where something happens before one is sent. */
  until(check: () => void): Promise<void> {
    return waitFor(async () => {
      await this.settle();
      check();
    });
  }

  /** The server reports what a run does. */
  async report(op: Omit<AdvanceRun, "type">): Promise<void> {
    this.server.report({ type: "run.state", ...op });
    await this.settle();
  }

  /** The server sends output; with `all` there is more than it sent. */
  async print(run: string, chunks: OutputChunk[], all?: OutputSize): Promise<void> {
    const from = this.outputs.log(run).chunks;
    await act(async () => {
      const to = from + chunks.length;
      this.outputs.receive({ type: "output", channel: 1, run, from, to, chunks, ...(all ? { all } : {}) });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }
}

/** Opens a notebook with these cells and draws it. */
export async function openNotebook(...cells: CellState[]): Promise<OpenedNotebook> {
  return openLinked(undefined, ...cells);
}

/** Opens a notebook as a link to one of its cells or headings does. */
export async function openLinked(linked: string | undefined, ...cells: CellState[]): Promise<OpenedNotebook> {
  const notebook = new OpenedNotebook(cells);
  await notebook.settle();
  await rendering.load();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <UIProvider>
        <LiveProvider live={notebook.live}>
          <Page live={notebook.live} linked={linked} />
        </LiveProvider>
      </UIProvider>
    </QueryClientProvider>,
  );
  return notebook;
}

function Page({ live, linked }: { live: Live; linked: string | undefined }) {
  const root = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const parts = useMemo(() => {
    const selection = new Selection();
    const focus = new CellFocus(() => root.current, selection);
    return { selection, focus, actions: new NotebookActions(live.session, selection, focus, toast) };
  }, [live, toast]);
  return (
    <NotebookContext value={parts}>
      <div ref={root}>
        <Notebook {...(linked === undefined ? {} : { linked })} />
      </div>
    </NotebookContext>
  );
}
