package store

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

const sqlUpdateIndex = `
UPDATE workspaces SET title = $2, language = $3, summary = $4, cells = $5, updated_at = $6 WHERE id = $1`

// UpdateIndex stores what the library and the search know of a workspace's content: its row, and
// exactly these parts as searchable documents. Parts that have not changed cost nothing.
func (s *Store) UpdateIndex(ctx context.Context, id string, index workspace.Index) error {
	return s.write(ctx, "index workspace "+id, func(t *tx) error {
		n, err := t.exec(sqlUpdateIndex, id, index.Title, index.Language, index.Summary, index.Cells, micros(index.At))
		if err != nil {
			return err
		}
		if n == 0 {
			return workspaceNotFound(id)
		}
		return t.indexDocuments(id, documentsOf(index))
	})
}

// documentsOf are the parts of an index and, as a part without cell, the workspace's title.
func documentsOf(index workspace.Index) []workspace.Part {
	return append([]workspace.Part{{Filename: index.Title}}, index.Parts...)
}

const (
	sqlDocumentParts = `SELECT part FROM documents WHERE workspace = $1`

	sqlIndexDocument = `
INSERT INTO documents (workspace, part, title, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace, part) DO UPDATE SET title = excluded.title, body = excluded.body
WHERE documents.title <> excluded.title OR documents.body <> excluded.body`

	sqlDeleteDocument = `DELETE FROM documents WHERE workspace = $1 AND part = $2`
)

func (t *tx) indexDocuments(id string, documents []workspace.Part) error {
	known, err := t.texts(sqlDocumentParts, id)
	if err != nil {
		return err
	}
	wanted := make(map[string]bool, len(documents))
	for _, d := range documents {
		wanted[d.Cell] = true
	}
	for _, part := range known {
		if wanted[part] {
			continue
		}
		if _, err := t.exec(sqlDeleteDocument, id, part); err != nil {
			return err
		}
	}
	for _, d := range documents {
		if _, err := t.exec(sqlIndexDocument, id, d.Cell, unmarked(d.Filename), unmarked(d.Body)); err != nil {
			return err
		}
	}
	return nil
}
