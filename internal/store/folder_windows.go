package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/windows"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const lockFile = "srcbook.lock"

// folderLock locks one byte far behind the owner's number, so that others can still read the number.
type folderLock struct{ file *os.File }

func lockFolder(folder string) (*folderLock, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderFault(folder, err)
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	at := windows.Overlapped{Offset: 1 << 20}
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at); err != nil {
		owner, _ := io.ReadAll(io.LimitReader(f, 20))
		return nil, errors.Join(lockFault(folder, strings.TrimSpace(string(owner)), err), f.Close())
	}
	if err := writeOwner(f); err != nil {
		return nil, errors.Join(folderFault(folder, err), f.Close())
	}
	return &folderLock{f}, nil
}

func lockFault(folder, owner string, err error) error {
	if !errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return folderFault(folder, err)
	}
	return fault.Wrap(fault.CodeDataFolder, err, "The data folder %s is in use by process %s", folder, owner).
		WithNext("End that server, or choose another folder with --data.")
}

func writeOwner(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\r\n"), 0)
	return err
}

func (l *folderLock) release() error { return l.file.Close() }

// syncFolder does nothing: NTFS journals the names in a folder.
func syncFolder(string) error { return nil }
