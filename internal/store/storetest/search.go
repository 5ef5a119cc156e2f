package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
)

func search(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	index := workspace.Index{Title: "Sorting 😀 numbers", At: at(1), Parts: []workspace.Part{
		{Cell: "c1", Body: "Prose about the Quicksort algorithm."},
		{Cell: "c2", Filename: "heap.ts", Body: "😀 export const quickSort = (a: number[]) => café(a)"},
		{Cell: "c3", Filename: "limit.ts", Body: "refillTokenBucket()"},
	}}
	check(t, s.UpdateIndex(ctx, "a", index))
	check(t, s.UpdateIndex(ctx, "b", workspace.Index{Title: "Nothing", At: at(1)}))

	bucket := workspace.Hit{Workspace: "a", Title: index.Title, Cell: "c3", Filename: "limit.ts", Snippet: index.Parts[2].Body}
	title := workspace.Hit{Workspace: "a", Title: index.Title, Snippet: index.Title, Marks: [][2]int{{0, 7}}}
	prose := workspace.Hit{Workspace: "a", Title: index.Title, Cell: "c1", Snippet: index.Parts[0].Body, Marks: [][2]int{{16, 25}}}
	code := workspace.Hit{Workspace: "a", Title: index.Title, Cell: "c2", Filename: "heap.ts", Snippet: index.Parts[1].Body, Marks: [][2]int{{16, 25}}}
	tests := []struct {
		name, query string
		want        []workspace.Hit
	}{
		{"title", "sorting", []workspace.Hit{title}},
		{"prefix in prose and code", "quicks", []workspace.Hit{with(code, [][2]int{{16, 22}}), with(prose, [][2]int{{16, 22}})}},
		{"all words have to be there", "quick café", []workspace.Hit{with(code, [][2]int{{16, 21}, {45, 49}})}},
		{"a part of a name", "sort café", []workspace.Hit{with(code, [][2]int{{21, 25}, {45, 49}})}},
		{"a name as it is written", "quickSort", []workspace.Hit{code, prose}},
		{"the end of a name", "tokenbuck", []workspace.Hit{with(bucket, [][2]int{{6, 15}})}},
		{"the last part of a name", "bucket", []workspace.Hit{with(bucket, [][2]int{{11, 17}})}},
		{"a name in small letters", "quicksort number", []workspace.Hit{with(code, [][2]int{{16, 25}, {32, 38}})}},
		{"accents do not matter", "cafe", []workspace.Hit{with(code, [][2]int{{45, 49}})}},
		{"file name", "heap.ts", []workspace.Hit{{
			Workspace: "a", Title: index.Title, Cell: "c2", Filename: "heap.ts", Snippet: "heap.ts", Marks: [][2]int{{0, 7}},
		}}},
		{"nothing", "absent", []workspace.Hit{}},
		{"no words", " -- * ", []workspace.Hit{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantHits(t, s, tt.query, tt.want) })
	}

	narrow(t, s, title, prose)

	index.Parts = index.Parts[:1]
	index.Parts[0].Body = "Something else"
	check(t, s.UpdateIndex(ctx, "a", index))
	wantHits(t, s, "quick", []workspace.Hit{})
	check(t, s.TrashWorkspace(ctx, "a", at(2)))
	wantHits(t, s, "sorting", []workspace.Hit{})
}

// narrow filters the searches for the workspace that search has made, beside one that nothing finds.
func narrow(t *testing.T, s *store.Store, title, prose workspace.Hit) {
	ctx := t.Context()
	check(t, s.Append(ctx, "a", []live.Entry{entry(1)}))
	check(t, s.UpdateIndex(ctx, "a", workspace.Index{
		Title: title.Title, Language: "typescript", Packages: []string{"zod", "@scope/some-name"}, At: at(1),
		Parts: []workspace.Part{{Cell: "c1", Body: prose.Snippet}},
	}))
	unmarked := with(title, nil)
	tests := []struct {
		name, query string
		want        []workspace.Hit
	}{
		{"language", "language:ts quicksort", []workspace.Hit{prose}},
		{"another language", "language:js quicksort", []workspace.Hit{}},
		{"package", "package:zod", []workspace.Hit{unmarked}},
		{"package of a scope", "package:@scope/some-name", []workspace.Hit{unmarked}},
		{"part of a package's name", "package:@scope/some", []workspace.Hit{}},
		{"author", "author:ada", []workspace.Hit{unmarked}},
		{"another author", "author:Bob", []workspace.Hit{}},
		{"before", "sorting before:2026-03-02", []workspace.Hit{title}},
		{"after", "sorting after:2026-03-02", []workspace.Hit{}},
		{"facets are not text", "facetlanguage", []workspace.Hit{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantHits(t, s, tt.query, tt.want) })
	}
}

func with(h workspace.Hit, marks [][2]int) workspace.Hit {
	h.Marks = marks
	return h
}

func wantHits(t *testing.T, s *store.Store, query string, want []workspace.Hit) {
	t.Helper()
	got, err := s.Search(t.Context(), workspace.ParseQuery(query, time.UTC), 10)
	check(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// searchInput sends what a text index might take for its own syntax.
func searchInput(t *testing.T, s *store.Store) {
	create(t, s, "a")
	check(t, s.UpdateIndex(t.Context(), "a", workspace.Index{
		Title: "x", At: at(1), Parts: []workspace.Part{{Cell: "c", Body: "AND OR NOT NEAR foo(bar) \x00\x01\x02 \"quoted\" title:body"}},
	}))
	for _, query := range []string{
		`"`, `""`, `"quoted`, `foo(bar`, `AND`, `OR NOT`, `NEAR(a b)`, `title:body`, `-x`, `*`, `a*b`, `^x`, `{title}: x`,
		"\x00", "a\x00b", "quoted\x01", "\xff\xfe", "'; DROP TABLE workspaces; --", "😀", "+", "(", "e\u0301", "½", "\ue000",
	} {
		if _, err := s.Search(t.Context(), workspace.Query{Text: query, Author: query, Package: query}, 10); err != nil {
			t.Errorf("search %q: %v", query, err)
		}
	}
}

// searchOldName pins that a file name is found behind more recent places than are compared.
func searchOldName(t *testing.T, s *store.Store) {
	create(t, s, "old", "new")
	check(t, s.UpdateIndex(t.Context(), "old", workspace.Index{Title: "Old", At: at(1), Parts: []workspace.Part{
		{Cell: "named", Filename: "bucket.ts", Body: "1"},
	}}))
	index := workspace.Index{Title: "New", At: at(2)}
	for i := range 300 {
		index.Parts = append(index.Parts, workspace.Part{Cell: fmt.Sprint("c", i), Body: "A bucket holds them."})
	}
	check(t, s.UpdateIndex(t.Context(), "new", index))
	hits, err := s.Search(t.Context(), workspace.ParseQuery("bucket", time.UTC), 10)
	check(t, err)
	if len(hits) == 0 || hits[0].Cell != "named" {
		t.Errorf("got %+v, want the cell that is named so first", hits)
	}
}

// editedBy pins that a row knows who changed its workspace last, and never takes the server for a person.
func editedBy(t *testing.T, s *store.Store) {
	create(t, s, "a")
	for i, author := range []string{"Ada", "Bob", "Ada", workspace.ServerName} {
		e := entry(int64(i) + 1)
		e.Author = author
		check(t, s.Append(t.Context(), "a", []live.Entry{e}))
		check(t, s.UpdateIndex(t.Context(), "a", workspace.Index{Title: "A", At: at(i + 1)}))
		want := author
		if author == workspace.ServerName {
			want = "Ada"
		}
		if w, err := s.Workspace(t.Context(), "a"); err != nil || w.EditedBy != want {
			t.Errorf("after %s: edited by %q, want %q, %v", author, w.EditedBy, want, err)
		}
	}
}
