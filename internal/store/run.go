package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

const sqlSaveRun = `
INSERT INTO runs (id, workspace, cell, queued_at, ended_at, record) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, record = excluded.record`

// SaveRun creates the record of a run, or brings it up to date. Output can only be appended to a run
// that has a record.
func (s *Store) SaveRun(ctx context.Context, workspace string, r live.Run) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("save run %s: %w", r.ID, err)
	}
	return s.write(ctx, "save run "+string(r.ID), func(t *tx) error {
		_, err := t.exec(sqlSaveRun, string(r.ID), workspace, string(r.Cell), micros(r.QueuedAt), micros(r.EndAt), record)
		return appendFault(workspace, err)
	})
}

const sqlRun = `SELECT record FROM runs WHERE workspace = $1 AND id = $2`

// Run returns the record of a workspace's run, or CodeRunNotFound.
func (s *Store) Run(ctx context.Context, workspace, run string) (live.Run, error) {
	return one(ctx, s, "read run "+run, runNotFound(run), scanRun, sqlRun, workspace, run)
}

func runNotFound(run string) error {
	return fault.New(fault.CodeRunNotFound, "There is no run %s", run)
}

const sqlRuns = `SELECT record FROM runs WHERE workspace = $1 ORDER BY cell, queued_at DESC, id DESC`

// Runs returns the records of a workspace's runs, by cell, the newest of each cell first.
func (s *Store) Runs(ctx context.Context, workspace string) ([]live.Run, error) {
	return all(ctx, s, "read the runs of workspace "+workspace, scanRun, sqlRuns, workspace)
}

func scanRun(row scanner) (live.Run, error) {
	var r live.Run
	var record []byte
	if err := row.Scan(&record); err != nil {
		return r, err
	}
	return r, json.Unmarshal(record, &r)
}

const sqlDeleteRun = `DELETE FROM runs WHERE id = $1`

// DeleteRun forgets a run and its output, whether or not it exists.
func (s *Store) DeleteRun(ctx context.Context, id string) error {
	return s.execute(ctx, "delete run "+id, sqlDeleteRun, id)
}

const sqlPruneRuns = `
DELETE FROM runs WHERE workspace = $1 AND cell = $2 AND ended_at > 0 AND id NOT IN (
    SELECT id FROM runs WHERE workspace = $1 AND cell = $2 ORDER BY queued_at DESC, id DESC LIMIT $3)`

// PruneRuns forgets the ended runs of a cell, with their output, but for the newest keep ones.
func (s *Store) PruneRuns(ctx context.Context, workspace, cell string, keep int) error {
	return s.execute(ctx, "prune the runs of cell "+cell, sqlPruneRuns, workspace, cell, keep)
}

const sqlAppendOutput = `
INSERT INTO output (run, seq, stream, body) VALUES ($1, $2, $3, $4) ON CONFLICT (run, seq) DO NOTHING`

// AppendOutput stores chunks of a run, all or none. A chunk that is stored already stays as it is,
// so that repeating the call is harmless. An unknown run is CodeRunNotFound.
func (s *Store) AppendOutput(ctx context.Context, run string, chunks []workspace.Chunk) error {
	if len(chunks) == 0 {
		return nil
	}
	return s.write(ctx, "append output of run "+run, func(t *tx) error {
		for _, c := range chunks {
			_, err := t.exec(sqlAppendOutput, run, c.Seq, c.Stream, []byte(c.Text))
			if isOrphan(err) {
				return runNotFound(run)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

const sqlOutput = `SELECT seq, stream, body FROM output WHERE run = $1 AND seq >= $2 ORDER BY seq LIMIT $3`

// Output returns at most limit chunks of a run, from sequence number from on, in order.
func (s *Store) Output(ctx context.Context, run string, from int64, limit int) ([]workspace.Chunk, error) {
	return all(ctx, s, fmt.Sprintf("read output of run %s from %d", run, from), scanChunk, sqlOutput, run, from, limit)
}

func scanChunk(row scanner) (workspace.Chunk, error) {
	var c workspace.Chunk
	var body []byte
	err := row.Scan(&c.Seq, &c.Stream, &body)
	c.Text = string(body)
	return c, err
}

const sqlTrimOutput = `DELETE FROM output WHERE run = $1 AND seq BETWEEN $2 AND $3`

// TrimOutput forgets the chunks of a run from sequence number from to sequence number to, both
// included.
func (s *Store) TrimOutput(ctx context.Context, run string, from, to int64) error {
	return s.execute(ctx, "trim output of run "+run, sqlTrimOutput, run, from, to)
}
