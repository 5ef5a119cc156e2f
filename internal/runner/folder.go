package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// folder is where a notebook is put to be run. It belongs to one run at a time.
type folder struct {
	path string
	lock *os.File
}

const (
	maxSlots  = 100
	keptFor   = 30 * 24 * time.Hour // after its last use
	lockedExt = ".lock"
)

// kept survive from one run to the next: what was installed, and which versions.
var kept = []string{"node_modules", "package-lock.json", "pnpm-lock.yaml"}

// openFolder takes the first folder of a name that no other run is using.
func openFolder(parent, name string) (*folder, error) {
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, err
	}
	removeUnused(parent)
	sum := sha256.Sum256([]byte(name))
	for slot := range maxSlots {
		where := filepath.Join(parent, fmt.Sprintf("%s-%d", hex.EncodeToString(sum[:8]), slot+1))
		lock, err := tryLock(where + lockedExt)
		if err != nil {
			return nil, err
		}
		if lock == nil {
			continue
		}
		if err := os.MkdirAll(where, 0o700); err != nil {
			return nil, errors.Join(err, lock.Close())
		}
		now := time.Now()
		_ = os.Chtimes(lock.Name(), now, now) // at worst it is removed too early
		return &folder{path: where, lock: lock}, nil
	}
	return nil, fmt.Errorf("%d runs of this notebook are going on", maxSlots)
}

// tryLock takes a lock file, or returns nil when another process has it.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	taken, err := lockFile(file)
	if err != nil || !taken {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// lockPause is how long to wait before trying to take a lock again.
const lockPause = 20 * time.Millisecond

// awaitLock takes a lock file that others hold for moments only.
func awaitLock(ctx context.Context, path string) (*os.File, error) {
	for {
		lock, err := tryLock(path)
		if lock != nil || err != nil {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPause):
		}
	}
}

// removeUnused deletes the folders that no run has used for long. Lock files stay: another process
// may be about to take one.
func removeUnused(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, "*"+lockedExt))
	for _, name := range locks {
		where := strings.TrimSuffix(name, lockedExt)
		info, err := os.Stat(name)
		if err != nil || time.Since(info.ModTime()) < keptFor {
			continue
		}
		if _, err := os.Stat(where); err != nil {
			continue
		}
		if lock, err := tryLock(name); err == nil && lock != nil {
			_ = os.RemoveAll(where) // only space is lost
			_ = lock.Close()
		}
	}
}

// fill makes the folder hold the sources and what is kept, and nothing else.
func (f *folder) fill(sources map[string]string) error {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if slices.Contains(kept, e.Name()) {
			continue
		}
		if err := root.RemoveAll(e.Name()); err != nil {
			return err
		}
	}
	for name, text := range sources {
		if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
			return err
		}
		if err := root.WriteFile(name, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) close() { _ = f.lock.Close() } // it gives the lock free, whatever it says
