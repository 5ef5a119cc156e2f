package files

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func folders(t *testing.T) *Folders {
	t.Helper()
	f, err := OpenFolders(filepath.Join(t.TempDir(), "workspaces"))
	check(t, err)
	t.Cleanup(func() { check(t, f.Close()) })
	return f
}

func folder(t *testing.T, in *Folders) *Folder {
	t.Helper()
	f, err := in.Open("w")
	check(t, err)
	t.Cleanup(func() { check(t, f.Close()) })
	return f
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

// outside writes as another program does, in one step.
func outside(t *testing.T, f *Folder, name, content string) {
	t.Helper()
	full, temporary := filepath.Join(f.Path(), filepath.FromSlash(name)), f.Path()+".new"
	check(t, os.MkdirAll(filepath.Dir(full), 0o755))
	check(t, os.WriteFile(temporary, []byte(content), 0o644))
	check(t, os.Rename(temporary, full))
}

func wantContent(t *testing.T, f *Folder, name, want string) {
	t.Helper()
	if got, err := f.Read(name); err != nil || string(got) != want {
		t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
	}
}

func TestWriteReplacesOnlyWhatIsOurs(t *testing.T) {
	f := folder(t, folders(t))
	for _, content := range []string{"one", "two", "", "two"} {
		check(t, f.Write("src/a.ts", []byte(content)))
		wantContent(t, f, "src/a.ts", content)
	}
	outside(t, f, "src/a.ts", "theirs")
	wantCode(t, "write over another program's content", f.Write("src/a.ts", []byte("three")), fault.CodeFolderConflict)
	wantCode(t, "remove another program's content", f.Remove("src/a.ts"), fault.CodeFolderConflict)
	wantContent(t, f, "src/a.ts", "theirs")

	check(t, f.Write("src/a.ts", []byte("theirs"))) // the same content is no conflict
	check(t, f.Write("src/a.ts", []byte("three")))
	wantContent(t, f, "src/a.ts", "three")

	outside(t, f, "src/a.ts", "again")
	check(t, f.Accept("src/a.ts", HashOf([]byte("again"))))
	check(t, f.Write("src/a.ts", []byte("four")))
	outside(t, f, "src/a.ts", "once more")
	check(t, f.WriteAtomic("src/a.ts", []byte("five")))
	check(t, f.Remove("src/a.ts"))
	check(t, f.Remove("src/a.ts"))
	_, err := f.Read("src/a.ts")
	wantCode(t, "read a removed file", err, fault.CodeNotFound)

	outside(t, f, "new.txt", "theirs")
	wantCode(t, "write over a file that we never wrote", f.Write("new.txt", nil), fault.CodeFolderConflict)
	check(t, f.Write("b.ts", []byte("b")))
	check(t, os.Remove(filepath.Join(f.Path(), "b.ts")))
	check(t, f.Write("b.ts", []byte("c"))) // nothing is lost by writing a removed file
	wantContent(t, f, "b.ts", "c")
}

func TestAnOlderContentOfOursIsAConflictToo(t *testing.T) {
	f := folder(t, folders(t))
	for _, content := range []string{"one", "two", "three"} {
		check(t, f.Write("a.ts", []byte(content)))
	}
	outside(t, f, "a.ts", "one") // such as by git checkout
	wantCode(t, "write over it", f.Write("a.ts", []byte("four")), fault.CodeFolderConflict)
}

func TestConflictsAreKnownAfterARestart(t *testing.T) {
	in := folders(t)
	before := folder(t, in)
	check(t, before.Write("a.ts", []byte("ours")))
	check(t, before.Write("b.ts", []byte("ours")))
	outside(t, before, "b.ts", "theirs")
	outside(t, before, ".srcbook/new-ABC", "cut short")

	f := folder(t, in)
	check(t, f.Write("a.ts", []byte("next")))
	wantCode(t, "write what was changed meanwhile", f.Write("b.ts", []byte("next")), fault.CodeFolderConflict)
	if left, _ := filepath.Glob(filepath.Join(f.Path(), ".srcbook", "new-*")); len(left) > 0 {
		t.Errorf("got %v left of an earlier process", left)
	}

	outside(t, f, ".srcbook/written.json", `{"torn`)
	f = folder(t, in)
	wantCode(t, "write when nothing is known", f.Write("a.ts", []byte("more")), fault.CodeFolderConflict)
}

func TestSyncWritesAllButTheConflicts(t *testing.T) {
	f := folder(t, folders(t))
	outside(t, f, "b.ts", "theirs")
	outside(t, f, "d.ts", "theirs")
	err := f.Sync(map[string][]byte{"a.ts": []byte("a"), "b.ts": []byte("b"), "c.ts": []byte("c"), "d.ts": []byte("d")})
	wantCode(t, "sync", err, fault.CodeFolderConflict)
	want := []fault.Detail{{Message: "b.ts"}, {Message: "d.ts"}}
	if got := fault.From(err).Details; !reflect.DeepEqual(got, want) {
		t.Errorf("got details %v, want %v", got, want)
	}
	for name, want := range map[string]string{"a.ts": "a", "b.ts": "theirs", "c.ts": "c", "d.ts": "theirs"} {
		wantContent(t, f, name, want)
	}
}

// TestAContentIsSetAside keeps it beside its file, once for each content, and within the folder.
func TestAContentIsSetAside(t *testing.T) {
	f := folder(t, folders(t))
	outside(t, f, "src/a.ts", "theirs")
	name, err := f.SetAside("src/a.ts", []byte("theirs"))
	check(t, err)
	again, err := f.SetAside("src/a.ts", []byte("theirs"))
	check(t, err)
	if name != again || !strings.HasPrefix(name, "src/a.ts.") || !strings.HasSuffix(name, ".bak") {
		t.Errorf("set aside as %q, then %q", name, again)
	}
	wantContent(t, f, name, "theirs")
	if at, err := f.Modified("src/a.ts"); err != nil || at.IsZero() {
		t.Errorf("modified %v, %v", at, err)
	}
	_, err = f.Modified("src/none.ts")
	wantCode(t, "modified of no file", err, fault.CodeNotFound)
	_, err = f.SetAside("../a.ts", nil)
	wantCode(t, "set aside outside", err, fault.CodeFilename)
	_, err = f.Modified("../a.ts")
	wantCode(t, "modified outside", err, fault.CodeFilename)
}

func TestNamesStayInsideTheFolder(t *testing.T) {
	f := folder(t, folders(t))
	for _, name := range []string{"", ".", "..", "../x", "/etc/passwd", "a/../../x", "a//b", "a/", `a\b`, ".srcbook/written.json", ".srcbook"} {
		_, read := f.Read(name)
		for what, err := range map[string]error{
			"read": read, "write": f.Write(name, nil), "write atomic": f.WriteAtomic(name, nil),
			"remove": f.Remove(name), "accept": f.Accept(name, ""),
		} {
			wantCode(t, what+" "+name, err, fault.CodeFilename)
		}
	}
	in := folders(t)
	for _, id := range []string{"", ".", "..", "a/b", "/a", "../a"} {
		_, err := in.Open(id)
		wantCode(t, "open "+id, err, fault.CodeInvalid)
		wantCode(t, "remove "+id, in.RemoveFolder(id), fault.CodeInvalid)
	}
}

// A symbolic link in a workspace leads neither reads nor writes nor removal out of it.
func TestSymbolicLinksAreNotFollowed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	in := folders(t)
	f := folder(t, in)
	victim := t.TempDir()
	check(t, os.WriteFile(filepath.Join(victim, "secret"), []byte("secret"), 0o600))
	check(t, f.Write("real.ts", []byte("real")))
	for link, target := range map[string]string{
		"file": filepath.Join(victim, "secret"), "dir": victim, "inner": "real.ts", "dangling": filepath.Join(victim, "made"),
	} {
		check(t, os.Symlink(target, filepath.Join(f.Path(), link)))
	}
	for _, name := range []string{"file", "dir/secret", "inner", "dangling"} {
		if content, err := f.Read(name); err == nil {
			t.Errorf("read %s: got %q, want an error", name, content)
		}
	}
	wantCode(t, "write over a link", f.Write("file", []byte("x")), fault.CodeFolderConflict)
	if err := f.Write("dir/made", []byte("x")); err == nil {
		t.Error("wrote through a link out of the folder")
	}
	check(t, f.WriteAtomic("dangling", []byte("x")))
	list, err := f.List()
	check(t, err)
	if len(list) != 2 || list[0].Name != "dangling" || list[1].Name != "real.ts" {
		t.Errorf("got %v, want the two regular files", list)
	}
	check(t, in.RemoveFolder("w"))
	if names, _ := os.ReadDir(victim); len(names) != 1 {
		t.Errorf("got %v outside of the folder, want it as it was", names)
	}
	if _, err := os.Stat(f.Path()); !os.IsNotExist(err) {
		t.Errorf("the removed folder is still there: %v", err)
	}
}

func TestReadRefusesAHugeFile(t *testing.T) {
	f := folder(t, folders(t))
	outside(t, f, "big", "")
	check(t, os.Truncate(filepath.Join(f.Path(), "big"), MaxFileSize+1))
	_, err := f.Read("big")
	wantCode(t, "read", err, fault.CodeTooLarge)
}

func TestListLeavesOutWhatIsNotTheWorkspaces(t *testing.T) {
	f := folder(t, folders(t))
	check(t, f.Write("src/a.ts", []byte("abc")))
	for _, name := range []string{"node_modules/x/index.js", "src/node_modules/y.js", ".git/config", ".env"} {
		outside(t, f, name, "x")
	}
	list, err := f.List()
	check(t, err)
	var names []string
	for _, file := range list {
		names = append(names, file.Name)
	}
	if want := []string{".env", "src/a.ts"}; !reflect.DeepEqual(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestBlobs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blobs")
	b, err := OpenBlobs(path)
	check(t, err)
	t.Cleanup(func() { check(t, b.Close()) })
	for _, content := range []string{"", "picture", strings.Repeat("x", 1<<20)} {
		hash, err := b.Put([]byte(content))
		check(t, err)
		if got, err := b.Get(hash); err != nil || string(got) != content {
			t.Errorf("got %d bytes, %v, want %d", len(got), err, len(content))
		}
	}
	hash := HashOf([]byte("picture"))
	file := filepath.Join(path, string(hash[:2]), string(hash[2:]))
	check(t, os.WriteFile(file, []byte("pictura"), 0o600)) // a changed bit
	_, err = b.Get(hash)
	wantCode(t, "read a damaged blob", err, fault.CodeStorage)
	_, err = b.Put([]byte("picture"))
	check(t, err)
	if _, err := b.Get(hash); err != nil {
		t.Errorf("the blob was put again: %v", err)
	}
	check(t, b.Remove(hash))
	check(t, b.Remove(hash))
	check(t, b.Remove("../x"))
	for _, absent := range []Hash{hash, "", "../../etc/passwd", Hash(strings.Repeat("a", 64))} {
		_, err := b.Get(absent)
		wantCode(t, "read "+string(absent), err, fault.CodeNotFound)
	}
	_, err = b.Put(make([]byte, MaxFileSize+1))
	wantCode(t, "put too much", err, fault.CodeTooLarge)
}
