-- +goose Up
-- By which rules the names of a document were taken from it. Documents of other rules are brought up to
-- date little by little while the server runs; those from before have the 0th.
ALTER TABLE documents ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
CREATE INDEX documents_rules ON documents (rules, id);

-- What is not in the text index does not change it.
DROP TRIGGER documents_update;
-- +goose StatementBegin
CREATE TRIGGER documents_update AFTER UPDATE OF title, body, names, facets ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, body, names, facets)
    VALUES ('delete', old.id, old.title, old.body, old.names, old.facets);
    INSERT INTO documents_text (rowid, title, body, names, facets)
    VALUES (new.id, new.title, new.body, new.names, new.facets);
END;
-- +goose StatementEnd
