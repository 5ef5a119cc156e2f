package library_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/store"
)

// TestStorageOfALongHistory measures what 100,000 operations of 60 days take on disk before and after
// folding; docs/operations.md has the numbers. SRCBOOK_LONG_HISTORY names the data folder to make,
// which a server can then open.
func TestStorageOfALongHistory(t *testing.T) {
	folder := os.Getenv("SRCBOOK_LONG_HISTORY")
	if folder == "" {
		t.Skip("takes a minute: set SRCBOOK_LONG_HISTORY to the data folder to make")
	}
	const days, operations = 60, 100_000
	s, err := store.Open(t.Context(), store.Config{Path: folder})
	check(t, err)
	defer s.Close()
	empty := used(t, folder)
	now := time.Now().UTC()
	w := &author{Rand: rand.New(rand.NewPCG(60, 1)), t: t, store: s, at: now.AddDate(0, 0, -days)}
	w.create()
	for day := range days {
		for int(w.seq) < operations*(day+1)/days {
			w.burst()
		}
		w.flush()
		w.at = now.AddDate(0, 0, day-days+1)
	}
	before := used(t, folder) - empty
	h := library.NewHistory(library.HistoryConfig{Journal: s, Revisions: s, Workspaces: s})
	began, folds := time.Now(), 0
	for more := true; more; folds++ {
		more, err = h.Fold(t.Context(), "long")
		check(t, err)
	}
	after := used(t, folder) - empty
	n := float64(w.seq)
	t.Logf("%d operations, notebook of %d bytes; before %.1f MB, %.0f bytes each; after %d folds in %s %.1f MB, %.0f bytes each",
		w.seq, w.bytes(), float64(before)/1e6, float64(before)/n, folds, time.Since(began).Round(time.Millisecond), float64(after)/1e6, float64(after)/n)
	for name, size := range tables(t, folder) {
		t.Logf("%-12s %9d bytes", name, size)
	}
	kept, err := s.Kept(t.Context(), "long", w.seq, 1_000)
	check(t, err)
	t.Logf("%d revisions kept of what was folded", len(kept))
}

// used is how many bytes of the database hold data.
func used(t *testing.T, folder string) int64 {
	t.Helper()
	db := database(t, folder)
	defer db.Close()
	var pages, free, size int64
	for query, to := range map[string]*int64{"page_count": &pages, "freelist_count": &free, "page_size": &size} {
		check(t, db.QueryRowContext(t.Context(), "PRAGMA "+query).Scan(to))
	}
	return (pages - free) * size
}

func tables(t *testing.T, folder string) map[string]int64 {
	t.Helper()
	db := database(t, folder)
	defer db.Close()
	sizes := map[string]int64{}
	for name, column := range map[string]string{"journal": "payload", "snapshots": "payload", "revisions": "content"} {
		var size int64
		check(t, db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT COALESCE(SUM(LENGTH(%s)), 0) FROM %s", column, name)).Scan(&size))
		sizes[name] = size
	}
	return sizes
}

func database(t *testing.T, folder string) *sql.DB {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("databases in %s: %v, %v", folder, files, err)
	}
	db, err := sql.Open("sqlite", files[0])
	check(t, err)
	return db
}

// author writes a notebook as people do: bursts of typing in one cell, some corrections, a run now
// and then, a new cell from time to time.
type author struct {
	*rand.Rand
	t     *testing.T
	store *store.Store
	state live.State
	seq   int64
	at    time.Time
	batch []live.Entry
	names int
}

var people = []string{"Ada", "Ada", "Ada", "Ben", "Cleo"}

func (w *author) create() {
	n := notebook.New("Sixty days", notebook.TypeScript)
	for i := range 12 {
		n.Cells = append(n.Cells,
			notebook.Cell{ID: notebook.CellID(fmt.Sprint("p", i)), Kind: notebook.Markdown, Text: text.Lossy(fmt.Sprintf("## Part %d\n\nWhat it is about.\n", i))},
			notebook.Cell{ID: notebook.CellID(fmt.Sprint("c", i)), Kind: notebook.Code, Filename: fmt.Sprintf("part-%d.ts", i), Text: text.Lossy(fmt.Sprintf("export const part = %d;\n", i))})
	}
	w.state = live.New(n)
	payload, err := live.EncodeSnapshot(w.state)
	check(w.t, err)
	check(w.t, w.store.CreateWorkspace(w.t.Context(), workspace.Workspace{
		ID: "long", Kind: workspace.Notebook, Title: n.Title, Language: "typescript", CreatedAt: w.at, UpdatedAt: w.at, Cells: 24,
	}, payload))
}

var words = strings.Fields("const let await for of if return function export import from value result row total next items map filter console log name index data async new Error string number")

func (w *author) burst() {
	who := people[w.IntN(len(people))]
	cells := w.state.Cells[2:]
	cell := cells[w.IntN(len(cells))].ID
	if w.IntN(400) == 0 && len(cells) < 60 {
		cell = notebook.CellID(fmt.Sprint("n", w.seq))
		w.do(who, live.InsertCell{Cell: cell, After: cells[w.IntN(len(cells))].ID, Kind: notebook.Code, Filename: fmt.Sprintf("new-%d.ts", w.seq), Text: ""})
	}
	caret := w.IntN(w.state.Cell(cell).Text.Len() + 1)
	for range 20 + w.IntN(60) {
		c := w.state.Cell(cell)
		caret = min(caret, c.Text.Len())
		from, insert := caret, words[w.IntN(len(words))][:1+w.IntN(2)]
		switch k := w.IntN(20); {
		case k < 4:
			insert = " "
		case k == 4:
			insert = "\n"
		case k < 8 || c.Text.Len() > 6_000:
			from, insert = max(0, caret-1-w.IntN(6)), ""
		}
		change, err := text.Replace(from, caret, text.Lossy(insert), c.Text.Len())
		check(w.t, err)
		caret = from + len(insert)
		w.do(who, live.EditText{Cell: cell, Base: c.Version, Changes: []text.ChangeSet{change}})
		w.at = w.at.Add(time.Duration(150+w.IntN(600)) * time.Millisecond)
	}
	if c := w.state.Cell(cell); c.Kind == notebook.Code && w.IntN(2) == 0 {
		run := live.RunID(fmt.Sprint("r", w.seq))
		w.do(who, live.StartRuns{Runs: []live.RunRequest{{Run: run, Cell: cell}}})
		w.do("Srcbook", live.AdvanceRun{Run: run, Phase: live.Running})
		w.do("Srcbook", live.AdvanceRun{Run: run, Phase: live.Exited, Exit: &live.Exit{Reason: live.Finished}})
	}
	if w.IntN(600) == 0 {
		w.names++
		w.do(who, live.SetCheckpoint{Name: fmt.Sprint("Draft ", w.names)})
	}
	w.at = w.at.Add(time.Duration(w.IntN(900)) * time.Second)
}

func (w *author) do(who string, op live.Op) {
	w.t.Helper()
	w.seq++
	id := live.NewOpID(live.ClientID("0123456789abcdef"+who), uint64(w.seq)) //nolint:gosec // seq is positive
	out, err := live.Apply(w.state, live.Entry{Seq: w.seq, ID: id, Author: who, At: w.at.Truncate(time.Microsecond), Op: op})
	check(w.t, err)
	w.state, w.batch = out.State, append(w.batch, out.Entry)
	if w.seq%200 == 0 {
		w.flush()
	}
}

func (w *author) flush() {
	check(w.t, w.store.Append(w.t.Context(), "long", w.batch))
	w.batch = w.batch[:0]
	payload, err := live.EncodeSnapshot(w.state)
	check(w.t, err)
	check(w.t, w.store.SaveSnapshot(w.t.Context(), "long", w.seq, payload))
}

func (w *author) bytes() int {
	total := 0
	for _, c := range w.state.Cells {
		total += c.Text.Bytes()
	}
	return total
}
