package hub

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Folders are the folders of workspaces on disk.
type Folders interface {
	// Open opens the folder of a workspace, creating it when missing.
	Open(workspace string) (Folder, error)
}

// Folder is a workspace folder that other programs change too. Names use "/" and are relative.
type Folder interface {
	// Sync writes the files whose content differs. Files with a content that neither Sync wrote nor
	// Accept was told of stay as they are and are named by the details of a CodeFolderConflict.
	Sync(contents map[string][]byte) error
	// Remove deletes a file, or fails with CodeFolderConflict as Sync does.
	Remove(name string) error
	// Read returns a file, or CodeNotFound.
	Read(name string) ([]byte, error)
	// Modified is when a file was changed last, or CodeNotFound.
	Modified(name string) (time.Time, error)
	// SetAside keeps a content beside a file, under a name that it returns and that depends on the content.
	SetAside(name string, content []byte) (string, error)
	// Wrote reports whether a content is the one that Sync wrote last or Accept was told of.
	Wrote(name string, content []byte) bool
	// Accept says that a content was taken over from the disk; nil says that the file is gone.
	Accept(name string, content []byte) error
	// Watch reports the files that other programs change, add or remove, beginning with what they
	// did before, until ctx ends.
	Watch(ctx context.Context, report func(names []string)) error
	Close() error
}

// The files of a workspace folder besides its modules.
const (
	sourceFolder = "src/"
	indexFile    = "README.md"
)

// mirror keeps a workspace folder and a session's state equal. It belongs to the goroutine of the
// folder's refresher, but for what mu guards.
type mirror struct {
	*session
	folder  Folder
	written map[string]text.Text // what we know to be in each of our files

	mu      sync.Mutex
	changed map[string]bool // files that others changed
}

func newMirror(s *session) *mirror {
	return &mirror{session: s, written: map[string]text.Text{}, changed: map[string]bool{}}
}

// syncFolder takes over what others changed and then writes what the state has. Conflicts are
// signalled and are no error; an error is a failure of the disk. The folder is watched as long as the
// session lives, which may be shorter than ctx: the last sync is not given up.
func (a *actor) syncFolder(ctx, life context.Context) error {
	if a.lost.Load() {
		return nil
	}
	err := a.mirror.sync(ctx, func(f Folder) {
		a.workers.Go(func() {
			if err := f.Watch(life, a.noticed); err != nil {
				a.hub.Log.Warn("folder not watched", "workspace", a.id, "error", err)
			}
		})
	})
	if err != nil {
		a.hub.Log.Warn("folder not synchronised", "workspace", a.id, "error", err)
	}
	return err
}

// noticed is told the files that others changed.
func (a *actor) noticed(names []string) {
	a.mirror.note(names)
	a.folder.poke()
}

func (m *mirror) close() {
	if m.folder == nil {
		return
	}
	if err := m.folder.Close(); err != nil {
		m.hub.Log.Warn("folder not closed", "workspace", m.id, "error", err)
	}
}

func (m *mirror) note(names []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range names {
		m.changed[name] = true
	}
}

func (m *mirror) noted() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := slices.Sorted(maps.Keys(m.changed))
	clear(m.changed)
	return names
}

func (m *mirror) sync(ctx context.Context, watch func(Folder)) error {
	if m.folder == nil {
		f, err := m.hub.Folders.Open(m.id)
		if err != nil {
			return err
		}
		m.folder = f
		watch(f)
	}
	m.bringIn(ctx, m.noted())
	err := m.write()
	if !errors.Is(err, fault.CodeFolderConflict) {
		return err
	}
	// Somebody was quicker than the watch.
	m.bringIn(ctx, detailNames(err))
	if err = m.write(); errors.Is(err, fault.CodeFolderConflict) {
		for _, name := range detailNames(err) {
			if !m.disputes.has(name) { // otherwise it was told why already
				m.conflict(name, err)
			}
		}
		return nil
	}
	return err
}

func detailNames(err error) []string {
	var names []string
	for _, d := range fault.From(err).Details {
		names = append(names, d.Message)
	}
	return names
}

// forgetDeleted ends the disputes about files whose cells are gone.
func (m *mirror) forgetDeleted(want map[string]text.Text) {
	for _, name := range m.disputes.files() {
		_, wanted := want[name]
		if filename, ok := module(name); ok && !wanted && removedCell(m.view.Load().state, filename) != nil {
			m.agree(name)
		}
	}
}

// write brings the disk up to the state. It writes what differs from what was written last.
func (m *mirror) write() error {
	want := m.wanted()
	m.forgetDeleted(want)
	// Removing comes first: where case does not count, a file may be renamed to itself.
	if err := m.remove(want); err != nil {
		return err
	}
	contents := map[string][]byte{}
	for name, t := range want {
		if before, known := m.written[name]; !known || before != t {
			contents[name] = []byte(t.String())
		}
	}
	if len(contents) == 0 {
		return nil
	}
	err := m.folder.Sync(contents)
	if err != nil && !errors.Is(err, fault.CodeFolderConflict) {
		return err
	}
	var left []string
	if err != nil {
		left = detailNames(err)
	}
	for name := range contents {
		if !slices.Contains(left, name) {
			m.written[name] = want[name]
			m.agree(name)
		}
	}
	return err
}

func (m *mirror) remove(want map[string]text.Text) error {
	for _, name := range slices.Sorted(maps.Keys(m.written)) {
		if _, wanted := want[name]; wanted {
			continue
		}
		if err := m.folder.Remove(name); err != nil && !errors.Is(err, fault.CodeFolderConflict) {
			return err
		}
		delete(m.written, name) // a file that others changed stays: it becomes a cell of its own
	}
	return nil
}

// wanted is what the state has for each file.
func (m *mirror) wanted() map[string]text.Text {
	state := m.view.Load().state
	want := map[string]text.Text{}
	for _, c := range state.Cells {
		if c.Filename != "" {
			want[pathOf(&c.Cell)] = c.Text
		}
	}
	if m.hub.Index != nil {
		want[indexFile] = text.Lossy(string(m.hub.Index(state.Notebook())))
	}
	return want
}

func pathOf(c *notebook.Cell) string {
	if c.Kind == notebook.Code {
		return sourceFolder + c.Filename
	}
	return c.Filename
}

// cellAt is the cell whose file has this name, nil when there is none.
func cellAt(s live.State, name string) *live.Cell {
	for _, c := range s.Cells {
		if c.Filename != "" && pathOf(&c.Cell) == name {
			return c
		}
	}
	return nil
}

// conflict tells the peers once about a file that could not be brought in.
func (m *mirror) conflict(name string, why error) { m.dispute(name, why, m.disputed(name)) }

// module is the file name of a module of the workspace, false for other files.
func module(name string) (string, bool) {
	filename, ok := strings.CutPrefix(name, sourceFolder)
	return filename, ok && notebook.CheckFilename(filename) == nil
}
