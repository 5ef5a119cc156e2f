// The types that cross between the server and its clients. They mirror internal/wire and
// internal/core/live of the server name by name; those are the source of truth.

export type WorkspaceID = string;
export type CellID = string;
export type RunID = string;
/** One editor instance (a tab and a workspace), never a person. */
export type ClientID = string;
/** `<client>:<counter>`; the counters of one client only grow. */
export type OpID = string;
/** An instant in RFC 3339. */
export type Time = string;

export type Language = "typescript" | "javascript";
export type WorkspaceKind = "notebook" | "app";

// Faults

export type FaultKind =
  | "internal"
  | "invalid"
  | "not_found"
  | "conflict"
  | "unauthenticated"
  | "forbidden"
  | "too_large"
  | "exhausted"
  | "unavailable"
  | "canceled";

export interface FaultDetail {
  /** 1-based; missing when the finding has no line. */
  line?: number;
  message: string;
  /** What to change. */
  fix?: string;
}

export interface Fault {
  /** Stable identifier, SB-nnnn. */
  code: string;
  kind: FaultKind;
  /** What happened. */
  message: string;
  /** What to do. */
  next?: string;
  details?: FaultDetail[];
}

/** The body of an application/problem+json answer. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  fault?: Fault;
}

// Library

export interface Workspace {
  id: WorkspaceID;
  kind: WorkspaceKind;
  title: string;
  language: Language;
  /** First line of prose. */
  summary: string;
  cells: number;
  /** Cells that run now. */
  running: number;
  createdAt: Time;
  updatedAt: Time;
  openedAt?: Time;
  trashedAt?: Time;
}

export interface WorkspacePage {
  items: Workspace[];
  /** Cursor of the next page; missing on the last one. */
  next?: string;
}

export interface NewWorkspace {
  kind?: "notebook";
  /** Missing: Untitled. */
  title?: string;
  language?: Language;
}

export interface WorkspacePatch {
  title?: string;
}

/** Exactly one of text, url and example is set. */
export interface Import {
  /** Name of the file, for messages. */
  filename?: string;
  text?: string;
  url?: string;
  example?: string;
}

export interface Example {
  id: string;
  title: string;
  summary: string;
  language: Language;
  cells: number;
}

export interface ExampleList {
  examples: Example[];
}

export interface SearchHit {
  workspace: WorkspaceID;
  title: string;
  cell?: CellID;
  filename?: string;
  snippet: string;
  /** Matches in the snippet as [start, end) in UTF-16 units. */
  marks: [number, number][];
}

export interface SearchResult {
  hits: SearchHit[];
}

// Packages

export type PackagesState =
  | "unknown"
  | "up_to_date"
  | "out_of_date"
  | "installing"
  | "failed"
  /** package.json is not valid JSON. */
  | "invalid";

export interface PackagesStatus {
  state: PackagesState;
  packages: Package[];
  /** Imports that no declared package provides. */
  missing: MissingImport[];
  progress?: Progress;
  /** Why the last installation failed. */
  fault?: Fault;
  /** The last lines of the running or latest installation. */
  log: string[];
  elapsedMs?: number;
  /** Packages whose install scripts were not run. */
  skipped?: string[];
}

export interface Package {
  name: string;
  range: string;
  /** Version in the workspace folder. */
  installed?: string;
  /** Newest version, when known. */
  latest?: string;
  dev?: boolean;
}

export interface MissingImport {
  package: string;
  files: string[];
  /** Line of the first import. */
  line: number;
  /** The @types package that it needs, when known. */
  types?: string;
}

export interface Progress {
  phase: "waiting" | "resolving" | "downloading" | "linking" | "done";
  done: number;
  /** 0 while unknown. */
  total: number;
  text: string;
}

export interface AddPackages {
  packages: AddPackage[];
}

export interface AddPackage {
  name: string;
  /** Missing: the newest version. */
  range?: string;
  dev?: boolean;
}

export interface FoundPackage {
  name: string;
  version: string;
  description?: string;
  license?: string;
  /** In the last week, when the registry says so. */
  downloads?: number;
  date?: string;
}

export interface FoundPackages {
  packages: FoundPackage[];
}

// Secrets, settings, status, session

export interface Secret {
  name: string;
  description?: string;
  updatedAt: Time;
  /** Workspaces whose cells get it. */
  granted: WorkspaceID[];
}

export interface SecretList {
  secrets: Secret[];
}

/** Sets a secret. Without a value only the other fields change; rename keeps its grants. */
export interface PutSecret {
  value?: string;
  description?: string;
  rename?: string;
}

export type Theme = "system" | "light" | "dark" | "contrast";

export interface Settings {
  theme: Theme;
  defaultLanguage: Language;
  /** Seconds a run may take, 0 for no limit. */
  runTimeLimit: number;
  /** Install packages when a notebook is opened. */
  autoInstall: boolean;
  codeLigatures: boolean;
  wrapOutput: boolean;
}

export type SettingsPatch = Partial<Settings>;

export type Isolation = "none" | "process" | "landlock" | "full";

export interface Status {
  version: string;
  /** Changes with each start of the server. */
  boot: string;
  node: NodeStatus;
  toolchain: ToolchainStatus;
  isolation: Isolation;
  storage: StorageStatus;
  /** Open workspaces. */
  sessions: number;
  /** Running cells. */
  runs: number;
}

export interface NodeStatus {
  version?: string;
  fault?: Fault;
}

export interface ToolchainStatus {
  state: "missing" | "installing" | "ready" | "failed";
  detail?: string;
  fault?: Fault;
}

export interface StorageStatus {
  writable: boolean;
  fault?: Fault;
}

export interface SignIn {
  token: string;
}

export interface Session {
  /** The person. */
  name: string;
}

// Workspace state

export type CellKind = "markdown" | "code" | "package" | "tsconfig";

export interface Cell {
  id: CellID;
  kind: CellKind;
  filename?: string;
  text: string;
  version: number;
}

/** A deleted cell that can be restored. */
export interface RemovedCell {
  cell: Cell;
  after: CellID;
}

export type RunPhase = "queued" | "starting" | "evaluating" | "running" | "exited";

export type ExitReason =
  | "finished"
  | "failed"
  | "stopped"
  | "timed_out"
  | "out_of_memory"
  | "killed"
  | "server_restarted"
  | "skipped";

export interface Exit {
  reason: ExitReason;
  /** Exit code of the process, -1 when a signal ended it or it never began. */
  code: number;
  signal?: string;
  /** One sentence for people, missing when finished. */
  message?: string;
  failure?: Failure;
}

/** The error that ended a run, in the cell's own lines and columns. */
export interface Failure {
  message: string;
  /** File name of the cell that failed, when it is one. */
  file?: string;
  /** 1-based. */
  line?: number;
  /** 1-based, UTF-16 units. */
  column?: number;
  /** The source around the place. */
  frame?: string;
  trace?: string;
  /** The npm package that is missing, when that is the reason. */
  package?: string;
}

export interface Run {
  id: RunID;
  cell: CellID;
  filename: string;
  /** Id of the first run that was started together with this one. */
  batch?: RunID;
  /** Who started it. */
  by?: string;
  phase: RunPhase;
  /** Version of the cell's text that ran. */
  version: number;
  queuedAt: Time;
  startAt?: Time;
  endAt?: Time;
  ports?: number[];
  /** The run has asked for input. */
  stdin?: boolean;
  exit?: Exit;
}

export interface Snapshot {
  workspace: WorkspaceID;
  kind: WorkspaceKind;
  title: string;
  language: Language;
  cells: Cell[];
  removed: RemovedCell[];
  /** The latest run of each cell and the unfinished ones. */
  runs: Run[];
  /** Counter of the last operation that was accepted from the client that asked. */
  confirmed: number;
  packages: PackagesStatus;
}

// Operations

/** A CodeMirror change set in its JSON form. */
export type ChangeSetJSON = (number | [number, ...string[]])[];

export interface EditText {
  type: "text.edit";
  cell: CellID;
  /** Version of the cell that the first change applies to. */
  base: number;
  changes: ChangeSetJSON[];
}

export interface InsertCell {
  type: "cell.insert";
  cell: CellID;
  /** Empty: first. */
  after: CellID;
  kind: "markdown" | "code";
  filename?: string;
  text: string;
}

export interface DeleteCell {
  type: "cell.delete";
  cell: CellID;
}

export interface RestoreCell {
  type: "cell.restore";
  cell: CellID;
}

export interface MoveCell {
  type: "cell.move";
  cell: CellID;
  /** Empty: first. */
  after: CellID;
}

export interface RenameCell {
  type: "cell.rename";
  cell: CellID;
  filename: string;
}

export interface SetTitle {
  type: "title.set";
  title: string;
}

/** Several run in the given order; the first failure skips the rest. */
export interface StartRuns {
  type: "run.start";
  runs: RunRequest[];
  /** Stops runs of the same cells first; without it an active cell is a conflict. */
  restart?: boolean;
}

export interface RunRequest {
  /** Chosen by the requester: 1 to 40 of A-Z a-z 0-9 _ -. */
  run: RunID;
  cell: CellID;
}

export interface StopRun {
  type: "run.stop";
  run: RunID;
}

/** Forgets the last, ended run of a cell, or of every cell when none is named. */
export interface ClearOutput {
  type: "output.clear";
  cell?: CellID;
}

/** Made by the server only. */
export interface AdvanceRun {
  type: "run.state";
  run: RunID;
  phase: RunPhase;
  ports?: number[];
  stdin?: boolean;
  exit?: Exit;
}

export type ClientOp =
  | EditText
  | InsertCell
  | DeleteCell
  | RestoreCell
  | MoveCell
  | RenameCell
  | SetTitle
  | StartRuns
  | StopRun
  | ClearOutput;

export type Op = ClientOp | AdvanceRun;

// Socket: from the client

export interface Open {
  type: "open";
  channel: number;
  workspace: WorkspaceID;
  client: ClientID;
  /** The last sequence number that the client has. */
  since?: number;
  /** How many chunks of each run the client has. */
  outputs?: Record<RunID, number>;
}

export interface Close {
  type: "close";
  channel: number;
}

export interface Submit {
  type: "op";
  channel: number;
  id: OpID;
  op: ClientOp;
}

export interface Input {
  type: "input";
  channel: number;
  run: RunID;
  text?: string;
  end?: boolean;
}

export interface Ping {
  type: "ping";
  n: number;
}

export type ClientMessage = Open | Close | Submit | Input | Ping;

// Socket: from the server

export interface Welcome {
  type: "welcome";
  protocol: number;
  version: string;
  boot: string;
  /** Milliseconds between the server's pings; silence of twice that means a dead connection. */
  heartbeat: number;
}

export interface Opened {
  type: "opened";
  channel: number;
  /** The sequence number of the snapshot, or `since`. */
  seq: number;
  head: number;
  snapshot?: Snapshot;
}

export interface OpMessage {
  type: "op";
  channel: number;
  seq: number;
  id: OpID;
  author: string;
  at: Time;
  op: Op;
}

export interface Ack {
  type: "ack";
  channel: number;
  id: OpID;
  seq: number;
  at: Time;
  /** It had been accepted before; seq is the present head. */
  duplicate?: boolean;
}

export interface Reject {
  type: "reject";
  channel: number;
  id: OpID;
  fault: Fault;
}

export interface OutputChunk {
  /** cut: the text says what was left out here. */
  s: "out" | "err" | "cut";
  t: string;
}

/** The chunks from `from` up to, not including, `to`. */
export interface Output {
  type: "output";
  channel: number;
  run: RunID;
  from: number;
  to: number;
  chunks: OutputChunk[];
  /** Drop what was received of this run before. */
  reset?: boolean;
}

export interface FolderConflict {
  file: string;
  fault: Fault;
}

/** Exactly one of the parts is set. */
export interface Signal {
  type: "signal";
  channel: number;
  packages?: PackagesStatus;
  folder?: FolderConflict;
  storage?: StorageStatus;
}

export interface Closed {
  type: "closed";
  channel: number;
  fault: Fault;
}

export interface Pong {
  type: "pong";
  n: number;
}

export interface SocketError {
  type: "error";
  channel?: number;
  fault: Fault;
}

export type ServerMessage =
  | Welcome
  | Opened
  | OpMessage
  | Ack
  | Reject
  | Output
  | Signal
  | Closed
  | Pong
  | SocketError;

/** The protocol version that both ends must share. */
export const PROTOCOL = 1;
