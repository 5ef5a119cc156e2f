package store

import (
	"context"
	"slices"
	"time"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

const (
	sqlUpdateIndex = `
UPDATE workspaces SET title = $2, language = $3, summary = $4, cells = $5, updated_at = $6
WHERE id = $1 AND trashed_at >= 0`

	sqlDocuments = `SELECT part, title, body, names, facets FROM documents WHERE workspace = $1`

	sqlIndexDocument = `
INSERT INTO documents (workspace, part, title, body, names, facets, changed_at, rules)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	sqlContributorSeq = `SELECT COALESCE(MAX(seq), 0) FROM contributors WHERE workspace = $1`

	sqlNewContributors = `
SELECT author, MAX(seq) FROM journal WHERE workspace = $1 AND seq > $2 GROUP BY author`

	sqlContribute = `
INSERT INTO contributors (workspace, author, seq) VALUES ($1, $2, $3)
ON CONFLICT (workspace, author) DO UPDATE SET seq = excluded.seq`

	sqlContributors = `SELECT author FROM contributors WHERE workspace = $1 ORDER BY author`

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
	authors, err := s.contributors(ctx, op, id)
	if err != nil {
		return err
	}
	known, err := all(ctx, s, op, scanDocument, sqlDocuments, id)
	if err != nil {
		return err
	}
	for step := range slices.Chunk(indexChanges(known, documentsOf(index, authors)), indexStep) {
		err := s.write(ctx, op, func(t *tx) error { return t.changeDocuments(id, index.At, step) })
		if err != nil {
			return err
		}
	}
	return nil
}

// contributors brings the list of those who changed a workspace up to its journal and returns it.
func (s *Store) contributors(ctx context.Context, op, id string) ([]string, error) {
	last, err := one(ctx, s, op, nil, scanInt, sqlContributorSeq, id)
	if err != nil {
		return nil, err
	}
	news, err := all(ctx, s, op, scanContributor, sqlNewContributors, id, last)
	if err != nil {
		return nil, err
	}
	if len(news) > 0 {
		err = s.write(ctx, op, func(t *tx) error {
			for _, c := range news {
				if _, err := t.exec(sqlContribute, id, c.author, c.seq); err != nil {
					return appendFault(id, err)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all(ctx, s, op, scanText, sqlContributors, id)
}

type contributor struct {
	author string
	seq    int64
}

func scanContributor(row scanner) (c contributor, err error) {
	err = row.Scan(&c.author, &c.seq)
	return c, err
}

// indexStep is how many documents are written in one go, so that other writers do not wait for long.
const indexStep = 50

// document is a searchable text as the index keeps it.
type document struct {
	part   string // a cell id; "" is the workspace's title
	title  string
	body   string
	names  string
	facets string
}

func scanDocument(row scanner) (d document, err error) {
	err = row.Scan(&d.part, &d.title, &d.body, &d.names, &d.facets)
	return d, err
}

// documentsOf are the parts of an index and, as a part without cell, the workspace's title.
func documentsOf(index workspace.Index, authors []string) []document {
	facets := facetsOf(index, authors)
	documents := make([]document, 0, 1+len(index.Parts))
	add := func(part, title, body string) {
		d := document{part: part, title: seamed(unmarked(title)), body: seamed(unmarked(body)), facets: facets}
		d.names = joinedNames(d.title + " " + d.body)
		documents = append(documents, d)
	}
	add("", index.Title, "")
	documents[0].facets += " " + titleFacet
	for _, p := range index.Parts {
		add(p.Cell, p.Filename, p.Body)
	}
	return documents
}

// documentChange writes a document, or deletes it.
type documentChange struct {
	document
	gone bool
}

func indexChanges(known, wanted []document) []documentChange {
	before := make(map[string]document, len(known))
	for _, d := range known {
		before[d.part] = d
	}
	var changes []documentChange
	for _, d := range wanted {
		if old, found := before[d.part]; !found || old != d {
			changes = append(changes, documentChange{document: d})
		}
		delete(before, d.part)
	}
	for _, d := range before {
		changes = append(changes, documentChange{document: d, gone: true})
	}
	return changes
}

func (t *tx) changeDocuments(id string, at time.Time, changes []documentChange) error {
	for _, c := range changes {
		// A changed document gets a new number, so that the numbers are in the order of the changes.
		_, err := t.exec(sqlDeleteDocument, id, c.part)
		if err == nil && !c.gone {
			_, err = t.exec(sqlIndexDocument, id, c.part, c.title, c.body, c.names, c.facets, micros(at), nameRules)
		}
		if err != nil {
			return appendFault(id, err)
		}
	}
	return nil
}
