package hubtest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/hub"
)

// Folders keeps workspace folders in memory. It is safe for concurrent use.
type Folders struct {
	mu      sync.Mutex
	folders map[string]*Folder
}

// NewFolders returns a place without folders.
func NewFolders() *Folders { return &Folders{folders: map[string]*Folder{}} }

// Open implements hub.Folders.
func (f *Folders) Open(workspace string) (hub.Folder, error) { return f.Folder(workspace), nil }

// Folder is the folder of a workspace.
func (f *Folders) Folder(workspace string) *Folder {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.folders[workspace] == nil {
		f.folders[workspace] = &Folder{
			disk: map[string]string{}, known: map[string]string{}, changed: make(chan string, 1000), synced: make(chan struct{}, 1000),
		}
	}
	return f.folders[workspace]
}

// Folder is a folder that the hub and a test change.
type Folder struct {
	changed chan string
	synced  chan struct{}

	mu    sync.Mutex
	disk  map[string]string
	known map[string]string // what the hub wrote or accepted
	count int
	fail  error
}

// Fail makes writing fail from now on; nil makes it succeed again.
func (f *Folder) Fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = err
}

// Put changes a file as another program does, and tells the watch.
func (f *Folder) Put(name, content string) {
	f.PutQuietly(name, content)
	f.changed <- name
}

// PutQuietly is Put before the watch has noticed.
func (f *Folder) PutQuietly(name, content string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.disk[name] = content
}

// Delete removes files as another program does, and tells the watch.
func (f *Folder) Delete(names ...string) {
	f.mu.Lock()
	for _, name := range names {
		delete(f.disk, name)
	}
	f.mu.Unlock()
	for _, name := range names {
		f.changed <- name
	}
}

// Move renames a file as another program does, and tells the watch.
func (f *Folder) Move(from, to string) {
	f.mu.Lock()
	f.disk[to] = f.disk[from]
	delete(f.disk, from)
	f.mu.Unlock()
	f.changed <- from
	f.changed <- to
}

// Files is what is on disk.
func (f *Folder) Files() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.disk)
}

// Writes counts the files that the hub wrote.
func (f *Folder) Writes() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}

// Synced delivers a value after each change that the hub made.
func (f *Folder) Synced() <-chan struct{} { return f.synced }

func (f *Folder) foreign(name string) bool {
	content, there := f.disk[name]
	known, ours := f.known[name]
	return there && (!ours || known != content)
}

// Sync implements hub.Folder.
func (f *Folder) Sync(contents map[string][]byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return f.fail
	}
	var conflicts []fault.Detail
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		content := string(contents[name])
		switch {
		case f.disk[name] == content && f.known[name] == content:
		case f.foreign(name) && f.disk[name] != content:
			conflicts = append(conflicts, fault.Detail{Message: name})
		default:
			f.disk[name], f.known[name] = content, content
			f.count++
		}
	}
	f.synced <- struct{}{}
	if conflicts != nil {
		return fault.New(fault.CodeFolderConflict, "Changed on disk by another program").WithDetails(conflicts...)
	}
	return nil
}

// Remove implements hub.Folder.
func (f *Folder) Remove(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return f.fail
	}
	if f.foreign(name) {
		return fault.New(fault.CodeFolderConflict, "Changed on disk by another program")
	}
	delete(f.disk, name)
	delete(f.known, name)
	f.synced <- struct{}{}
	return nil
}

// Read implements hub.Folder.
func (f *Folder) Read(name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	content, there := f.disk[name]
	if !there {
		return nil, fault.New(fault.CodeNotFound, "There is no file %s", name)
	}
	return []byte(content), nil
}

// Modified implements hub.Folder.
func (f *Folder) Modified(string) (time.Time, error) { return time.Unix(1_000, 0), nil }

// SetAside implements hub.Folder.
func (f *Folder) SetAside(name string, content []byte) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.disk[name+".bak"] = string(content)
	return name + ".bak", nil
}

// Wrote implements hub.Folder.
func (f *Folder) Wrote(name string, content []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ours := f.known[name]
	return ours && known == string(content)
}

// Accept implements hub.Folder.
func (f *Folder) Accept(name string, content []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if content == nil {
		delete(f.known, name)
	} else {
		f.known[name] = string(content)
	}
	return nil
}

// Watch implements hub.Folder. Changes made before it are reported first.
func (f *Folder) Watch(ctx context.Context, report func([]string)) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case name := <-f.changed:
			names := []string{name}
			for len(f.changed) > 0 {
				names = append(names, <-f.changed)
			}
			report(names)
		}
	}
}

// Close implements hub.Folder.
func (f *Folder) Close() error { return nil }
