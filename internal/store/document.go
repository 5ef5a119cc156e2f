package store

import (
	"context"
	"slices"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

const (
	sqlUpdateIndex = `
UPDATE workspaces SET title = $2, language = $3, summary = $4, cells = $5, updated_at = $6
WHERE id = $1 AND trashed_at >= 0`

	sqlDocuments = `SELECT part, title, body FROM documents WHERE workspace = $1`

	sqlIndexDocument = `
INSERT INTO documents (workspace, part, title, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace, part) DO UPDATE SET title = excluded.title, body = excluded.body`

	sqlDeleteDocument = `DELETE FROM documents WHERE workspace = $1 AND part = $2`
)

// UpdateIndex stores what the library and the search know of a workspace's content: its row, and
// exactly these parts as searchable documents. Parts that have not changed are not written. Large
// workspaces are indexed step by step, so that the search may know a part of the change for a moment.
// Calls for one workspace must not overlap.
func (s *Store) UpdateIndex(ctx context.Context, id string, index workspace.Index) error {
	op := "index workspace " + id
	err := s.update(ctx, op, workspaceNotFound(id), sqlUpdateIndex,
		id, index.Title, index.Language, index.Summary, index.Cells, micros(index.At))
	if err != nil {
		return err
	}
	known, err := all(ctx, s, op, scanDocument, sqlDocuments, id)
	if err != nil {
		return err
	}
	for step := range slices.Chunk(indexChanges(known, documentsOf(index)), indexStep) {
		err := s.write(ctx, op, func(t *tx) error { return t.changeDocuments(id, step) })
		if err != nil {
			return err
		}
	}
	return nil
}

// indexStep is how many documents are written in one go, so that other writers do not wait for long.
const indexStep = 50

func scanDocument(row scanner) (d workspace.Part, err error) {
	err = row.Scan(&d.Cell, &d.Filename, &d.Body)
	return d, err
}

// documentsOf are the parts of an index and, as a part without cell, the workspace's title.
func documentsOf(index workspace.Index) []workspace.Part {
	documents := make([]workspace.Part, 0, 1+len(index.Parts))
	documents = append(documents, workspace.Part{Filename: unmarked(index.Title)})
	for _, p := range index.Parts {
		documents = append(documents, workspace.Part{Cell: p.Cell, Filename: unmarked(p.Filename), Body: unmarked(p.Body)})
	}
	return documents
}

// documentChange writes a document, or deletes it.
type documentChange struct {
	workspace.Part
	gone bool
}

func indexChanges(known, wanted []workspace.Part) []documentChange {
	before := make(map[string]workspace.Part, len(known))
	for _, d := range known {
		before[d.Cell] = d
	}
	var changes []documentChange
	for _, d := range wanted {
		if old, found := before[d.Cell]; !found || old != d {
			changes = append(changes, documentChange{Part: d})
		}
		delete(before, d.Cell)
	}
	for _, d := range before {
		changes = append(changes, documentChange{Part: d, gone: true})
	}
	return changes
}

func (t *tx) changeDocuments(id string, changes []documentChange) error {
	for _, c := range changes {
		var err error
		if c.gone {
			_, err = t.exec(sqlDeleteDocument, id, c.Cell)
		} else {
			_, err = t.exec(sqlIndexDocument, id, c.Cell, c.Filename, c.Body)
		}
		if err != nil {
			return appendFault(id, err)
		}
	}
	return nil
}
