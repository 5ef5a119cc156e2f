-- +goose Up
-- What the person at a browser calls themselves; '' for the one who started the server.
ALTER TABLE sessions ADD COLUMN name TEXT NOT NULL DEFAULT '';
