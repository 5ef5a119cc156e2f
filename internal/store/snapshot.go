package store

import "context"

// snapshotsKept is how many snapshots of a workspace remain: the newest, and two to fall back on.
const snapshotsKept = 3

const (
	sqlSaveSnapshot = `
INSERT INTO snapshots (workspace, seq, payload) VALUES ($1, $2, $3)
ON CONFLICT (workspace, seq) DO UPDATE SET payload = excluded.payload`

	sqlDropSnapshots = `
DELETE FROM snapshots WHERE workspace = $1 AND seq < (
    SELECT MIN(seq) FROM (SELECT seq FROM snapshots WHERE workspace = $1 ORDER BY seq DESC LIMIT $2) AS kept)`
)

// SaveSnapshot stores the state after entry seq. The journal stays whole; only the last few
// snapshots are kept.
func (s *Store) SaveSnapshot(ctx context.Context, workspace string, seq int64, payload []byte) error {
	return s.write(ctx, "save a snapshot of workspace "+workspace, func(t *tx) error {
		if _, err := t.exec(sqlSaveSnapshot, workspace, seq, bytesOf(payload)); err != nil {
			return appendFault(workspace, err)
		}
		_, err := t.exec(sqlDropSnapshots, workspace, snapshotsKept)
		return err
	})
}

const sqlSnapshot = `SELECT seq, payload FROM snapshots WHERE workspace = $1 ORDER BY seq DESC LIMIT 1`

// Snapshot returns the newest snapshot and the entry that it follows; seq 0 and nil when there is
// none.
func (s *Store) Snapshot(ctx context.Context, workspace string) (seq int64, payload []byte, err error) {
	type snapshot struct {
		seq     int64
		payload []byte
	}
	found, err := one(ctx, s, "read the snapshot of workspace "+workspace, nil, func(row scanner) (snapshot, error) {
		var v snapshot
		err := row.Scan(&v.seq, &v.payload)
		return v, err
	}, sqlSnapshot, workspace)
	return found.seq, found.payload, err
}
