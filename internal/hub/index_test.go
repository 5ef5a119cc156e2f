package hub_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/wire"
)

const readme = "README.md"

// withIndex runs a test with a folder whose README.md is as Srcbook writes it: a text, a.ts, another
// text and b.ts.
func withIndex(t *testing.T, test func(*testing.T, *world, *hubtest.Folder)) {
	t.Helper()
	folders := hubtest.NewFolders()
	bubble(t, func(t *testing.T, w *world) {
		w.do("Ada", live.DeleteCell{Cell: "m"},
			live.InsertCell{Cell: "first", Kind: notebook.Markdown, Text: "First words."},
			live.InsertCell{Cell: "second", After: "a", Kind: notebook.Markdown, Text: "Second words."})
		settled()
		test(t, w, folders.Folder("w"))
	}, func(c *hub.Config) {
		c.Folders = folders
		c.Index = srcmd.EncodeIndex
	})
}

// outline is the title, and the prose and the file names in their order.
func (w *world) outline() string {
	s := w.state()
	parts := []string{s.Title}
	for _, c := range s.Cells {
		switch c.Kind {
		case notebook.Markdown:
			parts = append(parts, c.Text.String())
		case notebook.Code:
			parts = append(parts, c.Filename)
		case notebook.Package, notebook.TSConfig:
		}
	}
	return strings.Join(parts, "|")
}

// conflictsOf are the codes of what was told about a file.
func conflictsOf(t *testing.T, p *hub.Peer, file string) []string {
	var codes []string
	for _, m := range drainPeer(t, p) {
		if s, ok := m.(wire.Signal); ok && s.Folder != nil {
			for _, c := range s.Folder.Conflicts {
				if c.File == file {
					codes = append(codes, c.Fault.Code)
				}
			}
		}
	}
	return codes
}

// TestChangesOfTheIndex are brought in as those of modules are, unless that would undo something.
func TestChangesOfTheIndex(t *testing.T) {
	const before = "Storm|First words.|a.ts|Second words.|b.ts"
	replace := func(f *hubtest.Folder, pairs ...string) {
		f.Put(readme, strings.NewReplacer(pairs...).Replace(f.Files()[readme]))
	}
	quietly := func(f *hubtest.Folder, pairs ...string) {
		f.PutQuietly(readme, strings.NewReplacer(pairs...).Replace(f.Files()[readme]))
	}
	tests := []struct {
		name   string
		change func(*world, *hubtest.Folder)
		want   string
		codes  []string
	}{
		{"a title and a text", func(_ *world, f *hubtest.Folder) {
			replace(f, "# Storm", "# Calm", "First words.", "First words, *changed*.")
		}, "Calm|First words, *changed*.|a.ts|Second words.|b.ts", nil},
		{"the order", func(_ *world, f *hubtest.Folder) {
			replace(f, "a.ts", "b.ts", "b.ts", "a.ts")
		}, "Storm|First words.|b.ts|Second words.|a.ts", nil},
		{"a text more and a text less", func(_ *world, f *hubtest.Folder) {
			replace(f, "First words.\n\n", "", "(./src/b.ts)\n", "(./src/b.ts)\n\nLast words.\n")
		}, "Storm|a.ts|Second words.|b.ts|Last words.", nil},
		{"a cell less", func(_ *world, f *hubtest.Folder) {
			replace(f, "###### a.ts\n\n[a.ts](./src/a.ts)\n\n", "")
		}, "Storm|First words.\n\nSecond words.|b.ts", nil},
		{"a cell that comes back", func(_ *world, f *hubtest.Folder) {
			whole := f.Files()[readme]
			replace(f, "###### b.ts\n\n[b.ts](./src/b.ts)", "Gone.")
			settled()
			f.Put(readme, whole)
		}, before, nil},
		{"another text on each side", func(w *world, f *hubtest.Folder) {
			quietly(f, "First words.", "First words from the disk.")
			w.replaceText("second", "Second words from Ada.")
		}, "Storm|First words from the disk.|a.ts|Second words from Ada.|b.ts", nil},
		{"the same text on both sides", func(w *world, f *hubtest.Folder) {
			quietly(f, "First words.", "First words from the disk.")
			w.replaceText("first", "First words from Ada.")
		}, "Storm|First words from Ada.|a.ts|Second words.|b.ts", []string{"SB-2009"}},
		{"a title on both sides", func(w *world, f *hubtest.Folder) {
			quietly(f, "# Storm", "# Calm")
			w.do("Ada", live.SetTitle{Title: "Breeze"})
		}, "Breeze|First words.|a.ts|Second words.|b.ts", []string{"SB-2009"}},
		{"the head", func(_ *world, f *hubtest.Folder) {
			replace(f, "typescript", "javascript", "First words.", "Other words.")
		}, before, []string{"SB-2009"}},
		{"a file that is not there", func(_ *world, f *hubtest.Folder) {
			replace(f, "b.ts", "none.ts")
		}, before, []string{"SB-2002"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			withIndex(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				if got := w.outline(); got != before {
					t.Fatalf("before: %q", got)
				}
				p := w.join(hub.JoinRequest{Client: "tab"})
				a := w.state().Cell("a").Text
				tt.change(w, f)
				disk := f.Files()[readme]
				settled()
				if got := w.outline(); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				if c := w.state().Cell("a"); c != nil && c.Text != a {
					t.Errorf("a.ts = %q", c.Text)
				}
				if codes := conflictsOf(t, p, readme); !slices.Equal(codes, tt.codes) {
					t.Errorf("told %v, want %v", codes, tt.codes)
				}
				want := string(srcmd.EncodeIndex(w.state().Notebook()))
				if tt.codes != nil {
					want = disk // it is never written over
				}
				if got := f.Files()[readme]; got != want {
					t.Errorf("on disk:\n%s\nwant:\n%s", got, want)
				}
			})
		})
	}
}

// TestAnIndexThatWasChangedMeanwhile comes in when the server starts, if the notebook is still the one that
// was written.
func TestAnIndexThatWasChangedMeanwhile(t *testing.T) {
	withIndex(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		w.stop()
		f.Put(readme, strings.Replace(f.Files()[readme], "First words.", "Words from the night.", 1))
		w.start()
		w.state()
		synctest.Wait()
		settled()
		if got, want := w.outline(), "Storm|Words from the night.|a.ts|Second words.|b.ts"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
