package store

import (
	"context"
	"fmt"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

const sqlAppendEntry = `
INSERT INTO journal (workspace, seq, author, op_id, at, kind, cell, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Append makes entries durable, all or none of them. A sequence number or an operation id that is
// taken is CodeStorageFence: another server has appended to the workspace. After any other error
// nothing was appended either, unless the machine itself stopped; a caller that appends again after
// a restart has to read LastSeq first. An unknown workspace is CodeWorkspaceNotFound.
func (s *Store) Append(ctx context.Context, workspace string, entries []live.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows, err := entryRows(workspace, entries)
	if err != nil {
		return err
	}
	return s.write(ctx, "append to workspace "+workspace, func(t *tx) error {
		for _, row := range rows {
			if _, err := t.exec(sqlAppendEntry, row...); err != nil {
				return appendFault(workspace, err)
			}
		}
		return nil
	})
}

func entryRows(workspace string, entries []live.Entry) ([][]any, error) {
	rows := make([][]any, len(entries))
	for i, e := range entries {
		payload, err := live.EncodeOp(e.Op)
		if err != nil {
			return nil, fmt.Errorf("append entry %d to workspace %s: %w", e.Seq, workspace, err)
		}
		rows[i] = []any{workspace, e.Seq, e.Author, string(e.ID), micros(e.At), live.TypeOf(e.Op), string(live.CellOf(e.Op)), payload}
	}
	return rows, nil
}

func appendFault(workspace string, err error) error {
	switch {
	case isTaken(err):
		return fault.Wrap(fault.CodeStorageFence, err, "Another server has changed the workspace %s", workspace)
	case isOrphan(err):
		return fault.Wrap(fault.CodeWorkspaceNotFound, err, "There is no workspace %s", workspace)
	default:
		return err
	}
}

const sqlEntries = `
SELECT seq, author, op_id, at, payload FROM journal WHERE workspace = $1 AND seq > $2 ORDER BY seq LIMIT $3`

// Entries returns at most limit entries that follow seq after, in order.
func (s *Store) Entries(ctx context.Context, workspace string, after int64, limit int) ([]live.Entry, error) {
	op := fmt.Sprintf("read workspace %s after %d", workspace, after)
	return all(ctx, s, op, scanEntry, sqlEntries, workspace, after, limit)
}

func scanEntry(row scanner) (live.Entry, error) {
	var e live.Entry
	var at int64
	var payload []byte
	if err := row.Scan(&e.Seq, &e.Author, &e.ID, &at, &payload); err != nil {
		return e, err
	}
	e.At = instant(at)
	op, err := live.DecodeOp(payload)
	if err != nil {
		return e, fmt.Errorf("read entry %d: %w", e.Seq, err)
	}
	e.Op = op
	return e, nil
}

const sqlLastSeq = `SELECT COALESCE(MAX(seq), 0) FROM journal WHERE workspace = $1`

// LastSeq is the sequence number of the workspace's last entry; 0 when it has none.
func (s *Store) LastSeq(ctx context.Context, workspace string) (int64, error) {
	return one(ctx, s, "read the last entry of workspace "+workspace, nil, scanInt, sqlLastSeq, workspace)
}

func scanInt(row scanner) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}
