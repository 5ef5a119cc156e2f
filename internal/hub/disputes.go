package hub

import (
	"maps"
	"slices"
	"sync"

	"github.com/srcbook/srcbook/internal/wire"
)

// disputes are the files of a session that differ from the notebook and wait for a person. Its methods may
// be called at any time.
type disputes struct {
	mu   sync.Mutex
	open map[string]wire.FolderConflict
}

// put notes a dispute; false when just that was known.
func (d *disputes) put(c wire.FolderConflict) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, there := d.open[c.File]; there && known.Fault.Message == c.Fault.Message && known.Compare == c.Compare {
		return false
	}
	if d.open == nil {
		d.open = map[string]wire.FolderConflict{}
	}
	d.open[c.File] = c
	return true
}

// drop forgets a dispute; false when there was none.
func (d *disputes) drop(file string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, there := d.open[file]
	delete(d.open, file)
	return there
}

func (d *disputes) has(file string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, there := d.open[file]
	return there
}

// files are those that are in dispute, in order.
func (d *disputes) files() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.open))
}

func (d *disputes) status() *wire.FolderStatus {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := make([]wire.FolderConflict, 0, len(d.open))
	for _, file := range slices.Sorted(maps.Keys(d.open)) {
		list = append(list, d.open[file])
	}
	return &wire.FolderStatus{Conflicts: list}
}

// differences is the item that tells of the files in dispute; which they are is decided when it is sent.
type differences struct{}

func (differences) size() int { return 0 }

// differ tells the peers that other files are in dispute than before.
func (s *session) differ() {
	for _, p := range s.logs.readers() {
		p.out.differ()
	}
}

// dispute tells the peers of a file that could not be brought in, once for each reason.
func (s *session) dispute(file string, why error, compare bool) {
	if s.disputes.put(wire.FolderConflict{File: file, Fault: wire.FaultOf(why), Compare: compare}) {
		s.differ()
	}
}

// agree tells the peers that a file and the notebook are the same again.
func (s *session) agree(file string) {
	if s.disputes.drop(file) {
		s.differ()
	}
}
