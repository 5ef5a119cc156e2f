package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// onDisk is a .src.md file that a test and a server share.
type onDisk struct {
	t    *testing.T
	path string
}

func newFile(t *testing.T, source string) onDisk {
	t.Helper()
	f := onDisk{t, filepath.Join(t.TempDir(), "notes.src.md")}
	f.write(source)
	return f
}

// write replaces the file as editors do: beside it, then in its place.
func (f onDisk) write(source string) {
	f.t.Helper()
	beside := f.path + "~"
	check(f.t, os.WriteFile(beside, []byte(source), 0o640))
	check(f.t, os.Rename(beside, f.path))
}

func (f onDisk) text() string {
	f.t.Helper()
	content, err := os.ReadFile(f.path)
	check(f.t, err)
	return string(content)
}

// awaitFile waits for the server to write the file for the first time.
func (f onDisk) awaitFile() {
	f.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(f.path); err == nil {
			return
		}
		if time.Now().After(deadline) {
			f.t.Fatalf("%s is not written", f.path)
		}
	}
}

// until waits for the file to hold something.
func (f onDisk) until(part string) {
	f.t.Helper()
	for deadline := time.Now().Add(patience); !strings.Contains(f.text(), part); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatalf("%q does not come into\n%s", part, f.text())
		}
	}
}

func (s *instance) openFile(path string) wire.Workspace {
	s.t.Helper()
	return do[wire.Workspace](s, "POST", "/api/workspaces/open", wire.OpenFile{Path: path})
}

func TestAFileIsEditedInPlace(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	// Its own way of writing stays where nothing is changed: the loose list, the missing blank line.
	source := "<!-- srcbook:{\"language\":\"javascript\"} -->\n# Notes\n\nWords.\n\n###### a.js\n\n```javascript\nlet a = 1;\n```\n\n###### b.js\n\n```javascript\nlet b = 1;\n```\n"
	f := newFile(t, source)
	w := s.openFile(f.path)
	if again := s.openFile(f.path); again.ID != w.ID {
		t.Errorf("opened twice as %s and %s", w.ID, again.ID)
	}
	if got := do[wire.Workspace](s, "GET", at(w.ID, ""), nil); got.File != f.path {
		t.Errorf("its file is %q, want %q", got.File, f.path)
	}
	c := s.open(w.ID, "tab")

	c.do(c.edit("a.js", "let a = 2;"))
	f.until("let a = 2;")
	if got, want := f.text(), strings.Replace(source, "let a = 1", "let a = 2", 1); got != want {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
	info, err := os.Stat(f.path)
	check(t, err)
	if info.Mode().Perm() != 0o640 {
		t.Errorf("its permissions are %v", info.Mode())
	}

	f.write(strings.Replace(f.text(), "let b = 1;", "let b = 3;\nlet c = 4;", 1) + "\nMore words.\n")
	c.until("the other editor's change", func() bool {
		return has(c.state, "b.js", "let b = 3;\nlet c = 4;") && len(c.state.Cells) == 5
	})
	before := f.text()
	c.do(live.SetTitle{Title: "Renamed"})
	f.until("# Renamed")
	if got := strings.Replace(f.text(), "# Renamed", "# Notes", 1); got != before {
		t.Errorf("a new title changes more than its line:\n%s\nbefore:\n%s", f.text(), before)
	}
}

// has reports whether a module has this text.
func has(s live.State, filename, text string) bool {
	c := s.CellByFilename(filename)
	return c != nil && c.Text.String() == text
}

// TestTheFilesOwnStyleStays edits files that others write in their own way.
func TestTheFilesOwnStyleStays(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	for name, style := range map[string]func(string) string{
		"Windows line ends":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"a byte order mark":  func(s string) string { return "\uFEFF" + s },
		"more blank lines":   func(s string) string { return strings.ReplaceAll(s, "\n\n#", "\n\n\n\n#") },
		"no package.json":    func(s string) string { return s },
		"tildes for a fence": func(s string) string { return strings.ReplaceAll(s, "```", "~~~") },
	} {
		source := style("<!-- srcbook:{\"language\":\"javascript\"} -->\n\n# Notes\n\n* loose\n\n* list\n\n###### a.js\n\n```javascript\nlet a = 1;\n```\n\nEnd.\n")
		f := newFile(t, source)
		c := s.open(s.openFile(f.path).ID, "tab")
		c.do(c.edit("a.js", "let a = 2;"))
		f.until("let a = 2;")
		if got, want := f.text(), strings.Replace(source, "let a = 1", "let a = 2", 1); got != want {
			t.Errorf("%s: the file is\n%q\nwant\n%q", name, got, want)
		}
	}
}

func TestAFileThatCannotBeReadIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	f := newFile(t, file("Notes", "a.js", "1;"))
	w := s.openFile(f.path)
	c := s.open(w.ID, "tab")
	c.do(c.edit("a.js", "2;"))
	f.until("2;")

	broken := "no notebook at all\n"
	f.write(broken)
	c.until("the conflict", func() bool {
		for _, signal := range c.signals {
			if signal.Folder != nil && slices.ContainsFunc(signal.Folder.Conflicts, func(c wire.FolderConflict) bool {
				return c.File == f.path && c.Fault.Code == "SB-2002"
			}) {
				return true
			}
		}
		return false
	})
	c.do(c.edit("a.js", "3;"))
	f.write(strings.Replace(file("Notes", "a.js", "2;"), "# Notes", "# Mended", 1))
	c.until("the new title", func() bool { return c.state.Title == "Mended" })
	f.until("3;")
	if got := c.cell("a.js").Text.String(); got != "3;" {
		t.Errorf("the cell has %q", got)
	}
}

// TestChangesWhileTheServerIsDownAreMerged changes both sides before they meet again.
func TestChangesWhileTheServerIsDownAreMerged(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	f := newFile(t, file("Notes", "a.js", "let a = 1;\nlet b = 1;\nlet c = 1;", "b.js", "2;"))
	w := s.openFile(f.path)
	c := s.open(w.ID, "tab")
	c.do(c.edit("a.js", "let a = 10;\nlet b = 1;\nlet c = 1;"))
	f.until("let a = 10;")
	s.end()

	f.write(strings.Replace(f.text(), "let c = 1;", "let c = 30;", 1))
	s = start(t, data)
	if again := s.openFile(f.path); again.ID != w.ID {
		t.Fatalf("opened as %s, want %s", again.ID, w.ID)
	}
	c = s.open(w.ID, "tab2")
	c.until("the change from outside", func() bool {
		return has(c.state, "a.js", "let a = 10;\nlet b = 1;\nlet c = 30;")
	})
}

// TestAFileThatChangesBeforeItIsLookedAt is not written over with what it had when it was opened.
func TestAFileThatChangesBeforeItIsLookedAt(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	f := newFile(t, file("Notes", "a.js", "1;", "b.js", "1;"))
	w := s.openFile(f.path)
	f.write(strings.Replace(f.text(), "# Notes", "# Renamed", 1))
	c := s.open(w.ID, "tab")
	c.until("the new title", func() bool { return c.state.Title == "Renamed" })
	c.do(c.edit("a.js", "2;"))
	f.until("2;")
	if !strings.Contains(f.text(), "# Renamed") {
		t.Errorf("the file has\n%s", f.text())
	}
}

func TestOpeningAFileIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	folder := t.TempDir()
	check(t, os.WriteFile(filepath.Join(folder, "a.md"), []byte("# x"), 0o600))
	check(t, os.WriteFile(filepath.Join(folder, "broken.src.md"), []byte("words"), 0o600))
	check(t, os.Mkdir(filepath.Join(folder, "folder.src.md"), 0o700))
	for path, code := range map[string]string{
		"relative.src.md":                      "SB-1001",
		filepath.Join(folder, "absent.src.md"): "SB-1002",
		filepath.Join(folder, "a.md"):          "SB-1001",
		filepath.Join(folder, "folder.src.md"): "SB-1001",
		filepath.Join(folder, "broken.src.md"): "SB-2002",
		"/dev/zero":                            "SB-1001",
	} {
		s.refused("POST", "/api/workspaces/open", wire.OpenFile{Path: path}, code)
	}
	if got := s.list(); len(got) != 0 {
		t.Errorf("it made %v", got)
	}
}

// TestManyEditsFromBothSidesMeet lets a tab and another editor change different cells at once.
func TestManyEditsFromBothSidesMeet(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	f := newFile(t, file("Notes", "a.js", "0", "b.js", "0"))
	c := s.open(s.openFile(f.path).ID, "tab")
	for i := range 20 {
		c.do(c.edit("a.js", fmt.Sprintf("tab %d", i)))
		f.until(fmt.Sprintf("tab %d", i)) // or the editor would write over what it has not seen
		head, _, _ := strings.Cut(f.text(), "###### b.js")
		f.write(head + fmt.Sprintf("###### b.js\n\n```javascript\neditor %d\n```\n", i))
		c.until("the editor's change", func() bool { return has(c.state, "b.js", fmt.Sprintf("editor %d", i)) })
	}
	f.until("tab 19")
	f.until("editor 19")
	if got := c.cell("a.js").Text.String(); got != "tab 19" {
		t.Errorf("the tab's cell has %q", got)
	}
}
