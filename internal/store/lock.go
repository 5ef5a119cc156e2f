package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const lockFile = "srcbook.lock"

// folderLock keeps a second server away from the data folder. The system gives it free when the
// process ends in whatever way. The file names the owner for people; its content proves nothing.
type folderLock struct{ file *os.File }

func lockFolder(folder string) (*folderLock, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderFault(folder, err)
	}
	if err := lockFully(f); err != nil {
		owner, _ := io.ReadAll(io.LimitReader(f, 20))
		return nil, errors.Join(lockFault(folder, strings.TrimSpace(string(owner)), err), f.Close())
	}
	if err := writeOwner(f); err != nil {
		return nil, errors.Join(folderFault(folder, err), f.Close())
	}
	return &folderLock{f}, nil
}

func lockFault(folder, owner string, err error) error {
	if !isHeld(err) {
		return folderFault(folder, err)
	}
	return fault.Wrap(fault.CodeDataFolder, err, "The data folder %s is in use by process %s", folder, owner).
		WithNext("End that server, or choose another folder with --data.")
}

// writeOwner notes the process. A full disk is no reason not to open the store for reading.
func writeOwner(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil && !isFull(err) {
		return err
	}
	return nil
}

func (l *folderLock) release() error { return errors.Join(unlock(l.file), l.file.Close()) }
