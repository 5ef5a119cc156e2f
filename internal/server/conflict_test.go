package server_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/wire"
)

// differs waits until a file is told to differ for the reason with this code; "" waits until it does not.
func (c *tab) differs(file, code string) {
	c.t.Helper()
	c.until("the state of "+file+" to be "+code, func() bool {
		told := ""
		for _, s := range c.signals {
			if s.Folder == nil {
				continue
			}
			told = ""
			if i := slices.IndexFunc(s.Folder.Conflicts, func(f wire.FolderConflict) bool { return f.File == file }); i >= 0 {
				told = s.Folder.Conflicts[i].Fault.Code
			}
		}
		return told == code
	})
}

// contested makes a file on disk and the cell a.js differ: "let a = 3;" there and "let a = 2;" here. While the
// file cannot be read the notebook does not write it.
func (c *tab) contested(name string, f onDisk, broken string) {
	c.t.Helper()
	whole := f.text()
	f.write(broken)
	c.until("the broken file to be told", func() bool {
		return slices.ContainsFunc(c.signals, func(s wire.Signal) bool { return s.Folder != nil && len(s.Folder.Conflicts) > 0 })
	})
	c.do(c.edit("a.js", "let a = 2;"))
	f.write(strings.Replace(whole, "let a = 1;", "let a = 3;", 1))
	c.differs(name, "SB-2009")
}

// TestAConflictEndsOnDisk decides about files that were changed at the same place on both sides.
func TestAConflictEndsOnDisk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	tests := []struct {
		name, keep, want string
		inPlace          bool
	}{
		{"taking a file of the folder", "file", "let a = 3;", false},
		{"keeping the notebook's over one", "notebook", "let a = 2;", false},
		{"taking the notebook's own file", "file", "let a = 3;", true},
		{"keeping the notebook's over it", "notebook", "let a = 2;", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, name, broken := newFile(t, file("Notes", "a.js", "let a = 1;", "b.js", "2;")), "src/a.js", "\xff"
			var id string
			if tt.inPlace {
				id, name, broken = s.openFile(f.path).ID, f.path, "no notebook"
			} else {
				id = s.importText(f.text()).ID
			}
			c := s.open(id, "tab")
			if !tt.inPlace {
				f.path = filepath.Join(data, "workspaces", id, "src", "a.js")
				f.awaitFile()
			}
			c.contested(name, f, broken)

			there := at(id, "/conflict")
			sides := do[wire.ConflictSides](s, "GET", there+"?file="+url.QueryEscape(name), nil)
			if !strings.Contains(sides.Notebook.Text, "let a = 2;") || !strings.Contains(sides.Disk.Text, "let a = 3;") ||
				sides.Notebook.At == nil || sides.Disk.At == nil || sides.Refusal != nil || sides.Partly {
				t.Fatalf("sides %+v", sides)
			}
			s.refused("POST", there, wire.ResolveConflict{File: name, Version: "another", Keep: tt.keep}, "SB-2009")
			body := wire.ResolveConflict{File: name, Version: sides.Version, Keep: tt.keep}
			done := do[wire.ResolvedConflict](s, "POST", there, body)
			if got := f.text(); !strings.Contains(got, tt.want) {
				t.Errorf("the file has\n%s", got)
			}
			if done.After <= done.Before || done.Aside != "" {
				t.Errorf("done %+v", done)
			}
			c.differs(name, "")
			c.until("the cell to follow", func() bool { return has(c.state, "a.js", tt.want) })
			// The answer was lost: asking again changes nothing.
			if again := do[wire.ResolvedConflict](s, "POST", there, body); again.Before != again.After {
				t.Errorf("again %+v", again)
			}
			named := do[wire.HistoryPage](s, "GET", at(id, "/history?named=true"), nil)
			if len(named.Items) != 1 {
				t.Errorf("named revisions %+v", named.Items)
			}
			if tt.keep == "file" { // undone as a restoration is
				do[wire.RestoredRevision](s, "POST", at(id, "/history/"+fmt.Sprint(done.Before)+"/restore"), wire.RestoreRevision{Since: done.After})
				f.until("let a = 2;")
			}
			c.do(c.edit("a.js", "let a = 5;"))
			f.until("let a = 5;")
		})
	}
}

// TestAFileThatIsNoNotebookIsKeptBesideIt writes the notebook over it, once somebody wants that.
func TestAFileThatIsNoNotebookIsKeptBesideIt(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	f := newFile(t, file("Notes", "a.js", "let a = 1;"))
	id := s.openFile(f.path).ID
	c := s.open(id, "tab")
	f.write("no notebook")
	c.differs(f.path, "SB-2002")
	c.do(c.edit("a.js", "let a = 2;"))

	there := at(id, "/conflict")
	sides := do[wire.ConflictSides](s, "GET", there+"?file="+url.QueryEscape(f.path), nil)
	if sides.Refusal == nil || sides.Refusal.Code != "SB-2002" || sides.Disk.Text != "no notebook" {
		t.Fatalf("sides %+v", sides)
	}
	s.refused("POST", there, wire.ResolveConflict{File: f.path, Version: sides.Version, Keep: "file"}, "SB-2002")
	done := do[wire.ResolvedConflict](s, "POST", there, wire.ResolveConflict{File: f.path, Version: sides.Version, Keep: "notebook"})
	if got := f.text(); !strings.Contains(got, "let a = 2;") {
		t.Errorf("the file has\n%s", got)
	}
	if got := (onDisk{t, done.Aside}).text(); got != "no notebook" {
		t.Errorf("beside it is %q", got)
	}
	c.differs(f.path, "")
	c.do(c.edit("a.js", "let a = 3;"))
	f.until("let a = 3;")
}

// TestADifferentHeadIsAConflict does not put the first lines of a file back behind the back of who changed them.
func TestADifferentHeadIsAConflict(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	f := newFile(t, file("Notes", "a.js", "let a = 1;"))
	c := s.open(s.openFile(f.path).ID, "tab")
	source := f.text()
	changed := strings.Replace(source, `"language":`, `"more":1,"language":`, 1)
	if changed == source {
		t.Fatalf("the file has no head:\n%s", source)
	}
	f.write(changed)
	c.differs(f.path, "SB-2009")
	f.write(source)
	c.differs(f.path, "")
}
