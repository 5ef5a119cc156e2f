package hub_test

import (
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/wire"
)

// open lists the disputes as the last signal told a peer that joins now.
func (w *world) disputes() []string {
	w.t.Helper()
	files := []string{}
	p := w.join(hub.JoinRequest{Client: "look"})
	defer p.Leave()
	for _, m := range drainPeer(w.t, p) {
		if s, ok := m.(wire.Signal); ok && s.Folder != nil {
			files = files[:0]
			for _, c := range s.Folder.Conflicts {
				files = append(files, c.File)
			}
		}
	}
	return files
}

func (w *world) compare(file string) wire.ConflictSides {
	w.t.Helper()
	sides, err := w.hub.Compare(w.t.Context(), "w", file)
	if err != nil {
		w.t.Fatalf("compare %s: %v", file, err)
	}
	return sides
}

func (w *world) resolve(file, version, keep string) wire.ResolvedConflict {
	w.t.Helper()
	done, err := w.hub.Resolve(w.t.Context(), "w", "Ada", hub.Resolution{File: file, Version: version, Keep: keep})
	if err != nil {
		w.t.Fatalf("resolve %s: %v", file, err)
	}
	return done
}

// names are those of the named revisions.
func (w *world) names() string {
	var names []string
	for _, c := range w.state().Checkpoints {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// clash changes the same line of a module on both sides.
func clash(w *world, f *hubtest.Folder) {
	f.PutQuietly("src/a.ts", "export const a = 3;\n")
	w.replaceText("a", "export const a = 2;\n")
	settled()
}

// TestOneLineOnBothSides is left to people, who find both sides as they are.
func TestOneLineOnBothSides(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		clash(w, f)
		if codes := conflictsOf(t, p, "src/a.ts"); len(codes) != 1 || codes[0] != "SB-2009" {
			t.Errorf("told %v", codes)
		}
		if got := w.state().Cell("a").Text.String(); got != "export const a = 2;\n" {
			t.Errorf("the cell has %q", got)
		}
		if got := f.Files()["src/a.ts"]; got != "export const a = 3;\n" {
			t.Errorf("the file has %q", got)
		}
		sides := w.compare("src/a.ts")
		if sides.Notebook.Text != "export const a = 2;\n" || sides.Disk.Text != "export const a = 3;\n" ||
			sides.Notebook.At == nil || sides.Disk.At == nil || sides.Refusal != nil || sides.Partly {
			t.Errorf("sides %+v", sides)
		}
		// Who joins later is told too, and whoever makes both alike ends it.
		if got := w.disputes(); len(got) != 1 {
			t.Errorf("disputes %v", got)
		}
		w.replaceText("a", "export const a = 3;\n")
		settled()
		if got := w.disputes(); len(got) != 0 {
			t.Errorf("disputes %v after both are alike", got)
		}
	})
}

func TestKeepingASide(t *testing.T) {
	tests := []struct {
		name, keep  string
		file        string
		clash       func(*world, *hubtest.Folder)
		text, title string // of cell a, of the notebook
		disk        string // of the file
		named       string
		aside       string
	}{
		{
			"the file's of a module", hub.KeepFile, "src/a.ts", clash, "export const a = 3;\n", "Storm",
			"export const a = 3;\n", "Before a.ts was taken from the disk", "",
		},
		{
			"the notebook's of a module", hub.KeepNotebook, "src/a.ts", clash, "export const a = 2;\n", "Storm",
			"export const a = 2;\n", "a.ts as it was on the disk", "",
		},
		{
			"the notebook's of what is no text", hub.KeepNotebook, "src/a.ts",
			func(_ *world, f *hubtest.Folder) { f.Put("src/a.ts", "\xff"); settled() },
			"export const a = 1;\n", "Storm", "export const a = 1;\n", "", "src/a.ts.bak",
		},
		{
			"the notebook's of what is no index", hub.KeepNotebook, readme,
			func(_ *world, f *hubtest.Folder) { f.Put(readme, "mine"); settled() },
			"export const a = 1;\n", "Storm", "# Storm\n", "", "README.md.bak",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				tt.clash(w, f)
				before := f.Files()[tt.file]
				version := w.compare(tt.file).Version
				done := w.resolve(tt.file, version, tt.keep)
				if got := f.Files()[tt.file]; got != tt.disk {
					t.Errorf("on disk %q, want %q", got, tt.disk)
				}
				s := w.state()
				if got := s.Cell("a").Text.String(); got != tt.text || s.Title != tt.title {
					t.Errorf("the notebook has %q, %q", s.Title, got)
				}
				if got := w.names(); got != tt.named {
					t.Errorf("named %q, want %q", got, tt.named)
				}
				if done.Aside != tt.aside || tt.aside != "" && f.Files()[tt.aside] != before {
					t.Errorf("aside %q: %q", done.Aside, f.Files()[done.Aside])
				}
				if got := w.disputes(); len(got) != 0 {
					t.Errorf("disputes %v", got)
				}
				// Once more, as after an answer that was lost, changes nothing.
				again := w.resolve(tt.file, version, tt.keep)
				if again.Before != again.After || f.Files()[tt.file] != tt.disk {
					t.Errorf("again: %+v", again)
				}
				w.replaceText("a", "export const a = 4;\n")
				settled()
				if got := f.Files()["src/a.ts"]; got != "export const a = 4;\n" {
					t.Errorf("later on disk: %q", got)
				}
			})
		})
	}
}

// TestTheSideNotKeptIsARevision replays what keeping the notebook's side journalled.
func TestTheSideNotKeptIsARevision(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		clash(w, f)
		before := w.state()
		done := w.resolve("src/a.ts", w.compare("src/a.ts").Version, hub.KeepNotebook)
		entries, err := w.journal.Entries(t.Context(), "w", done.Before, 100)
		if err != nil || len(entries) != 3 {
			t.Fatalf("entries %v, %v", entries, err)
		}
		s := live.New(before.Notebook())
		for _, e := range entries[:1] {
			edit := e.Op.(live.EditText)
			after, err := edit.Changes[0].Apply(s.Cell("a").Text)
			if err != nil || after.String() != "export const a = 3;\n" {
				t.Errorf("the revision has %q, %v", after, err)
			}
		}
		if _, named := entries[1].Op.(live.SetCheckpoint); !named || entries[1].Author != "Ada" {
			t.Errorf("entry %+v", entries[1])
		}
	})
}

func TestIndexSides(t *testing.T) {
	tests := []struct {
		keep, want, disk string
	}{
		{hub.KeepFile, "Calm|First words from the disk.|a.ts|Second words.|b.ts", "First words from the disk."},
		{hub.KeepNotebook, "Breeze|First words from Ada.|a.ts|Second words.|b.ts", "First words from Ada."},
	}
	for _, tt := range tests {
		t.Run(tt.keep, func(t *testing.T) {
			withIndex(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				changed := strings.NewReplacer("# Storm", "# Calm", "First words.", "First words from the disk.")
				f.PutQuietly(readme, changed.Replace(f.Files()[readme]))
				w.replaceText("first", "First words from Ada.")
				w.do("Ada", live.SetTitle{Title: "Breeze"})
				settled()
				w.resolve(readme, w.compare(readme).Version, tt.keep)
				if got := w.outline(); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				if got := f.Files()[readme]; !strings.Contains(got, tt.disk) {
					t.Errorf("on disk:\n%s", got)
				}
			})
		})
	}
}

// TestAHeadIsTakenButForItsLines puts the first lines back and keeps the file as it was beside it.
func TestAHeadIsTakenButForItsLines(t *testing.T) {
	withIndex(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Put(readme, strings.NewReplacer("typescript", "javascript", "First words.", "Other words.").Replace(f.Files()[readme]))
		settled()
		sides := w.compare(readme)
		if !sides.Partly || sides.Refusal != nil {
			t.Fatalf("sides %+v", sides)
		}
		done := w.resolve(readme, sides.Version, hub.KeepFile)
		files := f.Files()
		if got := files[readme]; !strings.Contains(got, "typescript") || !strings.Contains(got, "Other words.") {
			t.Errorf("on disk:\n%s", got)
		}
		if got := files[done.Aside]; !strings.Contains(got, "javascript") {
			t.Errorf("aside %q:\n%s", done.Aside, got)
		}
	})
}

func TestResolvingIsRefused(t *testing.T) {
	tests := []struct {
		name string
		act  func(*world, *hubtest.Folder) error
		want fault.Code
	}{
		{"a file that changed once more", func(w *world, f *hubtest.Folder) error {
			clash(w, f)
			version := w.compare("src/a.ts").Version
			f.Put("src/a.ts", "export const a = 9;\n")
			_, err := w.hub.Resolve(w.t.Context(), "w", "Ada", hub.Resolution{File: "src/a.ts", Version: version, Keep: hub.KeepFile})
			return err
		}, fault.CodeFolderConflict},
		{"what is no text cannot be taken", func(w *world, f *hubtest.Folder) error {
			f.Put("src/a.ts", "\xff")
			settled()
			sides := w.compare("src/a.ts")
			if sides.Refusal == nil || sides.Refusal.Code != string(fault.CodeSurrogate) {
				w.t.Errorf("sides %+v", sides)
			}
			_, err := w.hub.Resolve(w.t.Context(), "w", "Ada", hub.Resolution{File: "src/a.ts", Version: sides.Version, Keep: hub.KeepFile})
			return err
		}, fault.CodeSurrogate},
		{"a file without a conflict", func(w *world, _ *hubtest.Folder) error {
			_, err := w.hub.Compare(w.t.Context(), "w", "src/a.ts")
			return err
		}, fault.CodeNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				if err := tt.act(w, f); fault.From(err).Code != tt.want {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			})
		})
	}
}

// TestAFileThatChangedBeforeARestart does not win over edits that were never written.
func TestAFileThatChangedBeforeARestart(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Fail(errStorage)
		w.replaceText("a", "unwritten")
		settled()
		w.stop()
		f.Fail(nil)
		f.Put("src/a.ts", "from the night")
		w.start()
		w.state()
		settled()
		if got := w.state().Cell("a").Text.String(); got != "unwritten" {
			t.Errorf("the cell has %q", got)
		}
		if got := w.disputes(); len(got) != 1 || got[0] != "src/a.ts" {
			t.Errorf("disputes %v", got)
		}
	})
}

// TestADeletedCellEndsItsConflict leaves the file to whoever changed it.
func TestADeletedCellEndsItsConflict(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		clash(w, f)
		w.do("Ada", live.DeleteCell{Cell: notebook.CellID("a")})
		settled()
		if got := w.disputes(); len(got) != 0 {
			t.Errorf("disputes %v", got)
		}
		if got := f.Files()["src/a.ts"]; got != "export const a = 3;\n" {
			t.Errorf("on disk %q", got)
		}
	})
}
