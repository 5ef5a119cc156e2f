package hub_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/store"
)

// openStore opens SQLite in a folder and adds the workspace "w" with one code cell, a.ts.
func openStore(t testing.TB, folder string) *store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{Path: folder})
	if err != nil {
		t.Fatal(err)
	}
	n := notebook.New("Stored", notebook.TypeScript)
	n.Cells = append(n.Cells, notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("1")})
	payload, err := live.EncodeSnapshot(live.New(n))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	w := workspace.Workspace{
		ID: "w", Kind: workspace.Notebook, Title: "Stored", Language: "typescript", CreatedAt: now, UpdatedAt: now,
	}
	if err := s.CreateWorkspace(ctx, w, payload); err != nil {
		t.Fatal(err)
	}
	return s
}

// serveStore serves a hub over a store until the returned function is called.
func serveStore(t testing.TB, s *store.Store, r *hubtest.Runner) (*hub.Hub, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	h := hub.New(hub.Config{Journal: s, Logs: s, Runner: r, Log: slog.New(slog.DiscardHandler)})
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx) }()
	return h, func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// TestOverTheStore finds edits, runs and output again in SQLite after a restart.
func TestOverTheStore(t *testing.T) {
	s, r := openStore(t, t.TempDir()), hubtest.NewRunner()
	defer s.Close()
	h, stop := serveStore(t, s, r)
	for i := range 450 {
		if _, err := h.Do(t.Context(), "w", "Ada", live.SetTitle{Title: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Do(t.Context(), "w", "Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}}}); err != nil {
		t.Fatal(err)
	}
	run := <-r.Started()
	for range 200 {
		run.Sink.Output("out", strings.Repeat("x", 99_999)+"\n")
	}
	run.Exit(0)
	stop()

	h, stop = serveStore(t, s, r)
	defer stop()
	state, seq, err := h.State(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	if state.Title != "449" || seq != 452 || state.RunOf("a").Exit.Reason != live.Finished {
		t.Errorf("title %q at %d, run %+v", state.Title, seq, state.RunOf("a"))
	}
	chunks, _, err := h.Output(t.Context(), "w", "r", 0)
	if err != nil {
		t.Fatal(err)
	}
	size, cuts := 0, 0
	for _, c := range chunks {
		if c.Stream == "cut" {
			cuts++
			continue
		}
		size += len(c.Text)
	}
	if size < 9<<20 || size > 10<<20 || cuts != 1 {
		t.Errorf("%d bytes, %d notes", size, cuts)
	}
}
