-- +goose Up
CREATE TABLE workspaces (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('notebook', 'app')),
    title      TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    summary    TEXT    NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    opened_at  INTEGER NOT NULL DEFAULT 0, -- 0: never
    trashed_at INTEGER NOT NULL DEFAULT 0, -- 0: not in the trash, -1: being purged
    cells      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX workspaces_present ON workspaces (updated_at, id) WHERE trashed_at = 0;
CREATE INDEX workspaces_trashed ON workspaces (updated_at, id) WHERE trashed_at > 0;
CREATE INDEX workspaces_purged ON workspaces (id) WHERE trashed_at < 0;

-- The primary key is the fence: of two servers that believe to own a workspace, one appends.
CREATE TABLE journal (
    workspace TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL CHECK (seq > 0),
    author    TEXT    NOT NULL,
    op_id     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    payload   BLOB    NOT NULL,
    PRIMARY KEY (workspace, seq),
    UNIQUE (workspace, op_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    workspace TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    payload   BLOB    NOT NULL,
    PRIMARY KEY (workspace, seq)
) STRICT;

CREATE TABLE runs (
    id        TEXT    NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    cell      TEXT    NOT NULL,
    queued_at INTEGER NOT NULL,
    ended_at  INTEGER NOT NULL DEFAULT 0, -- 0: has not ended
    record    BLOB    NOT NULL            -- the run as JSON
) STRICT;
CREATE INDEX runs_cell ON runs (workspace, cell, queued_at, id);

CREATE TABLE output (
    run    TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    stream TEXT    NOT NULL,
    body   BLOB    NOT NULL,
    PRIMARY KEY (run, seq)
) STRICT;

-- A row is a reference of a workspace to a content-addressed file.
CREATE TABLE blobs (
    workspace  TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    hash       TEXT    NOT NULL,
    media      TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, hash)
) STRICT;
CREATE INDEX blobs_hash ON blobs (hash);

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE secrets (
    name        TEXT    NOT NULL PRIMARY KEY,
    description TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    secret    TEXT NOT NULL REFERENCES secrets (name) ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY (workspace, secret)
) STRICT;
CREATE INDEX grants_secret ON grants (secret);

CREATE TABLE sessions (
    hash       BLOB    NOT NULL PRIMARY KEY,
    label      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One row that Health rewrites, so that it meets what every other write would meet.
CREATE TABLE probe (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;
INSERT INTO probe (id, at) VALUES (1, 0);

CREATE TABLE documents (
    id        INTEGER NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    part      TEXT    NOT NULL, -- a cell id; '' is the workspace's title
    title     TEXT    NOT NULL, -- the cell's file name, or the workspace's title
    body      TEXT    NOT NULL,
    UNIQUE (workspace, part)
) STRICT;
CREATE VIRTUAL TABLE documents_text USING fts5 (
    title, body,
    content = 'documents', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);
-- +goose StatementBegin
CREATE TRIGGER documents_insert AFTER INSERT ON documents BEGIN
    INSERT INTO documents_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_delete AFTER DELETE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_update AFTER UPDATE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO documents_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
-- +goose StatementEnd
