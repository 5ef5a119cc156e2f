package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

const sqlCreateWorkspace = `
INSERT INTO workspaces (id, kind, title, language, summary, cells, created_at, updated_at, opened_at, trashed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// CreateWorkspace adds a row together with the state that the workspace begins with, which becomes
// the snapshot at entry 0. A taken id is CodeConflict.
func (s *Store) CreateWorkspace(ctx context.Context, w workspace.Workspace, snapshot []byte) error {
	packed, err := pack(snapshot)
	if err != nil {
		return err
	}
	return s.write(ctx, "create workspace "+w.ID, func(t *tx) error {
		_, err := t.exec(sqlCreateWorkspace, w.ID, string(w.Kind), w.Title, w.Language, w.Summary, w.Cells,
			micros(w.CreatedAt), micros(w.UpdatedAt), micros(w.OpenedAt), micros(w.TrashedAt))
		if isTaken(err) {
			return fault.Wrap(fault.CodeConflict, err, "There is a workspace %s already", w.ID)
		}
		if err != nil {
			return err
		}
		_, err = t.exec(sqlSaveSnapshot, w.ID, 0, packed)
		return err
	})
}

const workspaceColumns = `id, kind, title, language, summary, cells, created_at, updated_at, opened_at, trashed_at,
COALESCE((SELECT author FROM contributors WHERE workspace = workspaces.id AND author <> '` + workspace.ServerName + `' ORDER BY seq DESC LIMIT 1), '')`

func scanWorkspace(row scanner) (workspace.Workspace, error) {
	var w workspace.Workspace
	var created, updated, opened, trashed int64
	err := row.Scan(&w.ID, &w.Kind, &w.Title, &w.Language, &w.Summary, &w.Cells,
		&created, &updated, &opened, &trashed, &w.EditedBy)
	w.CreatedAt, w.UpdatedAt, w.OpenedAt, w.TrashedAt = instant(created), instant(updated), instant(opened), instant(trashed)
	return w, err
}

const sqlWorkspace = `SELECT ` + workspaceColumns + ` FROM workspaces WHERE id = $1 AND trashed_at >= 0`

// Workspace returns a workspace, also one in the trash, or CodeWorkspaceNotFound.
func (s *Store) Workspace(ctx context.Context, id string) (workspace.Workspace, error) {
	return one(ctx, s, "read workspace "+id, workspaceNotFound(id), scanWorkspace, sqlWorkspace, id)
}

func workspaceNotFound(id string) error {
	return fault.New(fault.CodeWorkspaceNotFound, "There is no workspace %s", id)
}

const (
	sqlPresentWorkspaces = `
SELECT ` + workspaceColumns + ` FROM workspaces
WHERE trashed_at = 0 AND (updated_at, id) < ($1, $2) AND lower(title) LIKE $3 ESCAPE '\'
ORDER BY updated_at DESC, id DESC LIMIT $4`

	sqlTrashedWorkspaces = `
SELECT ` + workspaceColumns + ` FROM workspaces
WHERE trashed_at > 0 AND (updated_at, id) < ($1, $2) AND lower(title) LIKE $3 ESCAPE '\'
ORDER BY updated_at DESC, id DESC LIMIT $4`
)

// ListWorkspaces returns a page of the rows that match the filter, the last updated first, and the
// cursor of the next page, "" when there is none.
func (s *Store) ListWorkspaces(ctx context.Context, f workspace.Filter) (rows []workspace.Workspace, next string, err error) {
	before, id, err := parseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	query := sqlPresentWorkspaces
	if f.Trashed {
		query = sqlTrashedWorkspaces
	}
	rows, err = all(ctx, s, "list workspaces", scanWorkspace, query, before, id, likePart(f.Query), f.Limit+1)
	if err != nil || len(rows) <= f.Limit {
		return rows, "", err
	}
	rows = rows[:f.Limit]
	last := rows[f.Limit-1]
	return rows, formatCursor(micros(last.UpdatedAt), last.ID), nil
}

// likePart is the pattern of what contains part. SQLite's lower() knows only ASCII.
func likePart(part string) string {
	lower := strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, part)
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(lower) + "%"
}

func formatCursor(at int64, id string) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d,%s", at, id))
}

func parseCursor(cursor string) (before int64, id string, err error) {
	if cursor == "" {
		return 1<<63 - 1, "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, found := strings.Cut(string(raw), ",")
	before, numberErr := strconv.ParseInt(at, 10, 64)
	if err != nil || !found || numberErr != nil {
		return 0, "", fault.New(fault.CodeInvalid, "%q is not a cursor of this list", cursor)
	}
	return before, id, nil
}

const sqlTouchWorkspace = `UPDATE workspaces SET opened_at = $2 WHERE id = $1 AND trashed_at >= 0`

// TouchWorkspace notes that a workspace was opened.
func (s *Store) TouchWorkspace(ctx context.Context, id string, openedAt time.Time) error {
	return s.update(ctx, "touch workspace "+id, workspaceNotFound(id), sqlTouchWorkspace, id, micros(openedAt))
}

const sqlTrashWorkspace = `UPDATE workspaces SET trashed_at = $2 WHERE id = $1 AND trashed_at >= 0`

// TrashWorkspace puts a workspace into the trash.
func (s *Store) TrashWorkspace(ctx context.Context, id string, at time.Time) error {
	return s.update(ctx, "trash workspace "+id, workspaceNotFound(id), sqlTrashWorkspace, id, micros(at))
}

// RestoreWorkspace takes a workspace out of the trash.
func (s *Store) RestoreWorkspace(ctx context.Context, id string) error {
	return s.update(ctx, "restore workspace "+id, workspaceNotFound(id), sqlTrashWorkspace, id, int64(0))
}

// update runs one statement that has to change a row, or returns absent.
func (s *Store) update(ctx context.Context, op string, absent error, query string, args ...any) error {
	return s.write(ctx, op, func(t *tx) error {
		n, err := t.exec(query, args...)
		if err == nil && n == 0 {
			return absent
		}
		return err
	})
}

// execute runs one statement that may find nothing to change.
func (s *Store) execute(ctx context.Context, op, query string, args ...any) error {
	return s.write(ctx, op, func(t *tx) error {
		_, err := t.exec(query, args...)
		return err
	})
}
