package hub_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
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
func serveStore(t testing.TB, s *store.Store, r *hubtest.Runner, change ...func(*hub.Config)) (*hub.Hub, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	config := hub.Config{Journal: s, Logs: s, Runner: r, Log: slog.New(slog.DiscardHandler)}
	for _, f := range change {
		f(&config)
	}
	h := hub.New(config)
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx) }()
	return h, func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// TestDamagedSnapshots flips a byte of the newest snapshots: the notebook opens all the same from an
// older one or, when none is left, from the journal's beginning; the log says so.
func TestDamagedSnapshots(t *testing.T) {
	for _, damaged := range []int{0, 1, 2, 3, 4} {
		t.Run(fmt.Sprint(damaged), func(t *testing.T) {
			ctx := t.Context()
			folder := t.TempDir()
			s := openStore(t, folder)
			defer s.Close()
			for i := range 3 { // each ends with a snapshot
				h, stop := serveStore(t, s, hubtest.NewRunner())
				ops := make([]live.Op, 100)
				for j := range ops {
					ops[j] = live.SetTitle{Title: fmt.Sprint(100*i + j)}
				}
				if _, err := h.Do(ctx, "w", "Ada", ops...); err != nil {
					t.Fatal(err)
				}
				stop()
			}
			damageSnapshots(t, folder, damaged)
			var log bytes.Buffer
			h, stop := serveStore(t, s, hubtest.NewRunner(), func(c *hub.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
			defer stop()
			state, seq, err := h.State(ctx, "w")
			if damaged == 4 {
				if err == nil || !strings.Contains(err.Error(), "decode snapshot") {
					t.Errorf("nothing is left, and it opens with %v", err)
				}
				return
			}
			if err != nil || state.Title != "299" || seq != 300 || state.CellByFilename("a.ts").Text.String() != "1" {
				t.Errorf("title %q at %d, %v", state.Title, seq, err)
			}
			if n := strings.Count(log.String(), "snapshot damaged"); n != damaged {
				t.Errorf("%d warnings in %s", n, log.String())
			}
		})
	}
}

// damageSnapshots flips a byte in the middle of the newest snapshots of the database in a folder.
func damageSnapshots(t *testing.T, folder string, newest int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(folder, "srcbook.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for skip := range newest {
		var seq int64
		var payload []byte
		row := db.QueryRowContext(t.Context(), `SELECT seq, payload FROM snapshots ORDER BY seq DESC LIMIT 1 OFFSET $1`, skip)
		if err := row.Scan(&seq, &payload); err != nil {
			t.Fatal(err)
		}
		payload[len(payload)/2] ^= 1
		if _, err := db.ExecContext(t.Context(), `UPDATE snapshots SET payload = $1 WHERE seq = $2`, payload, seq); err != nil {
			t.Fatal(err)
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
