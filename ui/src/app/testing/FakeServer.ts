import type {
  Boot,
  Example,
  Fault,
  FoundSymbol,
  SearchHit,
  Secret,
  Settings,
  Status,
  Workspace,
} from "~/protocol/wire.ts";

type Answer = { status: number; body?: unknown };

const instant = "2026-03-01T12:00:00Z";

/** A notebook as a row of the library. */
export function aWorkspace(change: Partial<Workspace> & { id: string }): Workspace {
  return {
    kind: "notebook",
    title: "Untitled",
    language: "typescript",
    summary: "",
    cells: 3,
    running: 0,
    createdAt: instant,
    updatedAt: instant,
    ...change,
  };
}

/** A server in memory that behaves as the real one does towards the library and the settings. */
export class FakeServer {
  workspaces: Workspace[] = [];
  secrets: Secret[] = [];
  examples: Example[] = [];
  /** What every search finds. */
  hits: SearchHit[] = [];
  /** The names that every search for names finds. */
  symbols: FoundSymbol[] = [];
  settings: Settings = {
    theme: "light",
    defaultLanguage: "typescript",
    runTimeLimit: 0,
    outputLimit: 10,
    autoInstall: true,
    codeLigatures: false,
    wrapOutput: true,
  };
  signedIn = true;
  /** The token that signs in. */
  token = "right";
  /** Answers instead of the server, by "METHOD /path". */
  failures = new Map<string, Fault>();
  /** "METHOD /path body" of every request, in order. */
  requests: string[] = [];
  private created = 0;

  /** Takes the place of the global fetch. */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), "http://localhost");
    const method = init.method ?? "GET";
    const text = typeof init.body === "string" ? init.body : "";
    this.requests.push(`${method} ${url.pathname}${url.search} ${text}`.trim());
    const { status, body } = this.answer(method, url, text === "" ? {} : JSON.parse(text));
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
  };

  /** What the server puts into a page. */
  get boot(): Boot {
    return {
      session: { name: "you" },
      status: aStatus,
      settings: this.settings,
      workspaces: { items: this.workspaces },
    };
  }

  private answer(method: string, url: URL, body: Record<string, string>): Answer {
    const failure = this.failures.get(`${method} ${url.pathname}`);
    if (failure) return problem(failure.kind === "invalid" ? 422 : 500, failure);
    const [, , noun, id, action] = url.pathname.split("/");
    if (noun === "session") return this.session(method, body);
    if (!this.signedIn) {
      return problem(401, { code: "SB-1003", kind: "unauthenticated", message: "Sign in first" });
    }
    switch (noun) {
      case "status":
        return { status: 200, body: aStatus };
      case "settings":
        if (method === "PATCH") this.settings = { ...this.settings, ...body };
        return { status: 200, body: this.settings };
      case "secrets":
        return id === undefined
          ? { status: 200, body: { secrets: this.secrets } }
          : this.secret(method, id, body);
      case "examples":
        return { status: 200, body: { examples: this.examples } };
      case "symbols":
        return { status: 200, body: { symbols: this.symbols, missing: 0 } };
      case "search":
        return { status: 200, body: { hits: this.hits } };
      case "workspaces":
        return id === undefined
          ? this.library(method, url, body)
          : this.workspace(method, url, id, action, body);
      default:
        return notFound;
    }
  }

  private session(method: string, body: Record<string, string>): Answer {
    if (method === "DELETE") this.signedIn = false;
    if (method === "POST") this.signedIn = body.token === this.token;
    if (this.signedIn) return method === "GET" ? { status: 200, body: { name: "you" } } : { status: 204 };
    if (method === "DELETE") return { status: 204 };
    return problem(401, { code: "SB-1010", kind: "unauthenticated", message: "The token is not right" });
  }

  private library(method: string, url: URL, body: Record<string, string>): Answer {
    if (method === "POST") return { status: 201, body: this.add({ ...body }) };
    const trashed = url.searchParams.get("trashed") === "true";
    const words = (url.searchParams.get("q") ?? "").toLowerCase();
    const items = this.workspaces.filter(
      (row) => (row.trashedAt !== undefined) === trashed && row.title.toLowerCase().includes(words),
    );
    return { status: 200, body: { items } };
  }

  private workspace(
    method: string,
    url: URL,
    id: string,
    action: string | undefined,
    body: Record<string, string>,
  ): Answer {
    if (id === "import") return { status: 201, body: this.add({ title: body.filename ?? "Imported" }) };
    const row = this.workspaces.find((other) => other.id === id);
    if (!row) return notFound;
    if (action === "restore") delete row.trashedAt;
    else if (action === "duplicate") return { status: 201, body: this.add({ title: `${row.title} (copy)` }) };
    else if (method === "PATCH") Object.assign(row, body);
    else if (method === "DELETE" && url.searchParams.has("purge")) {
      this.workspaces = this.workspaces.filter((other) => other !== row);
    } else if (method === "DELETE") row.trashedAt = instant;
    return method === "DELETE" ? { status: 204 } : { status: 200, body: row };
  }

  private secret(method: string, name: string, body: Record<string, string>): Answer {
    this.secrets = this.secrets.filter((secret) => secret.name !== name);
    if (method === "PUT") {
      const { rename, description = "" } = body;
      this.secrets.push({ name: rename ?? name, description, updatedAt: instant, granted: [] });
    }
    return { status: 204 };
  }

  private add(change: Partial<Workspace>): Workspace {
    const row = aWorkspace({ ...change, id: `new${++this.created}` });
    this.workspaces.unshift(row);
    return row;
  }
}

const problem = (status: number, fault: Fault): Answer => ({
  status,
  body: { title: fault.kind, status, detail: fault.message, fault },
});

const notFound = problem(404, { code: "SB-1002", kind: "not_found", message: "There is no such thing" });

const aStatus: Status = {
  version: "1.0.0",
  boot: "b1",
  node: { version: "v24.1.0" },
  toolchain: { state: "ready" },
  isolation: "full",
  language: { state: "idle", open: 0, restarts: 0 },
  storage: { writable: true },
  sessions: 0,
  runs: 0,
};
