//go:build unix

package store

import (
	"os"
	"syscall"
	"testing"
)

// A process that was forked while the folder was open held its lock a moment longer than the store.
func TestReleasingTheFolderDoesNotWaitForOthersWithItsFile(t *testing.T) {
	folder := t.TempDir()
	lock, err := lockFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	inherited, err := syscall.Dup(int(lock.file.Fd())) // as a fork does
	if err != nil {
		t.Fatal(err)
	}
	defer os.NewFile(uintptr(inherited), "inherited").Close()
	if err := lock.release(); err != nil {
		t.Fatal(err)
	}
	again, err := lockFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.release(); err != nil {
		t.Fatal(err)
	}
}
