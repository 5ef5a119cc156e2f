// The names of what crosses between the server and its clients. The types come from wire.gen.ts, which is
// generated from the server's OpenAPI document; what that cannot express is refined here.
import type { components } from "./wire.gen.ts";

type Schemas = components["schemas"];

/** The protocol version that both ends must share. */
export const PROTOCOL = 2;

// Names of plain values

export type WorkspaceID = string;
export type CellID = string;
export type RunID = string;
/** One editor instance (a tab and a workspace), never a person. */
export type ClientID = string;
/** `<client>:<counter>`; the counters of one client only grow. */
export type OpID = string;
/** An instant in RFC 3339. */
export type Time = string;

export type Language = Workspace["language"];
export type WorkspaceKind = Workspace["kind"];
export type CellKind = Cell["kind"];
export type FaultKind = Fault["kind"];
export type PackagesState = PackagesStatus["state"];
export type RunPhase = Run["phase"];
export type ExitReason = Exit["reason"];
export type Theme = Settings["theme"];
export type Isolation = Status["isolation"];

// Faults

export type Fault = Schemas["Fault"];
export type FaultDetail = Schemas["Detail"];
/** The body of an application/problem+json answer. */
export type Problem = Schemas["Problem"];

// Library

export type Workspace = Schemas["Workspace"];
export type WorkspacePage = Schemas["WorkspacePage"];
/** What is left out is a TypeScript notebook called Untitled. */
export type NewWorkspace = Partial<Schemas["NewWorkspace"]>;
export type WorkspacePatch = Schemas["WorkspacePatch"];
export type Import = Schemas["Import"];
export type Example = Schemas["Example"];
export type ExampleList = Schemas["ExampleList"];
/** Its marks are matches in the snippet as [start, end) in UTF-16 units. */
export type SearchHit = Refined<Schemas["SearchHit"], { marks: [number, number][] }>;
export type SearchResult = Refined<Schemas["SearchResult"], { hits: SearchHit[] }>;
/** A name that the code of an open notebook defines. */
export type FoundSymbol = Schemas["Symbol"];
export type SymbolResult = Schemas["SymbolResult"];

// Packages

export type PackagesStatus = Schemas["PackagesStatus"];
export type Package = Schemas["Package"];
export type MissingImport = Schemas["MissingImport"];
export type Progress = Schemas["Progress"];
export type AddPackages = Schemas["AddPackages"];
export type AddPackage = Schemas["AddPackage"];
export type FoundPackage = Schemas["FoundPackage"];
export type FoundPackages = Schemas["FoundPackages"];

// History

export type HistoryItem = Schemas["HistoryItem"];
export type HistoryPage = Schemas["HistoryPage"];
export type CellDifference = Schemas["CellDifference"];
export type HistoryDifferences = Schemas["HistoryDifferences"];
export type Revision = Schemas["Revision"];
export type RestoreRevision = Schemas["RestoreRevision"];
export type RestoredRevision = Schemas["RestoredRevision"];

// Secrets, settings, status, session

export type Secret = Schemas["Secret"];
export type SecretList = Schemas["SecretList"];
export type PutSecret = Schemas["PutSecret"];
export type Settings = Schemas["Settings"];
export type SettingsPatch = Schemas["SettingsPatch"];
export type Status = Schemas["Status"];
export type NodeStatus = Schemas["NodeStatus"];
export type ToolchainStatus = Schemas["ToolchainStatus"];
export type StorageStatus = Schemas["StorageStatus"];
export type SignIn = Schemas["SignIn"];
export type Session = Schemas["Session"];
export type SessionPatch = Schemas["SessionPatch"];
/** What the server has put into the page of somebody who is signed in. */
export type Boot = Schemas["Boot"];

// Workspace state

export type Cell = Schemas["Cell"];
export type RemovedCell = Schemas["RemovedCell"];
export type Run = Schemas["Run"];
export type Exit = Schemas["Exit"];
export type Failure = Schemas["Failure"];
export type Snapshot = Schemas["Snapshot"];

// Operations

/** A CodeMirror change set in its JSON form. */
export type ChangeSetJSON = (number | [number, ...string[]])[];

export type EditText = Refined<Schemas["EditText"], { changes: ChangeSetJSON[] }>;
export type InsertCell = Schemas["InsertCell"];
export type DeleteCell = Schemas["DeleteCell"];
export type RestoreCell = Schemas["RestoreCell"];
export type MoveCell = Schemas["MoveCell"];
export type RenameCell = Schemas["RenameCell"];
export type SetTitle = Schemas["SetTitle"];
export type StartRuns = Schemas["StartRuns"];
export type RunRequest = Schemas["RunRequest"];
export type StopRun = Schemas["StopRun"];
export type ClearOutput = Schemas["ClearOutput"];
/** Made by the server only. */
export type AdvanceRun = Schemas["AdvanceRun"];

export type ClientOp = Exclude<Schemas["ClientOp"], { type: "text.edit" }> | EditText;
export type Op = Exclude<Schemas["Op"], { type: "text.edit" }> | EditText;

// Socket: from the client

export type Open = Schemas["Open"];
export type Close = Schemas["Close"];
export type Submit = Refined<Schemas["Submit"], { op: ClientOp }>;
export type Input = Schemas["Input"];
export type Ping = Schemas["Ping"];

export type Ask = Schemas["Ask"];
export type Forget = Schemas["Forget"];

export type ClientMessage = Exclude<Schemas["ClientMessage"], { type: "op" }> | Submit;

// Presence

/** A stretch of a cell's text as it stood at a version that the server has. */
export type Selection = Schemas["Selection"];
export type Presence = Schemas["Presence"];
/** A tab that follows the workspace; those of one author are one person. */
export type Peer = Schemas["Peer"];
export type DecodedCell = Schemas["DecodedCell"];
export type DecodedCells = Schemas["DecodedCells"];
export type People = Schemas["People"];

// Socket: from the server

export type Welcome = Schemas["Welcome"];
export type Opened = Schemas["Opened"];
export type OpMessage = Refined<Schemas["OpMessage"], { op: Op }>;
export type Ack = Schemas["Ack"];
export type Reject = Schemas["Reject"];
export type OutputSize = Schemas["OutputSize"];
export type OutputChunk = Schemas["OutputChunk"];
/** The chunks from `from` up to, not including, `to`. */
export type Output = Schemas["Output"];
export type FolderConflict = Schemas["FolderConflict"];
export type ConflictSides = Schemas["ConflictSides"];
export type ResolveConflict = Schemas["ResolveConflict"];
export type ResolvedConflict = Schemas["ResolvedConflict"];
/** Exactly one of the parts is set. */
export type Signal = Schemas["Signal"];
/** The versions are those of the cells that the answer speaks of. */
export type Answer = Schemas["Answer"];
export type LanguageStatus = Schemas["LanguageStatus"];
/** Its severities and tags are those of the Language Server Protocol. */
export type Diagnostic = Schemas["Diagnostic"];
/** All that is to be said about a version of a cell. */
export type Diagnostics = Schemas["Diagnostics"];
export type Closed = Schemas["Closed"];
export type Pong = Schemas["Pong"];
export type SocketError = Schemas["Error"];

export type ServerMessage = Exclude<Schemas["ServerMessage"], { type: "op" }> | OpMessage;

type Refined<T, Parts extends Partial<Record<keyof T, unknown>>> = Omit<T, keyof Parts> & Parts;
