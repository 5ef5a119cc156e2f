package sandbox

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// identity is who processes run as.
type identity struct {
	drops bool // the server is root, processes are not
}

func currentIdentity() identity { return identity{drops: os.Geteuid() == 0} }

func (i identity) credential() *syscall.Credential {
	if !i.drops {
		return nil
	}
	return &syscall.Credential{Uid: UnprivilegedID, Gid: UnprivilegedID, Groups: []uint32{}}
}

// admit lets the user that processes run as open a file anew that it inherits, as Node does with its
// terminal. Where that cannot be changed, Node goes on with what it inherited.
func (i identity) admit(f *os.File) {
	if i.drops {
		_ = f.Chown(UnprivilegedID, UnprivilegedID)
	}
}

func isolation(i identity) Isolation {
	if i.drops {
		return Isolation{LevelProcess, fmt.Sprintf("own process group, limits and environment, as the unprivileged user %d", UnprivilegedID)}
	}
	return Isolation{LevelProcess, "own process group, limits and environment, as the server's own user"}
}

// Own gives a folder and all in it to the user that processes run as. Links are changed themselves and
// never followed. A node_modules folder that is that user's already is not looked through again, so that
// owning a workspace anew, after the server wrote to it, takes well under a millisecond. It does nothing
// when processes run as the server's own user.
func (s *Sandbox) Own(path string) error {
	if !s.identity.drops {
		return nil
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return fmt.Errorf("own %s: %w", path, err)
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return ignoreMissing(err)
		}
		if owned(entry) {
			if entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if err := root.Lchown(name, UnprivilegedID, UnprivilegedID); err != nil {
			return ignoreMissing(fmt.Errorf("own %s: %w", filepath.Join(path, name), err))
		}
		return nil
	})
}

func owned(entry fs.DirEntry) bool {
	info, err := entry.Info()
	if err != nil {
		return false
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && status.Uid == UnprivilegedID
}

// ignoreMissing forgives files that vanished during the walk, as they do while something is installed.
func ignoreMissing(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// reaches reports whether the unprivileged user can pass through every folder on the way to path. It
// returns the first that it cannot pass.
func reaches(path string) (blocked string, ok bool) {
	path = filepath.Clean(path)
	for dir := range ancestors(path) {
		info, err := os.Stat(dir)
		if err != nil {
			return "", true // the start itself will report it
		}
		if status, isUnix := info.Sys().(*syscall.Stat_t); isUnix && info.IsDir() && !passes(info.Mode(), status) {
			return dir, false
		}
	}
	return "", true
}

func passes(mode fs.FileMode, status *syscall.Stat_t) bool {
	switch {
	case status.Uid == UnprivilegedID:
		return mode&0o100 != 0
	case status.Gid == UnprivilegedID:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}

// ancestors yields "/", "/a", "/a/b" for "/a/b/c".
func ancestors(path string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(path); i++ {
			if path[i] == '/' && !yield(path[:max(i, 1)]) {
				return
			}
		}
	}
}
