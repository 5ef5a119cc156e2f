-- +goose Up
-- Files outside the data folder that workspaces are opened in place from.
CREATE TABLE origins (
    workspace TEXT NOT NULL PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
    path      TEXT NOT NULL UNIQUE
) STRICT;
