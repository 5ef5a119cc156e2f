package hub_test

import (
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
)

// onDisk runs a test with a workspace folder that has been written.
func onDisk(t *testing.T, test func(*testing.T, *world, *hubtest.Folder)) {
	t.Helper()
	folders := hubtest.NewFolders()
	bubble(t, func(t *testing.T, w *world) {
		w.state()
		synctest.Wait()
		test(t, w, folders.Folder("w"))
	}, func(c *hub.Config) {
		c.Folders = folders
		c.Index = func(n notebook.Notebook) []byte { return []byte("# " + n.Title + "\n") }
	})
}

// settled lets the folder and the session become equal.
func settled() { time.Sleep(5 * time.Second) }

// modules are the files of the modules, by their names.
func modules(f *hubtest.Folder) map[string]string {
	files := f.Files()
	maps.DeleteFunc(files, func(name, _ string) bool { return !strings.HasPrefix(name, "src/") })
	return files
}

func (w *world) replaceText(cell notebook.CellID, s string) {
	w.t.Helper()
	c := w.state().Cell(cell)
	w.do("Ada", live.EditText{Cell: cell, Base: c.Version, Changes: []text.ChangeSet{text.Diff(c.Text, text.Lossy(s))}})
}

func TestFolderFollowsTheNotebook(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		files := f.Files()
		if len(files) != 5 || files["README.md"] != "# Storm\n" || files["src/a.ts"] != "export const a = 1;\n" {
			t.Fatalf("files = %q", files)
		}
		written := f.Writes()
		for range 100 {
			w.replaceText("a", w.state().Cell("a").Text.String()+"//\n")
		}
		w.do("Ada", live.RenameCell{Cell: "a", Filename: "z.ts"}, live.DeleteCell{Cell: "b"})
		settled()
		want := "export const a = 1;\n" + strings.Repeat("//\n", 100)
		if got := modules(f); len(got) != 1 || got["src/z.ts"] != want {
			t.Errorf("modules = %q", got)
		}
		if n := f.Writes() - written; n > 5 {
			t.Errorf("%d files were written", n)
		}
	})
}

// TestFolderIsCurrentBeforeARun does not wait for the pace.
func TestFolderIsCurrentBeforeARun(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		w.replaceText("b", "0")
		w.replaceText("a", "1")
		w.begin("r")
		if got := modules(f)["src/a.ts"]; got != "1" {
			t.Errorf("a.ts = %q", got)
		}
	})
}

func TestFolderFaultEndsARun(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Fail(errStorage)
		w.replaceText("a", "1")
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}}})
		synctest.Wait()
		if e := w.state().RunOf("a").Exit; e == nil || e.Reason != live.Failed || e.Message != "The disk is full" {
			t.Errorf("exit = %+v", e)
		}
	})
}

// TestFolderRecovers writes what could not be written once the disk has room.
func TestFolderRecovers(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Fail(errStorage)
		w.replaceText("a", "1")
		settled()
		f.Fail(nil)
		settled()
		if got := modules(f)["src/a.ts"]; got != "1" {
			t.Errorf("a.ts = %q", got)
		}
	})
}

// TestChangesOnDisk are brought in as operations of the folder.
func TestChangesOnDisk(t *testing.T) {
	const a, b = "export const a = 1;\n", "import { a } from './a.ts';\n"
	tests := []struct {
		name   string
		change func(*world, *hubtest.Folder)
		want   map[string]string // of the modules, on both sides
	}{
		{
			"edit", func(_ *world, f *hubtest.Folder) { f.Put("src/a.ts", a+"// é\n") },
			map[string]string{"a.ts": a + "// é\n", "b.ts": b},
		},
		{"edits on both sides", func(w *world, f *hubtest.Folder) {
			f.PutQuietly("src/a.ts", a+"// disk\n")
			w.replaceText("a", "// cell\n"+a)
			f.Put("src/a.ts", a+"// disk\n")
		}, map[string]string{"a.ts": "// cell\n" + a + "// disk\n", "b.ts": b}},
		{"an edit found by writing", func(w *world, f *hubtest.Folder) {
			f.PutQuietly("src/a.ts", a+"// disk\n")
			w.replaceText("a", "// cell\n"+a)
		}, map[string]string{"a.ts": "// cell\n" + a + "// disk\n", "b.ts": b}},
		{"the same on both sides", func(w *world, f *hubtest.Folder) {
			f.PutQuietly("src/a.ts", "same")
			w.replaceText("a", "same")
		}, map[string]string{"a.ts": "same", "b.ts": b}},
		{"twice", func(_ *world, f *hubtest.Folder) {
			f.Put("src/a.ts", a+"// 1\n")
			settled()
			f.Put("src/a.ts", a+"// 1\n// 2\n")
		}, map[string]string{"a.ts": a + "// 1\n// 2\n", "b.ts": b}},
		{
			"a new module", func(_ *world, f *hubtest.Folder) { f.Put("src/c.mjs", "c") },
			map[string]string{"a.ts": a, "b.ts": b, "c.mjs": "c"},
		},
		{
			"a module that cannot be one", func(_ *world, f *hubtest.Folder) { f.Put("src/sub/c.ts", "c"); f.Put("src/x.css", "") },
			map[string]string{"a.ts": a, "b.ts": b},
		},
		{
			"a module is gone", func(_ *world, f *hubtest.Folder) { f.Delete("src/a.ts") },
			map[string]string{"b.ts": b},
		},
		{"gone and there again", func(_ *world, f *hubtest.Folder) {
			f.Delete("src/a.ts")
			settled()
			f.Put("src/a.ts", a+"// back\n")
		}, map[string]string{"a.ts": a + "// back\n", "b.ts": b}},
		{"gone but edited", func(w *world, f *hubtest.Folder) {
			w.replaceText("a", "kept")
			f.Delete("src/a.ts")
		}, map[string]string{"a.ts": "kept", "b.ts": b}},
		{
			"all are gone", func(_ *world, f *hubtest.Folder) { f.Delete("src/a.ts", "src/b.ts") },
			map[string]string{"a.ts": a, "b.ts": b},
		},
		{
			"moved", func(_ *world, f *hubtest.Folder) { f.Move("src/a.ts", "src/c.ts") },
			map[string]string{"c.ts": a, "b.ts": "import { a } from './c.ts';\n"},
		},
		{
			"with other line ends", func(_ *world, f *hubtest.Folder) { f.Put("src/a.ts", "1\r\n2\r\n") },
			map[string]string{"a.ts": "1\n2\n", "b.ts": b},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				tt.change(w, f)
				settled()
				cells := map[string]string{}
				for _, c := range w.state().Cells {
					if c.Kind == notebook.Code {
						cells[c.Filename] = c.Text.String()
					}
				}
				if !maps.Equal(cells, tt.want) {
					t.Errorf("cells %q\nwant  %q", cells, tt.want)
				}
				disk := map[string]string{}
				for name, content := range modules(f) {
					if name := strings.TrimPrefix(name, "src/"); tt.want[name] != "" {
						disk[name] = strings.ReplaceAll(content, "\r\n", "\n")
					}
				}
				if !maps.Equal(disk, tt.want) {
					t.Errorf("disk %q\nwant %q", disk, tt.want)
				}
			})
		})
	}
}

// TestMovedModuleIsTheSameCell keeps its place and its history.
func TestMovedModuleIsTheSameCell(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Move("src/a.ts", "src/c.ts")
		settled()
		if got := w.state().Cell("a"); got == nil || got.Filename != "c.ts" {
			t.Errorf("cell a = %+v", got)
		}
	})
}

// TestPackageJSONOnDisk is brought in, and written again when it is removed.
func TestPackageJSONOnDisk(t *testing.T) {
	onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
		f.Put("package.json", "{}")
		settled()
		if got := w.state().Cell(notebook.PackageID).Text.String(); got != "{}" {
			t.Errorf("package.json = %q", got)
		}
		f.Delete("package.json")
		settled()
		if got := f.Files()["package.json"]; got != "{}" {
			t.Errorf("on disk = %q", got)
		}
	})
}

// TestWhatCannotBeBroughtIn stays on disk and is told, once for each content.
func TestWhatCannotBeBroughtIn(t *testing.T) {
	tests := []struct{ name, file, content, code string }{
		{"invalid text", "src/a.ts", "\xff", "SB-3007"},
		{"too large", "src/a.ts", strings.Repeat("x", notebook.MaxCellBytes+1), "SB-1005"},
		{"an index without a title", "README.md", "mine", "SB-2002"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onDisk(t, func(t *testing.T, w *world, f *hubtest.Folder) {
				p := w.join(hub.JoinRequest{Client: "tab"})
				f.Put(tt.file, tt.content)
				settled()
				w.replaceText("a", "edited")
				w.do("Ada", live.SetTitle{Title: "Edited"})
				settled()
				if got := f.Files()[tt.file]; got != tt.content {
					t.Errorf("on disk: %.20q", got)
				}
				codes := conflictsOf(t, p, tt.file)
				if len(codes) != 1 || codes[0] != tt.code {
					t.Errorf("signals %v, want %s", codes, tt.code)
				}
				if got := w.state().Cell("a").Text.String(); got != "edited" {
					t.Errorf("cell a = %.20q", got)
				}
			})
		})
	}
}
