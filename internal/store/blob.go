package store

import (
	"context"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Blob is a workspace's reference to a content-addressed file, which package files keeps.
type Blob struct {
	Workspace string
	Hash      string // SHA-256 in lower-case hexadecimal
	Media     string // media type, such as image/png
	Size      int64  // bytes
	CreatedAt time.Time
}

const sqlSaveBlob = `
INSERT INTO blobs (workspace, hash, media, size, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace, hash) DO NOTHING`

// SaveBlob notes that a workspace refers to a file. The file has to be durable before.
func (s *Store) SaveBlob(ctx context.Context, b Blob) error {
	return s.write(ctx, "save blob "+b.Hash, func(t *tx) error {
		_, err := t.exec(sqlSaveBlob, b.Workspace, b.Hash, b.Media, b.Size, micros(b.CreatedAt))
		return appendFault(b.Workspace, err)
	})
}

const sqlBlob = `
SELECT workspace, hash, media, size, created_at FROM blobs WHERE workspace = $1 AND hash = $2`

// Blob returns a reference, or CodeNotFound when the workspace has none to this file.
func (s *Store) Blob(ctx context.Context, workspace, hash string) (Blob, error) {
	absent := fault.New(fault.CodeNotFound, "There is no file %s in this workspace", hash)
	return one(ctx, s, "read blob "+hash, absent, scanBlob, sqlBlob, workspace, hash)
}

const sqlBlobs = `
SELECT workspace, hash, media, size, created_at FROM blobs WHERE workspace = $1 ORDER BY hash`

// Blobs returns the references of a workspace, by hash.
func (s *Store) Blobs(ctx context.Context, workspace string) ([]Blob, error) {
	return all(ctx, s, "read the blobs of workspace "+workspace, scanBlob, sqlBlobs, workspace)
}

func scanBlob(row scanner) (Blob, error) {
	var b Blob
	var created int64
	err := row.Scan(&b.Workspace, &b.Hash, &b.Media, &b.Size, &created)
	b.CreatedAt = instant(created)
	return b, err
}

const sqlBlobReferences = `SELECT COUNT(*) FROM blobs WHERE hash = $1`

// BlobReferences counts the workspaces that refer to a file; at 0 the file may be removed.
func (s *Store) BlobReferences(ctx context.Context, hash string) (int64, error) {
	return one(ctx, s, "count references to blob "+hash, nil, scanInt, sqlBlobReferences, hash)
}

const sqlDeleteBlob = `DELETE FROM blobs WHERE workspace = $1 AND hash = $2`

// DeleteBlob removes a workspace's reference to a file, whether or not it has one.
func (s *Store) DeleteBlob(ctx context.Context, workspace, hash string) error {
	return s.execute(ctx, "delete blob "+hash, sqlDeleteBlob, workspace, hash)
}
