package store

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const (
	sqlSetOrigin = `INSERT INTO origins (workspace, path) VALUES ($1, $2)`

	sqlOrigin = `SELECT path FROM origins WHERE workspace = $1`

	sqlWorkspaceOfOrigin = `
SELECT origins.workspace FROM origins JOIN workspaces ON workspaces.id = origins.workspace
WHERE origins.path = $1 AND workspaces.trashed_at >= 0`
)

// SetOrigin notes the file that a workspace is opened in place from. A file that belongs to a
// workspace already is CodeConflict.
func (s *Store) SetOrigin(ctx context.Context, id, path string) error {
	return s.write(ctx, "note the file of workspace "+id, func(t *tx) error {
		_, err := t.exec(sqlSetOrigin, id, path)
		if isTaken(err) {
			return fault.Wrap(fault.CodeConflict, err, "%s is open in another notebook already", path)
		}
		return err
	})
}

// Origin is the file that a workspace is opened in place from, "" for none.
func (s *Store) Origin(ctx context.Context, id string) (path string, err error) {
	return one(ctx, s, "read the file of workspace "+id, nil, scanText, sqlOrigin, id)
}

// WorkspaceOfOrigin is the workspace that is opened in place from a file, "" for none.
func (s *Store) WorkspaceOfOrigin(ctx context.Context, path string) (id string, err error) {
	return one(ctx, s, "find the workspace of a file", nil, scanText, sqlWorkspaceOfOrigin, path)
}
