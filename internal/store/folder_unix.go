//go:build unix

package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const lockFile = "srcbook.lock"

// folderLock is a flock, which the kernel gives free when the process ends in whatever way.
type folderLock struct{ file *os.File }

func lockFolder(folder string) (*folderLock, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderFault(folder, err)
	}
	if err := flock(f); err != nil {
		owner, _ := io.ReadAll(io.LimitReader(f, 20))
		return nil, errors.Join(lockFault(folder, strings.TrimSpace(string(owner)), err), f.Close())
	}
	if err := writeOwner(f); err != nil {
		return nil, errors.Join(folderFault(folder, err), f.Close())
	}
	return &folderLock{f}, nil
}

func flock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func lockFault(folder, owner string, err error) error {
	if !errors.Is(err, unix.EWOULDBLOCK) {
		return folderFault(folder, err)
	}
	return fault.Wrap(fault.CodeDataFolder, err, "The data folder %s is in use by process %s", folder, owner).
		WithNext("End that server, or choose another folder with --data.")
}

func writeOwner(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func (l *folderLock) release() error { return l.file.Close() }

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
