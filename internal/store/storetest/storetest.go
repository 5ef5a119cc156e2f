// Package storetest is the conformance suite of the store: what every database behind it has to do.
// A database's own tests call Run with a way to open an empty store.
package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
)

// Run checks a database. Open returns an empty store that is closed when the test ends.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	groups := []struct {
		name string
		test func(*testing.T, *store.Store)
	}{
		{"workspaces", workspaces},
		{"workspace pages", workspacePages},
		{"workspace purge", workspacePurge},
		{"journal", journal},
		{"journal isolation", journalIsolation},
		{"snapshots", snapshots},
		{"snapshot thinning", snapshotThinning},
		{"folding", folding},
		{"steps", steps},
		{"runs", runs},
		{"output", output},
		{"blobs", blobs},
		{"settings", settings},
		{"secrets", secrets},
		{"sessions", sessions},
		{"search", search},
		{"search input", searchInput},
		{"search by an old file name", searchOldName},
		{"who edited last", editedBy},
		{"origins", origins},
		{"cancellation", cancellation},
		{"closing", closing},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) { g.test(t, open(t)) })
	}
}

// Open returns a store in a new folder. Tests of other packages use it to get a real store.
func Open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Path: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// Epoch is when the suite's records were made.
var Epoch = time.Date(2026, 3, 1, 12, 0, 0, 123_456_000, time.UTC)

func at(minutes int) time.Time { return Epoch.Add(time.Duration(minutes) * time.Minute) }

// Workspace is a notebook of the suite.
func Workspace(id string) workspace.Workspace {
	return workspace.Workspace{
		ID: id, Kind: workspace.Notebook, Title: "Notebook " + id, Language: "typescript",
		Summary: "About " + id, Cells: 3, CreatedAt: at(0), UpdatedAt: at(1),
	}
}

func create(t *testing.T, s *store.Store, ids ...string) {
	t.Helper()
	for _, id := range ids {
		check(t, s.CreateWorkspace(context.Background(), Workspace(id), []byte("snapshot of "+id)))
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %s", what, err, want)
	}
}
