-- +goose Up
-- Names in code are split where their parts meet, so that a part is found; the whole names of more
-- than one part stand beside it. Facets are what a search can be narrowed to. Rows from before get
-- them with the next change of their workspace. The index keeps no positions: a word of every
-- document is then looked up in milliseconds rather than seconds.
ALTER TABLE documents ADD COLUMN names TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN facets TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX documents_changed ON documents (changed_at, id);

DROP TRIGGER documents_insert;
DROP TRIGGER documents_delete;
DROP TRIGGER documents_update;
DROP TABLE documents_text;
CREATE VIRTUAL TABLE documents_text USING fts5 (
    title, body, names, facets,
    content = 'documents', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3',
    detail = 'column'
);
-- +goose StatementBegin
CREATE TRIGGER documents_insert AFTER INSERT ON documents BEGIN
    INSERT INTO documents_text (rowid, title, body, names, facets)
    VALUES (new.id, new.title, new.body, new.names, new.facets);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_delete AFTER DELETE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, body, names, facets)
    VALUES ('delete', old.id, old.title, old.body, old.names, old.facets);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_update AFTER UPDATE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, body, names, facets)
    VALUES ('delete', old.id, old.title, old.body, old.names, old.facets);
    INSERT INTO documents_text (rowid, title, body, names, facets)
    VALUES (new.id, new.title, new.body, new.names, new.facets);
END;
-- +goose StatementEnd
INSERT INTO documents_text (documents_text) VALUES ('rebuild');

-- Who has changed a workspace, up to which entry of its journal.
CREATE TABLE contributors (
    workspace TEXT    NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    author    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (workspace, author)
) STRICT;
CREATE INDEX contributors_seq ON contributors (workspace, seq);
