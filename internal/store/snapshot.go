package store

import (
	"context"
	"fmt"
)

// snapshotsKept is how many snapshots of a workspace remain in any case: the newest, and two to fall
// back on. Of the older ones the first of each stretch of entries remains, so that any revision is
// reached by replaying a stretch at most; the oldest is where the history begins.
const snapshotsKept = 3

const (
	sqlSaveSnapshot = `
INSERT INTO snapshots (workspace, seq, payload) VALUES ($1, $2, $3)
ON CONFLICT (workspace, seq) DO UPDATE SET payload = excluded.payload`

	sqlThinSnapshots = `
DELETE FROM snapshots WHERE workspace = $1 AND seq < (
    SELECT MIN(seq) FROM (SELECT seq FROM snapshots WHERE workspace = $1 ORDER BY seq DESC LIMIT $2) AS kept)
AND seq NOT IN (SELECT MIN(seq) FROM snapshots WHERE workspace = $1 GROUP BY seq / 2000)`
)

// SaveSnapshot stores the state after entry seq. The journal stays whole; snapshots that nothing
// needs any more are dropped.
func (s *Store) SaveSnapshot(ctx context.Context, workspace string, seq int64, payload []byte) error {
	payload, err := pack(payload)
	if err != nil {
		return err
	}
	return s.write(ctx, "save a snapshot of workspace "+workspace, func(t *tx) error {
		if _, err := t.exec(sqlSaveSnapshot, workspace, seq, payload); err != nil {
			return appendFault(workspace, err)
		}
		_, err := t.exec(sqlThinSnapshots, workspace, snapshotsKept)
		return err
	})
}

const sqlSnapshot = `SELECT seq, payload FROM snapshots WHERE workspace = $1 ORDER BY seq DESC LIMIT 1`

// Snapshot returns the newest snapshot and the entry that it follows; seq 0 and nil when there is
// none.
func (s *Store) Snapshot(ctx context.Context, workspace string) (seq int64, payload []byte, err error) {
	found, err := one(ctx, s, "read the snapshot of workspace "+workspace, nil, scanSnapshot, sqlSnapshot, workspace)
	return found.seq, found.payload, err
}

const sqlSnapshotBefore = `
SELECT seq, payload FROM snapshots WHERE workspace = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1`

// SnapshotBefore is Snapshot among the states that follow an entry before the given one.
func (s *Store) SnapshotBefore(ctx context.Context, workspace string, before int64) (seq int64, payload []byte, err error) {
	op := fmt.Sprintf("read the snapshot of workspace %s before %d", workspace, before)
	found, err := one(ctx, s, op, nil, scanSnapshot, sqlSnapshotBefore, workspace, before)
	return found.seq, found.payload, err
}

type snapshot struct {
	seq     int64
	payload []byte
}

// scanSnapshot returns what cannot be unpacked as it is stored: decoding it tells of the damage, and
// an older snapshot can take its place.
func scanSnapshot(row scanner) (v snapshot, err error) {
	if err = row.Scan(&v.seq, &v.payload); err != nil {
		return v, err
	}
	if payload, damaged := unpack(v.payload); damaged == nil {
		v.payload = payload
	}
	return v, nil
}
