package vault

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// maxKeys bounds how many retired keys a key file may carry.
const maxKeys = 64

// Load opens the key file at path and creates it with one random key when there is none. A file that
// others may read is closed to them. Every failure is CodeKeyFile.
func Load(path string) (*Vault, error) {
	content, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, keyFault(path, err)
		}
		content, err = read(path)
	}
	if err != nil {
		return nil, keyFault(path, err)
	}
	if n := len(content); n == 0 || n%keySize != 0 || n > maxKeys*keySize {
		return nil, fault.New(fault.CodeKeyFile, "The key file %s is damaged: it has %d bytes", path, n)
	}
	return newVault(content)
}

func keyFault(path string, err error) error {
	return fault.Wrap(fault.CodeKeyFile, err, "The key file %s cannot be used", path)
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := f.Chmod(0o600); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(f, maxKeys*keySize+1))
}

// create makes the key file appear whole and durable, or not at all. When another process is first,
// its key stays.
func create(path string) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // linked or of no use
	_, err = temporary.Write(newKey())
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err := os.Link(temporary.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func newKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key) //nolint:errcheck // never fails: it ends the program when the system has no randomness
	return key
}
