package store

import (
	"errors"
	"os"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// prepareFolder makes path a folder that only its owner may enter.
func prepareFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return folderFault(path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return folderFault(path, err)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := os.Chmod(path, 0o700); err != nil {
		return folderFault(path, err)
	}
	return nil
}

func folderFault(path string, err error) error {
	return fault.Wrap(fault.CodeDataFolder, err, "The data folder %s cannot be used", path)
}

// tryFolder returns why a file of some size cannot be written to path now, nil when it can.
func tryFolder(path string) error {
	f, err := os.CreateTemp(path, ".try-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 64<<10)) // what SQLite needs to extend its log and its shared memory
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}
