package store_test

import (
	"fmt"
	"testing"

	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store/storetest"
)

// Documents that an earlier version indexed are found by their names as before, and by the ends of them
// once they were refreshed. What changes meanwhile is not written over.
func TestDocumentsOfAnEarlierVersionAreRefreshed(t *testing.T) {
	ctx, folder := t.Context(), t.TempDir()
	s := openAt(t, folder)
	const stale = 120
	index := workspace.Index{Title: "Limits", At: storetest.Epoch}
	for i := range stale {
		index.Parts = append(index.Parts, workspace.Part{
			Cell: fmt.Sprintf("c%d", i), Filename: "a.ts", Body: fmt.Sprintf("refillTokenBucket%d()", i),
		})
	}
	check(t, s.CreateWorkspace(ctx, storetest.Workspace("w"), []byte("{}")))
	check(t, s.UpdateIndex(ctx, "w", index))
	db := foreign(t, folder)
	_, err := db.ExecContext(ctx, `UPDATE documents SET rules = 0, names = 'refilltokenbucket' WHERE part <> ''`)
	check(t, err)
	count := func(query string) int {
		t.Helper()
		var n int
		check(t, db.QueryRowContext(ctx, query).Scan(&n))
		return n
	}
	finds := func(words string) int {
		t.Helper()
		hits, err := s.Search(ctx, workspace.Query{Text: words}, 10)
		check(t, err)
		return len(hits)
	}
	if whole, end := finds("refilltokenb"), finds("tokenbuck"); whole == 0 || end != 0 {
		t.Fatalf("before: %d by the whole name, %d by its end", whole, end)
	}
	batches := 0
	for more := true; more; batches++ {
		more, err = s.RefreshIndex(ctx)
		check(t, err)
	}
	if left := count(`SELECT COUNT(*) FROM documents WHERE rules = 0`); left != 0 || batches != 3 {
		t.Errorf("%d documents are left after %d batches", left, batches)
	}
	if end := finds("tokenbuck"); end == 0 {
		t.Error("nothing is found by the end of a name")
	}
	if again, err := s.RefreshIndex(ctx); again || err != nil {
		t.Errorf("once more: %v, %v", again, err)
	}
	before := count(`SELECT SUM(id) FROM documents`)
	check(t, s.UpdateIndex(ctx, "w", index))
	if after := count(`SELECT SUM(id) FROM documents`); after != before {
		t.Error("what has not changed was written again")
	}
}
