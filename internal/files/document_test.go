package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/files"
)

func openDocument(t *testing.T, content string) (*files.Document, string) {
	t.Helper()
	folders, err := files.OpenFolders(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.src.md")
	if err := os.WriteFile(path, []byte(content), 0o604); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o604); err != nil {
		t.Fatal(err)
	}
	d, err := folders.OpenDocument("w", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(d.Close(), folders.Close()) })
	return d, path
}

func TestDocumentIsWrittenOnlyOverWhatIsKnown(t *testing.T) {
	d, path := openDocument(t, "one")
	if err := d.Write([]byte("two"), []byte("one")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Read(); err != nil || string(got) != "two" {
		t.Errorf("it has %q, %v", got, err)
	}
	if err := d.Write([]byte("three"), []byte("one")); !errors.Is(err, fault.CodeFolderConflict) {
		t.Errorf("written over what somebody else wrote: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o604 {
		t.Errorf("its permissions are %v, %v", info.Mode(), err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) != 0 {
		t.Errorf("there are left %v, %v", left, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := d.Write([]byte("three"), []byte("two")); !errors.Is(err, fault.CodeNotFound) {
		t.Errorf("a file that is gone was written: %v", err)
	}
}

func TestDocumentRemembersWhatWasSettled(t *testing.T) {
	d, _ := openDocument(t, "one")
	if got, err := d.Settled(); err != nil || got != nil {
		t.Errorf("settled is %q, %v", got, err)
	}
	if err := d.Settle([]byte("one")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Settled(); err != nil || string(got) != "one" {
		t.Errorf("settled is %q, %v", got, err)
	}
}

func TestDocumentTellsOfChanges(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"in place": func(path string) error { return os.WriteFile(path, []byte("two"), 0o600) },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+"~", []byte("two"), 0o600), os.Rename(path+"~", path))
		},
		"removed": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			d, path := openDocument(t, "one")
			ctx, cancel := context.WithCancel(t.Context())
			told := make(chan struct{}, 100)
			ended := make(chan error, 1)
			go func() {
				ended <- d.Watch(ctx, 10*time.Millisecond, func() {
					select {
					case told <- struct{}{}:
					default:
					}
				})
			}()
			<-told // of what happened before
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			<-told
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAContentIsSetAsideOnce keeps it beside the file, with the permissions of it.
func TestAContentIsSetAsideOnce(t *testing.T) {
	d, path := openDocument(t, "theirs")
	name, err := d.SetAside([]byte("theirs"))
	again, err2 := d.SetAside([]byte("theirs"))
	if err != nil || err2 != nil || name != again || filepath.Dir(name) != filepath.Dir(path) {
		t.Fatalf("%q, %v, then %q, %v", name, err, again, err2)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o604 {
		t.Errorf("it is %v, %v", info, err)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != "theirs" {
		t.Errorf("it has %q, %v", got, err)
	}
	if other, err := d.SetAside([]byte("others")); err != nil || other == name {
		t.Errorf("another content is %q, %v", other, err)
	}
	if at, err := d.Modified(); err != nil || at.IsZero() {
		t.Errorf("modified %v, %v", at, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Modified(); !errors.Is(err, fault.CodeNotFound) {
		t.Errorf("modified when it is gone: %v", err)
	}
}
