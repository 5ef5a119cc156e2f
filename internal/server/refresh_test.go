package server_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/wire"
)

// After an upgrade the search comes to know what the earlier version did not index.
func TestSearchIsRefreshedAfterAnUpgrade(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	s.importText(file("Limits", "a.ts", "export const refillTokenBucket = 1;"))
	await := func(s *instance) {
		t.Helper()
		for began := time.Now(); len(do[wire.SearchResult](s, "GET", "/api/search?q=tokenbuck", nil).Hits) == 0; {
			if time.Since(began) > patience {
				t.Fatal("the end of the name is not found")
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	await(s)
	s.end()

	db, err := sql.Open("sqlite", filepath.Join(data, "srcbook.db"))
	check(t, err)
	_, err = db.ExecContext(t.Context(), `UPDATE documents SET rules = 0, names = ''`)
	check(t, err)
	check(t, db.Close())
	await(start(t, data))
}
