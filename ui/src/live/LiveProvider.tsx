import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import type { OutputLog } from "~/engine/output-log.ts";
import type { Session } from "~/engine/session.ts";
import type { SessionView } from "~/engine/session-types.ts";
import { runOf } from "~/engine/state.ts";
import type { Socket, SocketState } from "~/protocol/socket.ts";
import type { CellID, Run, RunID } from "~/protocol/wire.ts";
import { CellIndex } from "./cell-index.ts";
import type { LiveNotebook } from "./notebook.ts";

export interface Live extends LiveNotebook {
  readonly socket: Socket;
}

const LiveContext = createContext<Live | undefined>(undefined);
const IndexContext = createContext<CellIndex | undefined>(undefined);

/** Gives the parts of a page the open notebook. */
export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  const index = useMemo(() => new CellIndex(live.session), [live.session]);
  return (
    <LiveContext value={live}>
      <IndexContext value={index}>{children}</IndexContext>
    </LiveContext>
  );
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is used outside of LiveProvider");
  return live;
}

export function useSession(): Session {
  return useLive().session;
}

/**
 * A part of the session's view. The component is drawn again when the part is another one by
 * `same`, which is identity unless given: select what keeps its identity.
 */
export function useSelect<T>(select: (view: SessionView) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const session = useSession();
  const subscribe = useCallback((changed: () => void) => session.subscribe(changed), [session]);
  return useView(session, subscribe, select, same);
}

/** useSelect for what depends on one cell and its runs only: it is asked only when those change. */
export function useCell<T>(cell: CellID, select: (view: SessionView) => T): T {
  const session = useSession();
  const index = useContext(IndexContext);
  const subscribe = useCallback(
    (changed: () => void) => index?.subscribe(cell, changed) ?? (() => {}),
    [index, cell],
  );
  return useView(session, subscribe, select, Object.is);
}

function useView<T>(
  session: Session,
  subscribe: (changed: () => void) => () => void,
  select: (view: SessionView) => T,
  same: (a: T, b: T) => boolean,
): T {
  const last = useRef<{ value: T } | undefined>(undefined);
  const read = () => {
    const value = select(session.view);
    if (last.current && same(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  };
  return useSyncExternalStore(subscribe, read);
}

/** Equality of records by their fields. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

/** The latest run of a cell. */
export function useRunOf(cell: CellID): Run | undefined {
  return useCell(cell, (view) => runOf(view.state, cell));
}

const noRun = () => () => {};

export interface RunOutput {
  readonly log: OutputLog;
  /** Changes with the output, at most once per frame. */
  readonly version: number;
  /** How many lines there are, in the log or still to come. */
  readonly lines: number;
  /** The log holds all that is kept of the output by now. */
  readonly complete: boolean;
  /** About how many bytes are kept of it. */
  readonly kept: number;
  /** A part of it was left out, here or for good. */
  readonly cut: boolean;
}

/** The output of a run: its beginning, or all of it while useWholeOutput asks for it. */
export function useOutput(run: RunID): RunOutput {
  const { outputs } = useLive();
  const subscribe = useCallback(
    (changed: () => void) => (run === "" ? noRun() : outputs.subscribe(run, changed)),
    [outputs, run],
  );
  const version = useSyncExternalStore(subscribe, () => outputs.version(run));
  return {
    log: outputs.log(run),
    version,
    lines: outputs.lines(run),
    complete: outputs.complete(run),
    kept: outputs.kept(run),
    cut: outputs.cut(run),
  };
}

/** All output of a run, which the server sends while somebody looks at it. */
export function useWholeOutput(run: RunID): RunOutput {
  const { session } = useLive();
  useEffect(() => {
    session.watch(run, true);
    return () => session.watch(run, false);
  }, [session, run]);
  return useOutput(run);
}

/** What the tab's connection is doing. */
export function useSocketState(): SocketState {
  const { socket } = useLive();
  const subscribe = useCallback((changed: () => void) => socket.listen({ state: changed }), [socket]);
  return useSyncExternalStore(subscribe, () => socket.state);
}
