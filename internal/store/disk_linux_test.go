package store_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/store"
)

// smallDisk mounts 16 MB of memory, or skips the test.
func smallDisk(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting a file system needs root")
	}
	dir := filepath.Join(t.TempDir(), "disk")
	check(t, os.Mkdir(dir, 0o700))
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a tmpfs cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir
}

// fill leaves no byte of the disk.
func fill(t *testing.T, dir string) (filler string) {
	t.Helper()
	filler = filepath.Join(dir, "filler")
	f, err := os.Create(filler)
	check(t, err)
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("fill the disk: got %v, want %v", err, unix.ENOSPC)
	}
	check(t, f.Close())
	return filler
}

// F4: a full disk refuses edits, which are not acknowledged; reading works, and so does writing as
// soon as there is room.
func TestAFullDiskRefusesUntilThereIsRoom(t *testing.T) {
	dir := smallDisk(t)
	s := openAt(t, filepath.Join(dir, "data"))
	n := newNotebook(t, s)
	for range rounds(t, "SRCBOOK_FULL_DISKS", 5) {
		filler := fill(t, dir)
		var err error
		for range 200 { // the log may still have room from before
			if err = n.append(t.Context(), 100_000); err != nil {
				break
			}
		}
		wantCode(t, "append to a full disk", err, fault.CodeStorageFull)
		wantCode(t, "append to a full disk again", n.append(t.Context(), 100_000), fault.CodeStorageFull)
		n.wantWhole(t)
		check(t, os.Remove(filler))
		check(t, s.Health(t.Context()))
		check(t, n.append(t.Context(), 1_000))
		n.wantWhole(t)
	}
	check(t, s.Check(t.Context()))
}

func TestAFullDiskAtTheStart(t *testing.T) {
	dir := smallDisk(t)
	filler := fill(t, dir)
	_, err := store.Open(t.Context(), store.Config{Path: filepath.Join(dir, "data")})
	if err == nil {
		t.Fatal("opened a store on a full disk")
	}
	check(t, os.Remove(filler))
	check(t, openAt(t, filepath.Join(dir, "data")).Health(t.Context()))
}

// F5: when the file system turns read-only, as it does after an error, nothing is acknowledged any
// more and reading goes on. Such a file system has to be mounted anew.
func TestAFileSystemThatTurnsReadOnly(t *testing.T) {
	d := newDisk(t, ",errors=remount-ro")
	folder := filepath.Join(d.mount, "data")
	s := openAt(t, folder)
	n := newNotebook(t, s)
	check(t, n.append(t.Context(), 10))
	makeReadOnly(t, d)
	for range 3 {
		wantCode(t, "append", n.append(t.Context(), 10), fault.CodeReadOnly)
	}
	wantCode(t, "health", s.Health(t.Context()), fault.CodeReadOnly)
	n.wantWhole(t)
	_ = s.Close() // cannot move the log into the database
	d.detach(t)
	d.attach(t)
	n.store = openAt(t, folder)
	n.wantWhole(t)
	check(t, n.append(t.Context(), 10))
}

// F5: when the disk fails, nothing is acknowledged any more.
func TestADiskThatFails(t *testing.T) {
	d := newDisk(t, "")
	folder := filepath.Join(d.mount, "data")
	s := openAt(t, folder)
	n := newNotebook(t, s)
	check(t, n.append(t.Context(), 10))
	d.cutPower(t)
	for range 3 {
		wantCode(t, "append", n.append(t.Context(), 10), fault.CodeStorage)
	}
	_ = s.Close()
	d.detach(t)
	d.attach(t)
	n.store = openAt(t, folder)
	n.wantWhole(t)
	check(t, n.append(t.Context(), 10))
}
