-- +goose Up
-- The cell that an operation concerns, so that a timeline need not read payloads; '' for none.
ALTER TABLE journal ADD COLUMN cell TEXT NOT NULL DEFAULT '';

-- Revisions that outlived their part of the journal. Content is whole where base is seq, and else
-- relative to the revision base.
CREATE TABLE revisions (
    workspace  TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    seq        INTEGER NOT NULL,
    previous   INTEGER NOT NULL, -- the kept revision before, seq for the first
    base       INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    edits      INTEGER NOT NULL,
    people     TEXT    NOT NULL, -- authors as a JSON array
    cells      TEXT    NOT NULL, -- ids of the changed cells as a JSON array
    content    BLOB    NOT NULL,
    PRIMARY KEY (workspace, seq)
) STRICT;
