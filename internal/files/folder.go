package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// MaxFileSize is the largest file that is read or watched, in bytes.
const MaxFileSize = 32 << 20

// Folder is the folder of a workspace. It remembers what it wrote last into each file, also across
// restarts, and never replaces a content that somebody else put there: such a file is a conflict
// until Accept has been told that its content was taken over.
//
// Names use "/" on every system and are relative to the folder.
type Folder struct {
	path string
	root *os.Root

	mu       sync.Mutex // held for a file at a time
	known    known
	seen     map[string]seen
	reported map[string]Hash // external contents that Watch has reported
}

func newFolder(root *os.Root, dir string) (*Folder, error) {
	if err := clean(root); err != nil {
		return nil, failure("clean up in "+dir, err)
	}
	k, err := readKnown(root)
	if err != nil {
		return nil, failure("read what was written to "+dir, err)
	}
	return &Folder{path: dir, root: root, known: k, seen: map[string]seen{}, reported: map[string]Hash{}}, nil
}

// clean removes what writes left that were cut short.
func clean(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), private)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "new-") {
			err = errors.Join(err, root.Remove(path.Join(private, e.Name())))
		}
	}
	return err
}

// Path is where the folder is.
func (f *Folder) Path() string { return f.path }

// Close gives the folder free.
func (f *Folder) Close() error { return f.root.Close() }

// Read returns the content of a file. It fails with CodeNotFound when there is no such regular file
// and with CodeTooLarge beyond MaxFileSize.
func (f *Folder) Read(name string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	file, err := openRegular(f.root, name)
	if err != nil {
		return nil, failure("read "+name, err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	content, err := io.ReadAll(io.LimitReader(file, MaxFileSize+1))
	switch {
	case err != nil:
		return nil, failure("read "+name, err)
	case len(content) > MaxFileSize:
		return nil, fault.New(fault.CodeTooLarge, "The file %s is larger than %d MB", name, MaxFileSize>>20)
	}
	return content, nil
}

// Modified is when a file was changed last, or CodeNotFound.
func (f *Folder) Modified(name string) (time.Time, error) {
	if err := checkName(name); err != nil {
		return time.Time{}, err
	}
	info, err := f.root.Lstat(name)
	if err != nil {
		return time.Time{}, failure("look at "+name, err)
	}
	return info.ModTime(), nil
}

// SetAside keeps a content beside a file, under a name that it returns. The same content has the same
// name, so that keeping it again changes nothing.
func (f *Folder) SetAside(name string, content []byte) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	aside := asideName(name, content)
	if err := writeAtomic(f.root, aside, bytes.NewReader(content), true, nil); err != nil {
		return "", failure("write "+aside, err)
	}
	return aside, nil
}

// asideName is where a content of a file is kept beside it.
func asideName(name string, content []byte) string {
	return name + "." + string(HashOf(content)[:8]) + ".bak"
}

// openRegular opens a file that is one. Symbolic links are not followed.
func openRegular(root *os.Root, name string) (*os.File, error) {
	before, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	file, err := root.OpenFile(name, readFlags, 0)
	if err != nil {
		return nil, err
	}
	opened, err := file.Stat()
	if err == nil && !os.SameFile(before, opened) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Write puts content into a file, unless it has it already. When the disk has a content that neither
// we wrote nor Accept was told of, nothing is written and the result is CodeFolderConflict. A file
// that somebody removed is written again.
func (f *Folder) Write(name string, content []byte) error {
	return f.Sync(map[string][]byte{name: content})
}

// WriteAtomic is Write without regard to what the disk has.
func (f *Folder) WriteAtomic(name string, content []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	hash := HashOf(content)
	if err := f.announce(map[string]Hash{name: hash}); err != nil {
		return err
	}
	if err := writeAtomic(f.root, name, bytes.NewReader(content), false, nil); err != nil {
		return failure("write "+name, err)
	}
	f.wrote(name, hash)
	return nil
}

// Sync is Write for many files: each that can be written is. Conflicts are one CodeFolderConflict
// whose details name the files.
func (f *Folder) Sync(contents map[string][]byte) error {
	wanted := make(map[string]Hash, len(contents))
	names := make([]string, 0, len(contents))
	for name, content := range contents {
		if err := checkName(name); err != nil {
			return err
		}
		wanted[name] = HashOf(content)
		names = append(names, name)
	}
	slices.Sort(names)
	f.mu.Lock()
	defer f.mu.Unlock()
	stale, conflicts, err := f.stale(names, wanted)
	if err != nil {
		return err
	}
	if err := f.announce(stale); err != nil {
		return err
	}
	for _, name := range names {
		if _, ok := stale[name]; !ok {
			continue
		}
		if err := f.replace(name, contents[name], wanted[name]); errors.Is(err, fault.CodeFolderConflict) {
			conflicts = append(conflicts, name)
		} else if err != nil {
			return failure("write "+name, err)
		}
	}
	return conflictFault(conflicts)
}

// stale selects the files that have to be written and those that must not be.
func (f *Folder) stale(names []string, wanted map[string]Hash) (stale map[string]Hash, conflicts []string, err error) {
	stale = map[string]Hash{}
	for _, name := range names {
		disk, err := f.diskHash(name)
		switch {
		case err != nil:
			return nil, nil, failure("look at "+name, err)
		case disk == wanted[name]:
			f.wrote(name, disk)
		case disk != "" && !f.known.has(name, disk):
			conflicts = append(conflicts, name)
		default:
			stale[name] = wanted[name]
		}
	}
	return stale, conflicts, nil
}

// replace writes a file whose content may be replaced, and looks once more right before it does.
func (f *Folder) replace(name string, content []byte, hash Hash) error {
	err := writeAtomic(f.root, name, bytes.NewReader(content), false, func() error {
		disk, err := f.diskHash(name)
		if err == nil && disk != "" && !f.known.has(name, disk) {
			return conflictFault([]string{name})
		}
		return err
	})
	if err == nil {
		f.wrote(name, hash)
	}
	return err
}

// Remove deletes a file that holds what we wrote. One with another content is CodeFolderConflict;
// one that is gone already is no error.
func (f *Folder) Remove(name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	disk, err := f.diskHash(name)
	switch {
	case err != nil:
		return failure("remove "+name, err)
	case disk != "" && !f.known.has(name, disk):
		return conflictFault([]string{name})
	case disk != "":
		if err := f.root.Remove(name); err != nil {
			return failure("remove "+name, err)
		}
	}
	f.forget(name)
	return f.saveKnown()
}

// Wrote reports whether the content with this hash is the one that was written last or accepted.
func (f *Folder) Wrote(name string, hash Hash) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known.has(name, hash)
}

// Accept says that the content with this hash was taken over from the disk, so that a later Write
// may replace it. The empty hash accepts that the file is gone.
func (f *Folder) Accept(name string, hash Hash) error {
	if err := checkName(name); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if hash == "" {
		f.forget(name)
	} else {
		f.wrote(name, hash)
	}
	return f.saveKnown()
}

func conflictFault(names []string) error {
	if len(names) == 0 {
		return nil
	}
	details := make([]fault.Detail, len(names))
	for i, name := range names {
		details[i] = fault.Detail{Message: name}
	}
	return fault.New(fault.CodeFolderConflict, "Changed on disk by another program: %s", strings.Join(names, ", ")).
		WithDetails(details...)
}

// checkName refuses names that could lead out of the folder, or to our own files.
func checkName(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`) || name == private || strings.HasPrefix(name, private+"/") {
		return fault.New(fault.CodeFilename, "%q is not a file of a workspace", name)
	}
	return nil
}
