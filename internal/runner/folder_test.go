package runner

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, parent, name string) *folder {
	t.Helper()
	f, err := openFolder(parent, name)
	check(t, err)
	t.Cleanup(f.close)
	return f
}

func TestFoldersOfOneNameFollowEachOther(t *testing.T) {
	parent := t.TempDir()
	first := open(t, parent, "a.src.md")
	second := open(t, parent, "a.src.md") // at the same time
	other := open(t, parent, "b.src.md")
	if first.path == second.path || first.path == other.path {
		t.Errorf("two runs share a folder: %s, %s, %s", first.path, second.path, other.path)
	}
	first.close()
	if again := open(t, parent, "a.src.md"); again.path != first.path {
		t.Errorf("got %s, want the first folder %s again", again.path, first.path)
	}
}

func TestFillKeepsOnlyWhatWasInstalled(t *testing.T) {
	f := open(t, t.TempDir(), "a.src.md")
	outside := filepath.Join(t.TempDir(), "precious")
	check(t, os.WriteFile(outside, nil, 0o600))
	for _, name := range []string{"src/old.ts", "left.txt", ".hidden/x", "node_modules/ws/index.js", "pnpm-lock.yaml"} {
		check(t, os.MkdirAll(filepath.Join(f.path, filepath.Dir(name)), 0o700))
		check(t, os.WriteFile(filepath.Join(f.path, name), nil, 0o600))
	}
	check(t, os.Symlink(filepath.Dir(outside), filepath.Join(f.path, "link")))
	check(t, os.RemoveAll(filepath.Join(f.path, "package.json")))
	check(t, os.Symlink(outside, filepath.Join(f.path, "package.json")))

	check(t, f.fill(map[string]string{"src/a.ts": "1", "package.json": "{}"}))

	var got []string
	check(t, filepath.WalkDir(f.path, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(f.path, path)
			got = append(got, name)
		}
		return err
	}))
	want := []string{"node_modules/ws/index.js", "package.json", "pnpm-lock.yaml", "src/a.ts"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if text, err := os.ReadFile(outside); err != nil || len(text) > 0 {
		t.Errorf("a link was followed: %q, %v", text, err)
	}
}

func TestFoldersThatNobodyUsesAreRemoved(t *testing.T) {
	parent := t.TempDir()
	old, used := open(t, parent, "old.src.md"), open(t, parent, "used.src.md")
	long := time.Now().Add(-keptFor - time.Hour)
	for _, f := range []*folder{old, used} {
		check(t, os.Chtimes(f.path+lockedExt, long, long))
	}
	old.close()
	open(t, parent, "new.src.md")
	if _, err := os.Stat(old.path); !os.IsNotExist(err) {
		t.Errorf("the unused folder: got %v, want that it is gone", err)
	}
	if _, err := os.Stat(used.path); err != nil {
		t.Errorf("the folder of a run: got %v, want that it is there", err)
	}
}
