package store

import (
	"context"
	"database/sql"
	"errors"
)

// scanner is a row that a query has found.
type scanner interface{ Scan(dest ...any) error }

// all returns every row of a query.
func all[T any](ctx context.Context, s *Store, op string, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.classify(op, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err reports what matters
	found := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, s.classify(op, err)
		}
		found = append(found, v)
	}
	if err := rows.Err(); err != nil {
		return nil, s.classify(op, err)
	}
	return found, nil
}

// one returns the only row of a query, or absent when there is none.
func one[T any](ctx context.Context, s *Store, op string, absent error, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	v, err := scan(s.readers.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return v, absent
	}
	return v, s.classify(op, err)
}
