package library_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// Creating told of a failure when only the index had failed: made again, there were two.
func TestCreateWhileTheIndexFails(t *testing.T) {
	f := newFixture(t)
	broken := errors.New("the index is broken")
	f.index.fail.Store(&broken)
	w, err := f.Create(t.Context(), "Kept", "")
	check(t, err)
	f.index.fail.Store(nil)
	if got := f.titles(false); !reflect.DeepEqual(got, []string{"Kept"}) {
		t.Errorf("the library has %q", got)
	}
	f.state(w.ID) // opens it
	check(t, f.Refresh(t.Context(), w.ID, f.state(w.ID)))
	found, err := f.Search(t.Context(), "Kept", time.UTC)
	if check(t, err); len(found) != 1 || found[0].Workspace != w.ID {
		t.Errorf("found %+v", found)
	}
}

func TestCreate(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct {
		title    string
		language notebook.Language
		want     string
		cells    []string
		code     fault.Code
	}{
		{"", "", "Untitled", []string{"package.json", "tsconfig.json", "main.ts"}, ""},
		{"   ", "typescript", "Untitled", []string{"package.json", "tsconfig.json", "main.ts"}, ""},
		{"A & B <c>", "javascript", "A & B <c>", []string{"package.json", "main.js"}, ""}, // D6: the original escaped it
		{strings.Repeat("ü", 200), "", strings.Repeat("ü", 200), []string{"package.json", "tsconfig.json", "main.ts"}, ""},
		{strings.Repeat("x", 201), "", "", nil, fault.CodeTitle},
		{"a\nb", "", "", nil, fault.CodeTitle},
		{"a", "cobol", "", nil, fault.CodeLanguage},
	} {
		t.Run(fmt.Sprintf("%.20q %s", c.title, c.language), func(t *testing.T) {
			w, err := f.Create(t.Context(), c.title, c.language)
			if c.code != "" {
				wantCode(t, "create", err, c.code)
				return
			}
			check(t, err)
			var names []string
			for _, cell := range f.state(w.ID).Cells {
				names = append(names, cell.Filename)
			}
			if w.Title != c.want || w.Cells != 1 || !reflect.DeepEqual(names, c.cells) {
				t.Errorf("got %+v with %v", w, names)
			}
		})
	}
	if n := len(f.titles(false)); n != 4 {
		t.Errorf("there are %d notebooks, want 4", n)
	}
}

func TestTheTrash(t *testing.T) {
	f := newFixture(t)
	w, other := f.create("Thrown away"), f.create("Kept")
	v := f.view(w.ID)
	check(t, f.Trash(t.Context(), w.ID))
	v.next("the end of the channel", func(m any) bool { _, closed := m.(wire.Closed); return closed })
	if got, want := f.titles(false), []string{"Kept"}; !reflect.DeepEqual(got, want) {
		t.Errorf("the library has %v, want %v", got, want)
	}
	if got, want := f.titles(true), []string{"Thrown away"}; !reflect.DeepEqual(got, want) {
		t.Errorf("the trash has %v, want %v", got, want)
	}
	ctx := t.Context()
	wantCode(t, "open", f.Opened(ctx, w.ID), fault.CodeInTrash)
	wantCode(t, "trash again", f.Trash(ctx, w.ID), fault.CodeInTrash)
	_, err := f.Rename(ctx, "Ada", w.ID, "x")
	wantCode(t, "rename", err, fault.CodeInTrash)
	_, err = f.Export(ctx, w.ID, library.FormatNotebook, false)
	wantCode(t, "export", err, fault.CodeInTrash)
	_, err = f.Duplicate(ctx, w.ID)
	wantCode(t, "duplicate", err, fault.CodeInTrash)
	_, err = f.Install(ctx, w.ID)
	wantCode(t, "install", err, fault.CodeInTrash)
	wantCode(t, "grant", f.Grant(ctx, w.ID, "A"), fault.CodeInTrash)
	_, _, err = f.hub.State(ctx, w.ID)
	wantCode(t, "join", err, fault.CodeInTrash)
	wantCode(t, "purge what is not in the trash", f.Purge(ctx, other.ID), fault.CodeConflict)

	restored, err := f.Restore(ctx, w.ID)
	check(t, err)
	if restored.Title != "Thrown away" || !restored.TrashedAt.IsZero() {
		t.Errorf("restored %+v", restored)
	}
	check(t, f.Opened(ctx, w.ID))
	check(t, f.Trash(ctx, w.ID))
	check(t, f.Purge(ctx, w.ID))
	if !reflect.DeepEqual(f.removed, []string{w.ID}) {
		t.Errorf("removed the folders %v", f.removed)
	}
	_, err = f.Workspace(ctx, w.ID)
	wantCode(t, "read after the purge", err, fault.CodeWorkspaceNotFound)
	wantCode(t, "purge again", f.Purge(ctx, w.ID), fault.CodeWorkspaceNotFound)
}

func TestTrashStopsWhatRuns(t *testing.T) {
	f := newFixture(t)
	w := f.create("Running")
	cell := f.state(w.ID).Cells[2].ID
	_, err := f.hub.Do(t.Context(), w.ID, "Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: cell}}})
	check(t, err)
	run := <-f.runner.Started()
	run.Evaluate()
	if n := f.Running(w.ID); n != 1 {
		t.Errorf("%d cells run, want 1", n)
	}
	check(t, f.Trash(t.Context(), w.ID))
	if n := f.Running(w.ID); n != 0 {
		t.Errorf("in the trash %d cells run", n)
	}
	_, err = f.Restore(t.Context(), w.ID)
	check(t, err)
	if r := f.state(w.ID).Runs; len(r) != 1 || r[0].Exit == nil || r[0].Exit.Reason != live.Stopped {
		t.Errorf("the run is %+v", r)
	}
}

func TestRenameIsSeenByViewersAndInTheList(t *testing.T) {
	f := newFixture(t)
	w := f.create("Before")
	v := f.view(w.ID)
	renamed, err := f.Rename(t.Context(), "Ada", w.ID, "After")
	check(t, err)
	if renamed.Title != "After" || !reflect.DeepEqual(f.titles(false), []string{"After"}) {
		t.Errorf("got %+v in %v", renamed, f.titles(false))
	}
	v.next("the rename", func(m any) bool {
		op, ok := m.(wire.OpMessage)
		return ok && op.Author == "Ada" && strings.Contains(string(op.Op), `"After"`)
	})
	_, err = f.Rename(t.Context(), "Ada", w.ID, "a\nb")
	wantCode(t, "rename", err, fault.CodeTitle)
}

func TestDuplicateCopiesTheNotebookAndNotItsRuns(t *testing.T) {
	f := newFixture(t)
	long := strings.Repeat("ü", 200)
	w := f.create(long)
	f.edit(w.ID, "main.ts", "console.log('edited');")
	_, err := f.hub.Do(t.Context(), w.ID, "Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: f.state(w.ID).Cells[2].ID}}})
	check(t, err)
	c, err := f.Duplicate(t.Context(), w.ID)
	check(t, err)
	state := f.state(c.ID)
	if c.ID == w.ID || c.Title != strings.Repeat("ü", 193)+" (copy)" || len(state.Runs) != 0 || state.Cells[2].Text.String() != "console.log('edited');" {
		t.Errorf("got %+v with %+v", c, state.Runs)
	}
	f.edit(c.ID, "main.ts", "")
	if got := f.state(w.ID).Cells[2].Text.String(); got != "console.log('edited');" {
		t.Errorf("the original became %q", got)
	}
}

func (f *fixture) edit(id, filename, after string) {
	f.t.Helper()
	c := f.state(id).CellByFilename(filename)
	op := live.EditText{Cell: c.ID, Base: c.Version, Changes: []text.ChangeSet{text.Diff(c.Text, text.Lossy(after))}}
	_, err := f.hub.Do(f.t.Context(), id, "Ada", op)
	check(f.t, err)
}

func TestSearchFindsProseCodeAndTitles(t *testing.T) {
	f := newFixture(t)
	w, err := f.ImportText(t.Context(), []byte(file("Alpha beacon", "Prose about lighthouses.", "a.ts", "export const foghorn = 1;")))
	check(t, err)
	for query, want := range map[string]int{"lighthouse": 1, "foghorn": 1, "beacon": 1, "submarine": 0, "": 0, "  ": 0, `"`: 0, "a* OR": 0} {
		hits, err := f.Search(t.Context(), query, time.UTC)
		check(t, err)
		if min(len(hits), 1) != want && query != "a* OR" {
			t.Errorf("search for %q: got %+v, want %d", query, hits, want)
		}
		for _, h := range hits {
			if h.Workspace != w.ID {
				t.Errorf("search for %q: got %+v", query, h)
			}
		}
	}
}

// file is a TypeScript notebook with a paragraph and one cell.
func file(title, prose, name, code string) string {
	return "<!-- srcbook:{\"language\":\"typescript\"} -->\n\n# " + title + "\n\n###### package.json\n\n```json\n{\n  \"type\": \"module\"\n}\n```\n\n" +
		prose + "\n\n###### " + name + "\n\n```typescript\n" + code + "\n```\n"
}
