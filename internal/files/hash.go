package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
)

// Hash is the SHA-256 of a file's content in lower-case hexadecimal; "" stands for no file.
type Hash string

// HashOf is the hash of a content.
func HashOf(content []byte) Hash {
	sum := sha256.Sum256(content)
	return Hash(hex.EncodeToString(sum[:]))
}

// settled is how old a modification has to be before an unchanged time proves an unchanged content:
// clocks of file systems tick as slowly as every two seconds.
const settled = 3 * time.Second

// seen is what a file was when it was last hashed.
type seen struct {
	hash Hash
	info fs.FileInfo
	at   time.Time
}

func (s seen) stillHolds(info fs.FileInfo) bool {
	return s.info != nil && os.SameFile(s.info, info) && s.info.Size() == info.Size() &&
		s.info.ModTime().Equal(info.ModTime()) && s.at.Sub(info.ModTime()) > settled
}

// diskHash is the hash of what is on disk under name. Anything but a regular file has a hash that no
// content has.
func (f *Folder) diskHash(name string) (Hash, error) {
	info, err := f.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		delete(f.seen, name)
		return "", nil
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return Hash("not a file: " + info.Mode().Type().String()), nil
	case f.seen[name].stillHolds(info):
		return f.seen[name].hash, nil
	}
	at := time.Now()
	hash, err := hashFile(f.root, name)
	if err != nil {
		return "", err
	}
	f.seen[name] = seen{hash: hash, info: info, at: at}
	return hash, nil
}

func hashFile(root *os.Root, name string) (Hash, error) {
	file, err := root.OpenFile(name, readFlags, 0)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return Hash(hex.EncodeToString(sum.Sum(nil))), nil
}
