package files

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"
)

// File is a regular file of a folder.
type File struct {
	Name    string
	Size    int64 // bytes
	ModTime time.Time
}

// maxListed bounds a listing, so that a folder that a program fills does not fill our memory.
const maxListed = 20_000

// List returns the regular files of the folder, by name, without installed packages and without what
// is in hidden folders.
func (f *Folder) List() ([]File, error) {
	var list []File
	err := f.walk(func(string) error { return nil }, func(name string, info fs.FileInfo) {
		list = append(list, File{Name: name, Size: info.Size(), ModTime: info.ModTime()})
	})
	if err != nil {
		return nil, failure("list "+path.Base(f.path), err)
	}
	return list, nil
}

// walk visits the folders and regular files that are the workspace's own.
func (f *Folder) walk(enter func(dir string) error, file func(string, fs.FileInfo)) error {
	count := 0
	return fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // removed while we walk
			return nil
		case err != nil:
			return err
		case d.IsDir() && ignored(name):
			return fs.SkipDir
		case d.IsDir():
			return enter(name)
		case !d.Type().IsRegular():
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if count++; count > maxListed {
			return fs.SkipAll
		}
		file(name, info)
		return nil
	})
}

func ignored(dir string) bool {
	base := path.Base(dir)
	return base == "node_modules" || (strings.HasPrefix(base, ".") && base != ".")
}
