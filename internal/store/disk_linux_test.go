package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
)

// F4: a full disk refuses edits, which are not acknowledged; reading works, and so does writing as
// soon as there is room.
func TestAFullDiskRefusesUntilThereIsRoom(t *testing.T) {
	dir := storetest.SmallDisk(t, 16)
	s := openAt(t, filepath.Join(dir, "data"))
	n := newNotebook(t, s)
	for range rounds(t, "SRCBOOK_FULL_DISKS", 5) {
		filler := storetest.Fill(t, dir)
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
	dir := storetest.SmallDisk(t, 16)
	filler := storetest.Fill(t, dir)
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
