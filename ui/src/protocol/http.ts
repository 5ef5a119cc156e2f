import type { Fault, FaultKind, Problem } from "./wire.ts";

/** A request that did not succeed. Its message can be shown to people. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly fault: Fault;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(fault: Fault, status: number) {
    super(fault.message);
    this.fault = fault;
    this.status = status;
  }
}

/** The fault inside any thrown value. Pure. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const message = error instanceof Error ? error.message : String(error);
  return { code: "SB-1000", kind: "internal", message };
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Sends a request to the server and reads its JSON answer; undefined when the answer has no content.
 * Throws FaultError for every failure but an abort, which throws the signal's reason.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await faultFrom(response);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new FaultError(unreadable, response.status);
  }
}

/** A file that the server sends to be saved. */
export interface ServedFile {
  name: string;
  body: Blob;
}

/** Reads a file that the server sends to be saved. It fails as request does. */
export async function requestFile(path: string, signal?: AbortSignal): Promise<ServedFile> {
  const response = await send("GET", path, signal ? { signal } : {});
  if (!response.ok) throw await faultFrom(response);
  return {
    name: attachedName(response.headers.get("Content-Disposition") ?? ""),
    body: await response.blob(),
  };
}

/** The file name in a Content-Disposition; "download" when it has none. Pure. */
export function attachedName(disposition: string): string {
  const [, encoded] = disposition.match(/filename\*=utf-8''([^;]+)/i) ?? [];
  if (encoded) return decodeURIComponent(encoded);
  const [, quoted, bare] = disposition.match(/filename=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i) ?? [];
  return quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "download";
}

const unreachable: Fault = {
  code: "SB-7000",
  kind: "unavailable",
  message: "The server does not answer",
  next: "Check that Srcbook is still running, then try again",
};

const unreadable: Fault = {
  code: "SB-1000",
  kind: "internal",
  message: "The server's answer could not be read",
};

async function send(method: Method, path: string, { body, signal }: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FaultError(unreachable, 0);
  }
}

async function faultFrom(response: Response): Promise<FaultError> {
  let problem: Partial<Problem> = {};
  if (response.headers.get("Content-Type")?.includes("json")) {
    problem = await response.json().catch(() => ({}));
  }
  const fault = problem.fault ?? {
    code: "SB-1000",
    kind: kindOf(response.status),
    message: problem.detail ?? problem.title ?? `The server answered ${response.status}`,
  };
  return new FaultError(fault, response.status);
}

const kinds: Record<number, FaultKind> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  422: "invalid",
  429: "exhausted",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

function kindOf(status: number): FaultKind {
  return kinds[status] ?? (status < 500 ? "invalid" : "internal");
}
