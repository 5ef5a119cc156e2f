package files

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Change is a content that another program gave a file. The empty hash means that the file is gone.
type Change struct {
	Name string
	Hash Hash
}

// WatchConfig says how Watch looks. The zero value is right outside of tests.
type WatchConfig struct {
	Debounce time.Duration // quiet time before a look; 0 means 100 ms
	Interval time.Duration // between looks when the system tells of changes; 0 means 15 s
	Polling  time.Duration // between looks when it does not; 0 means 1 s
	// Folders bounds how many folders take notifications, since systems allow only some thousands
	// for all programs together; beyond it, Watch polls. 0 means 500, a negative number none.
	Folders int
}

func (c WatchConfig) withDefaults() WatchConfig {
	for field, value := range map[*time.Duration]time.Duration{
		&c.Debounce: 100 * time.Millisecond, &c.Interval: 15 * time.Second, &c.Polling: time.Second,
	} {
		if *field == 0 {
			*field = value
		}
	}
	if c.Folders == 0 {
		c.Folders = 500
	}
	return c
}

// Watch reports the files that another program has changed, added or removed, each content once,
// until ctx ends; it begins with what changed since the last write of an earlier process. What we
// write ourselves is not reported. It returns nil when ctx ends. Report is called by one goroutine;
// the folder may be used from it. There is at most one Watch at a time.
//
// The system's notifications only say when to look; where it has none, or too few, Watch looks by
// itself more often.
func (f *Folder) Watch(ctx context.Context, c WatchConfig, report func([]Change)) error {
	c = c.withDefaults()
	events := f.subscribe(c.Folders)
	defer events.close()
	for {
		changes, err := f.look(events)
		if err != nil {
			return failure("watch "+path.Base(f.path), err)
		}
		if len(changes) > 0 {
			report(changes)
		}
		if !events.wait(ctx, c) {
			return nil
		}
	}
}

// look compares the disk with what is known.
func (f *Folder) look(events *subscription) ([]Change, error) {
	names := map[string]bool{}
	err := f.walk(events.add, func(name string, info fs.FileInfo) {
		names[name] = info.Size() <= MaxFileSize
	})
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	for name := range f.known {
		if _, found := names[name]; !found {
			names[name] = true
		}
	}
	f.mu.Unlock()
	var changes []Change
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !names[name] || checkName(name) != nil {
			continue
		}
		change, changed, err := f.compare(name)
		if err != nil {
			return nil, err
		}
		if changed {
			changes = append(changes, change)
		}
	}
	return changes, nil
}

// compare takes the lock for each file, so that a write is seen as a whole.
func (f *Folder) compare(name string) (Change, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	disk, err := f.diskHash(name)
	if err != nil {
		return Change{}, false, err
	}
	if f.known.has(name, disk) || (disk == "" && f.known[name] == nil) {
		delete(f.reported, name)
		return Change{}, false, nil
	}
	if before, reported := f.reported[name]; reported && before == disk {
		return Change{}, false, nil
	}
	f.reported[name] = disk
	return Change{Name: name, Hash: disk}, true, nil
}

// subscription is the system's notifications of a folder; it works without them too.
type subscription struct {
	folder  string
	watcher *fsnotify.Watcher // nil: the system gives none
	limit   int
	added   map[string]bool
}

func (f *Folder) subscribe(limit int) *subscription {
	s := &subscription{folder: f.path, limit: limit, added: map[string]bool{}}
	if w, err := fsnotify.NewWatcher(); err == nil {
		s.watcher = w
	}
	return s
}

// add subscribes to a folder. When the system refuses, the subscription falls back to polling.
func (s *subscription) add(dir string) error {
	if s.watcher == nil || (s.added[dir] && slices.Contains(s.watcher.WatchList(), s.full(dir))) {
		return nil
	}
	if len(s.added) >= s.limit || s.watcher.Add(s.full(dir)) != nil {
		s.close()
		s.watcher = nil
		return nil
	}
	s.added[dir] = true
	return nil
}

func (s *subscription) full(dir string) string {
	return filepath.Join(s.folder, filepath.FromSlash(dir))
}

func (s *subscription) close() {
	if s.watcher != nil {
		_ = s.watcher.Close()
	}
}

// wait returns true when it is time to look again, and false when ctx has ended.
func (s *subscription) wait(ctx context.Context, c WatchConfig) bool {
	interval, notes, errs := c.Polling, (<-chan fsnotify.Event)(nil), (<-chan error)(nil)
	if s.watcher != nil {
		interval, notes, errs = c.Interval, s.watcher.Events, s.watcher.Errors
	}
	look := time.NewTimer(interval)
	defer look.Stop()
	var latest time.Time // a folder that is never quiet is looked at by then
	soon := func() {
		if latest.IsZero() {
			latest = time.Now().Add(10 * c.Debounce)
		}
		look.Reset(min(c.Debounce, time.Until(latest)))
	}
	for {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			return true
		case e := <-notes:
			if e.Op != fsnotify.Chmod && !s.ignores(e.Name) {
				soon()
			}
		case <-errs: // notifications were lost
			soon()
		}
	}
}

func (s *subscription) ignores(name string) bool {
	rel, err := filepath.Rel(s.folder, name)
	return err == nil && ignored(filepath.ToSlash(rel))
}
