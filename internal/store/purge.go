package store

import "context"

const (
	sqlHideWorkspace    = `UPDATE workspaces SET trashed_at = -1 WHERE id = $1 AND trashed_at > 0`
	sqlHiddenWorkspaces = `SELECT id FROM workspaces WHERE trashed_at < 0`
	sqlPurgeWorkspace   = `DELETE FROM workspaces WHERE id = $1 AND trashed_at < 0`

	sqlPurgeJournal = `
DELETE FROM journal WHERE workspace = $1 AND seq IN (SELECT seq FROM journal WHERE workspace = $1 LIMIT $2)`

	sqlPurgeRevisions = `
DELETE FROM revisions WHERE workspace = $1 AND seq IN (SELECT seq FROM revisions WHERE workspace = $1 LIMIT $2)`

	sqlPurgeRuns = `DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE workspace = $1 LIMIT $2)`

	sqlPurgeDocuments = `
DELETE FROM documents WHERE workspace = $1 AND part IN (SELECT part FROM documents WHERE workspace = $1 LIMIT $2)`
)

// purgeSteps are the deletions that may be large, and how many rows go at once, so that other writers
// wait for some milliseconds at most. A run takes its output with it.
var purgeSteps = []struct {
	query string
	rows  int
}{{sqlPurgeJournal, 1000}, {sqlPurgeRevisions, 100}, {sqlPurgeRuns, 1}, {sqlPurgeDocuments, 50}}

// PurgeWorkspace forgets a workspace in the trash with everything that belongs to it: journal,
// snapshots, revisions, runs, output, grants, blob references and search documents. One that is not in the
// trash is CodeWorkspaceNotFound, so that nothing skips the trash. It disappears at once; a purge
// that is cut short goes on when the store is opened again.
func (s *Store) PurgeWorkspace(ctx context.Context, id string) error {
	op := "purge workspace " + id
	if err := s.update(ctx, op, workspaceNotFound(id), sqlHideWorkspace, id); err != nil {
		return err
	}
	return s.purge(context.WithoutCancel(ctx), id)
}

func (s *Store) purge(ctx context.Context, id string) error {
	op := "purge workspace " + id
	for _, step := range purgeSteps {
		for more := true; more; {
			err := s.write(ctx, op, func(t *tx) error {
				n, err := t.exec(step.query, id, step.rows)
				more = n > 0
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.execute(ctx, op, sqlPurgeWorkspace, id)
}

// finishPurges goes on with the purges that were cut short.
func (s *Store) finishPurges(ctx context.Context) error {
	ids, err := all(ctx, s, "finish purges", scanText, sqlHiddenWorkspaces)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.purge(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
