package store

import "context"

const (
	sqlStaleDocuments = `SELECT id, title, body, names FROM documents WHERE rules < $1 LIMIT $2`

	// A document that was changed meanwhile has another id.
	sqlRefreshNames = `UPDATE documents SET names = $2, rules = $3 WHERE id = $1`

	sqlRefreshRules = `UPDATE documents SET rules = $2 WHERE id = $1`
)

// stale is a document whose names were taken from it by earlier rules.
type stale struct {
	id          int64
	title, body string
	names       string
}

func scanStale(row scanner) (d stale, err error) {
	err = row.Scan(&d.id, &d.title, &d.body, &d.names)
	return d, err
}

// RefreshIndex brings a few documents that were indexed by an earlier version up to date, and reports
// whether that may have left some. The search knows them meanwhile as that version did.
func (s *Store) RefreshIndex(ctx context.Context) (more bool, err error) {
	const op = "refresh the search"
	found, err := all(ctx, s, op, scanStale, sqlStaleDocuments, nameRules, indexStep)
	if err != nil || len(found) == 0 {
		return false, err
	}
	err = s.write(ctx, op, func(t *tx) error {
		for _, d := range found {
			if err := t.refresh(d); err != nil {
				return err
			}
		}
		return nil
	})
	return err == nil && len(found) == indexStep, err
}

func (t *tx) refresh(d stale) error {
	names := joinedNames(d.title + " " + d.body)
	if names == d.names {
		_, err := t.exec(sqlRefreshRules, d.id, nameRules)
		return err
	}
	_, err := t.exec(sqlRefreshNames, d.id, names, nameRules)
	return err
}
