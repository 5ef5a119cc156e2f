package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/srcbook/srcbook/internal/core/history"
)

const sqlSteps = `
SELECT seq, author, at, kind, cell FROM journal WHERE workspace = $1 AND seq > $2 AND seq <= $3 ORDER BY seq DESC LIMIT $4`

// Steps returns at most limit entries that follow seq after, without their payloads, from seq to
// back: the newest first.
func (s *Store) Steps(ctx context.Context, workspace string, after, to int64, limit int) ([]history.Step, error) {
	op := fmt.Sprintf("list the journal of workspace %s up to %d", workspace, to)
	return all(ctx, s, op, scanStep, sqlSteps, workspace, after, to, limit)
}

func scanStep(row scanner) (v history.Step, err error) {
	var at int64
	err = row.Scan(&v.Seq, &v.Author, &at, &v.Kind, &v.Cell)
	v.At = instant(at)
	return v, err
}

const (
	sqlOldestSnapshot = `SELECT COALESCE(MIN(seq), 0) FROM snapshots WHERE workspace = $1`

	// The newest snapshots are what a session opens with, or falls back on.
	sqlSafeSnapshot = `
SELECT COALESCE(MIN(seq), 0) FROM (SELECT seq FROM snapshots WHERE workspace = $1 ORDER BY seq DESC LIMIT $2) AS newest`
)

// Extent is how far the journal of a workspace can be replayed, from the oldest snapshot on, and up
// to where it may be folded, so that enough is left to open the workspace with.
func (s *Store) Extent(ctx context.Context, workspace string) (floor, foldable int64, err error) {
	op := "read the extent of workspace " + workspace
	if floor, err = one(ctx, s, op, nil, scanInt, sqlOldestSnapshot, workspace); err != nil {
		return 0, 0, err
	}
	foldable, err = one(ctx, s, op, nil, scanInt, sqlSafeSnapshot, workspace, snapshotsKept)
	return floor, foldable, err
}

const (
	keptColumns = `seq, previous, base, started_at, at, edits, people, cells`

	sqlKept = `
SELECT ` + keptColumns + ` FROM revisions WHERE workspace = $1 AND seq <= $2 ORDER BY seq DESC LIMIT $3`

	sqlKeptContent = `SELECT ` + keptColumns + `, content FROM revisions WHERE workspace = $1 AND seq = $2`
)

// Kept returns at most limit kept revisions up to seq, the newest first, without their content.
func (s *Store) Kept(ctx context.Context, workspace string, seq int64, limit int) ([]history.Kept, error) {
	op := fmt.Sprintf("list the revisions of workspace %s up to %d", workspace, seq)
	return all(ctx, s, op, scanKept, sqlKept, workspace, seq, limit)
}

// KeptContent returns a kept revision with its content; nil content when there is no such revision.
func (s *Store) KeptContent(ctx context.Context, workspace string, seq int64) (history.Kept, error) {
	op := fmt.Sprintf("read revision %d of workspace %s", seq, workspace)
	return one(ctx, s, op, nil, scanKeptContent, sqlKeptContent, workspace, seq)
}

func scanKept(row scanner) (history.Kept, error) { return scanKeptAnd(row) }

func scanKeptContent(row scanner) (history.Kept, error) {
	var packed []byte
	k, err := scanKeptAnd(row, &packed)
	if err != nil {
		return k, err
	}
	k.Content, err = unpack(packed)
	return k, err
}

func scanKeptAnd(row scanner, more ...any) (k history.Kept, err error) {
	var started, at int64
	var people, cells []byte
	columns := []any{&k.Seq, &k.From, &k.Base, &started, &at, &k.Edits, &people, &cells}
	if err := row.Scan(append(columns, more...)...); err != nil {
		return k, err
	}
	k.StartedAt, k.At = instant(started), instant(at)
	if err := json.Unmarshal(people, &k.Authors); err != nil {
		return k, fmt.Errorf("read the authors of revision %d: %w", k.Seq, err)
	}
	if err := json.Unmarshal(cells, &k.Cells); err != nil {
		return k, fmt.Errorf("read the cells of revision %d: %w", k.Seq, err)
	}
	return k, nil
}

const (
	sqlKeep = `
INSERT INTO revisions (workspace, seq, previous, base, started_at, at, edits, people, cells, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

	sqlDropJournal   = `DELETE FROM journal WHERE workspace = $1 AND seq <= $2`
	sqlDropSnapshots = `DELETE FROM snapshots WHERE workspace = $1 AND seq < $2`
)

// Fold replaces the journal of a workspace up to entry seq by revisions, and the snapshots before by
// the one that follows that entry: all of it or nothing. seq must not be beyond what Extent allows.
func (s *Store) Fold(ctx context.Context, workspace string, seq int64, snapshot []byte, revisions []history.Kept) error {
	packed, err := pack(snapshot)
	if err != nil {
		return err
	}
	rows := make([][]any, len(revisions))
	for i, k := range revisions {
		if rows[i], err = keptRow(workspace, k); err != nil {
			return err
		}
	}
	return s.write(ctx, "fold the journal of workspace "+workspace, func(t *tx) error {
		for _, row := range rows {
			if _, err := t.exec(sqlKeep, row...); err != nil {
				return appendFault(workspace, err)
			}
		}
		if _, err := t.exec(sqlSaveSnapshot, workspace, seq, packed); err != nil {
			return appendFault(workspace, err)
		}
		if _, err := t.exec(sqlDropJournal, workspace, seq); err != nil {
			return err
		}
		_, err := t.exec(sqlDropSnapshots, workspace, seq)
		return err
	})
}

func keptRow(workspace string, k history.Kept) ([]any, error) {
	people, err := json.Marshal(append([]string{}, k.Authors...))
	if err != nil {
		return nil, err
	}
	cells, err := json.Marshal(append(k.Cells[:0:0], k.Cells...))
	if err != nil {
		return nil, err
	}
	packed, err := pack(k.Content)
	if err != nil {
		return nil, err
	}
	return []any{
		workspace, k.Seq, k.From, k.Base, micros(k.StartedAt), micros(k.At), k.Edits, string(people), string(cells), packed,
	}, nil
}

const sqlWorkspaceIDs = `SELECT id FROM workspaces WHERE id > $1 ORDER BY id LIMIT $2`

// WorkspaceIDs returns at most limit ids that follow the id after, in order.
func (s *Store) WorkspaceIDs(ctx context.Context, after string, limit int) ([]string, error) {
	return all(ctx, s, "list the workspaces", scanText, sqlWorkspaceIDs, after, limit)
}
