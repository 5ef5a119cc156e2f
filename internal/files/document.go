package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Document is a file outside the data folder that a workspace is kept in, together with other
// programs. It remembers across restarts the last content that both sides had. It is safe for
// concurrent use, but for writes.
type Document struct {
	path string
	own  *os.Root // the folder of the workspace, which keeps the last common content
}

const settledFile = private + "/document"

// OpenDocument opens the file at an absolute path for a workspace. Symbolic links are followed once,
// here. A file that does not exist now may come back later.
func (f *Folders) OpenDocument(workspace, path string) (*Document, error) {
	own, err := f.openRoot(workspace)
	if err != nil {
		return nil, err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return &Document{path: path, own: own}, nil
}

// ReadDocument returns the content of a file that is to be opened in place. The path has to be
// absolute, and the file a regular one of at most MaxFileSize.
func ReadDocument(path string) ([]byte, error) {
	if !filepath.IsAbs(path) {
		return nil, fault.New(fault.CodeInvalid, "%q is not an absolute path", path)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(fault.CodeNotFound, err, "There is no file %s", path).WithNext("Check the path.")
	}
	if err != nil {
		return nil, failure("open "+path, err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, failure("look at "+path, err)
	case !info.Mode().IsRegular():
		return nil, fault.New(fault.CodeInvalid, "%s is not a file", path)
	case info.Size() > MaxFileSize:
		return nil, fault.New(fault.CodeTooLarge, "%s is larger than %d MB", path, MaxFileSize>>20)
	}
	content, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, failure("read "+path, err)
	}
	return content, nil
}

// Path is where the file is.
func (d *Document) Path() string { return d.path }

// Read returns the file's content, or CodeNotFound.
func (d *Document) Read() ([]byte, error) { return ReadDocument(d.path) }

// Modified is when the file was changed last, or CodeNotFound.
func (d *Document) Modified() (time.Time, error) {
	info, err := os.Stat(d.path)
	if err != nil {
		return time.Time{}, failure("look at "+d.path, err)
	}
	return info.ModTime(), nil
}

// SetAside keeps a content beside the file, under a name that it returns. The same content has the same
// name, so that keeping it again changes nothing.
func (d *Document) SetAside(content []byte) (name string, err error) {
	name = asideName(d.path, content)
	info, err := os.Stat(d.path)
	if err == nil {
		err = d.writeNew(name, content, info.Mode().Perm())
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return "", failure("write "+name, err)
	}
	return name, nil
}

// writeNew writes a file that is not there yet, whole and durably or not at all.
func (d *Document) writeNew(name string, content []byte, perm fs.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(perm) // whatever the umask
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// Write replaces the file if it still has the expected content, and is CodeFolderConflict otherwise.
// The file keeps its permissions and appears whole or not at all.
func (d *Document) Write(content, expected []byte) (err error) {
	info, err := os.Stat(d.path)
	if err != nil {
		return failure("look at "+d.path, err)
	}
	temporary := filepath.Join(filepath.Dir(d.path), "."+filepath.Base(d.path)+"."+rand.Text()[:8])
	if err := d.writeNew(temporary, content, info.Mode().Perm()); err != nil {
		return failure("write "+d.path, err)
	}
	defer func() {
		if err != nil {
			err = failure("write "+d.path, errors.Join(err, os.Remove(temporary)))
		}
	}()
	present, err := d.Read()
	if err != nil {
		return err
	}
	if !bytes.Equal(present, expected) {
		return fault.New(fault.CodeFolderConflict, "Another program has changed %s", d.path)
	}
	return os.Rename(temporary, d.path)
}

// Settled returns the last content that both sides had, nil when there was none.
func (d *Document) Settled() ([]byte, error) {
	content, err := d.own.ReadFile(settledFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, failure("read what was written to "+d.path, err)
	}
	return content, nil
}

// Settle notes that both sides have this content.
func (d *Document) Settle(content []byte) error {
	if err := writeAtomic(d.own, settledFile, bytes.NewReader(content), false, nil); err != nil {
		return failure("note what was written to "+d.path, err)
	}
	return nil
}

// Watch calls changed whenever the file may have changed, until ctx ends; first when it begins to look, for
// what happened before. Notifications of the system
// only make it quicker: it also looks by itself every interval.
func (d *Document) Watch(ctx context.Context, interval time.Duration, changed func()) error {
	events := make(chan fsnotify.Event)
	if w, err := fsnotify.NewWatcher(); err == nil {
		defer w.Close() //nolint:errcheck // nothing follows
		if w.Add(filepath.Dir(d.path)) == nil {
			events = w.Events
		}
	}
	tick := time.NewTicker(interval)
	defer tick.Stop()
	last := d.look()
	changed()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, open := <-events:
			if !open {
				events = nil
			}
			// Two writes within a tick of the file system's clock look the same, so each is told of.
			if filepath.Base(e.Name) == filepath.Base(d.path) {
				changed()
			}
		case <-tick.C:
			if now := d.look(); !same(now, last) {
				last = now
				changed()
			}
		}
	}
}

// look tells one state of the file from another without reading it; nil when it is gone.
func (d *Document) look() os.FileInfo {
	info, err := os.Stat(d.path)
	if err != nil {
		return nil
	}
	return info
}

func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// Close gives the file free.
func (d *Document) Close() error { return d.own.Close() }
