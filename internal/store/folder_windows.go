package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFully takes the lock of a file or fails at once. It locks one byte far behind the content, so
// that others can still read that.
func lockFully(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	at := windows.Overlapped{Offset: 1 << 20}
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at)
}

// unlock does nothing: closing the file gives the lock free.
func unlock(*os.File) error { return nil }

// isHeld reports that another process has the lock.
func isHeld(err error) bool { return errors.Is(err, windows.ERROR_LOCK_VIOLATION) }

// syncFolder does nothing: NTFS journals the names in a folder.
func syncFolder(string) error { return nil }
