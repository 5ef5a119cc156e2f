package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Blobs keeps contents under their SHA-256. A content is stored once, however often it is put, and
// never changes.
type Blobs struct{ root *os.Root }

// OpenBlobs opens the folder of blobs and creates it when missing, closed to other users.
func OpenBlobs(path string) (*Blobs, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The folder %s cannot be created", path)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The folder %s cannot be opened", path)
	}
	if err := clean(root); err != nil {
		return nil, errors.Join(failure("clean up in "+path, err), root.Close())
	}
	return &Blobs{root}, nil
}

// Put stores a content durably and returns its hash.
func (b *Blobs) Put(content []byte) (Hash, error) {
	if len(content) > MaxFileSize {
		return "", fault.New(fault.CodeTooLarge, "The content is larger than %d MB", MaxFileSize>>20)
	}
	hash := HashOf(content)
	if _, err := b.Get(hash); err == nil {
		return hash, nil
	}
	if err := writeAtomic(b.root, blobName(hash), bytes.NewReader(content), true, nil); err != nil {
		return "", failure("store blob "+string(hash), err)
	}
	return hash, nil
}

// Get returns the content with this hash, or CodeNotFound. A content that the disk has damaged is
// CodeStorage; putting the content again repairs it.
func (b *Blobs) Get(hash Hash) ([]byte, error) {
	if !validHash.MatchString(string(hash)) {
		return nil, fault.New(fault.CodeNotFound, "%q is not the hash of a file", string(hash))
	}
	file, err := openRegular(b.root, blobName(hash))
	if err != nil {
		return nil, failure("read blob "+string(hash), err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	content, err := io.ReadAll(io.LimitReader(file, MaxFileSize+1))
	if err != nil {
		return nil, failure("read blob "+string(hash), err)
	}
	if HashOf(content) != hash {
		return nil, fault.New(fault.CodeStorage, "The stored file %s is damaged", hash).
			WithNext("Restore it from a backup, or make it again.")
	}
	return content, nil
}

// Remove forgets the content with this hash, whether or not it is stored.
func (b *Blobs) Remove(hash Hash) error {
	if !validHash.MatchString(string(hash)) {
		return nil
	}
	if err := b.root.Remove(blobName(hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failure("remove blob "+string(hash), err)
	}
	return nil
}

// Close gives the folder free.
func (b *Blobs) Close() error { return b.root.Close() }

var validHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// blobName spreads the blobs over 256 folders.
func blobName(hash Hash) string { return string(hash[:2]) + "/" + string(hash[2:]) }
