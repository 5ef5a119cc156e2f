package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/wire"
)

// The sides of a conflict, of which one can be kept.
const (
	KeepNotebook = "notebook"
	KeepFile     = "file"
)

// Resolution says which side of a conflict shall count.
type Resolution struct {
	File    string
	Version string // of the file that was looked at
	Keep    string // KeepNotebook or KeepFile
}

// disputant is one of the two places on disk that a workspace is kept in. Its methods belong to the
// goroutine of its refresher.
type disputant interface {
	// contested is what the file of a dispute has now.
	contested(file string) (contested, error)
	// setAside keeps a content beside a file.
	setAside(file string, content []byte) (string, error)
	// replace makes the file follow the notebook, which has the given notebook if that is not nil and
	// otherwise nothing of what the file says.
	replace(file contested, taken *notebook.Notebook) error
	// settleNow brings both sides up to each other.
	settleNow(ctx context.Context) error
}

// contested is a file that differs from the notebook.
type contested struct {
	name    string
	content []byte
	at      time.Time
	ours    string // what the notebook has for it
	// taken is the notebook as the file has it, unless refusal says why there is none; whole reports
	// whether nothing of the file is missing in it.
	taken   notebook.Notebook
	refusal error
	whole   bool
}

// version names a content.
func (c contested) version() string {
	sum := sha256.Sum256(c.content)
	return hex.EncodeToString(sum[:16])
}

// Compare returns both sides of a file that is in conflict with the notebook. One that is not, or is no
// longer, is CodeNotFound.
func (h *Hub) Compare(ctx context.Context, workspace, file string) (wire.ConflictSides, error) {
	var sides wire.ConflictSides
	s, err := h.session(ctx, workspace)
	if err != nil {
		return sides, err
	}
	if !s.disputes.has(file) {
		return sides, fault.New(fault.CodeNotFound, "%s does not differ any more", filepath.Base(file)).
			WithNext("Nothing is to be decided: the file and the notebook are the same.")
	}
	changed, err := s.lastChange(ctx, file)
	if err != nil {
		return sides, err
	}
	err = s.errand(ctx, file, func(_ context.Context, d disputant) error {
		c, err := d.contested(file)
		if err != nil {
			return err
		}
		sides = wire.ConflictSides{
			File: file, Version: c.version(), Partly: c.refusal == nil && !c.whole,
			Notebook: wire.ConflictSide{Text: c.ours, At: changed},
			Disk:     wire.ConflictSide{Text: text.Lossy(string(c.content)).String(), At: moment(c.at)},
		}
		if c.refusal != nil {
			f := wire.FaultOf(c.refusal)
			sides.Refusal = &f
		}
		return nil
	})
	return sides, err
}

// Resolve makes one side of a conflict count, by operations of the author, and lets the file follow. The
// other side becomes a named revision; what cannot be one is kept beside the file. It is durable when
// Resolve returns. A conflict that is over already is left alone. A file that changed since it was looked
// at is CodeFolderConflict, one that cannot be taken is the fault that Compare tells of.
func (h *Hub) Resolve(ctx context.Context, workspace, author string, r Resolution) (wire.ResolvedConflict, error) {
	var done wire.ResolvedConflict
	s, err := h.session(ctx, workspace)
	if err != nil {
		return done, err
	}
	seq := s.view.Load().seq
	done = wire.ResolvedConflict{Before: seq, After: seq}
	if !s.disputes.has(r.File) {
		return done, nil
	}
	err = s.errand(ctx, r.File, func(ctx context.Context, d disputant) error {
		if !s.disputes.has(r.File) {
			return nil
		}
		var err error
		if done, err = s.resolve(ctx, d, author, r); err != nil {
			return err
		}
		s.agree(r.File)
		return d.settleNow(ctx)
	})
	return done, err
}

// resolveAttempts bounds how often a resolution is planned anew because somebody typed meanwhile.
const resolveAttempts = 20

func (s *session) resolve(ctx context.Context, d disputant, author string, r Resolution) (wire.ResolvedConflict, error) {
	var done wire.ResolvedConflict
	for range resolveAttempts {
		v := s.view.Load()
		c, err := d.contested(r.File)
		switch {
		case err != nil:
			return done, err
		case c.version() != r.Version:
			return done, fault.New(fault.CodeFolderConflict, "%s was changed once more", filepath.Base(r.File)).
				WithNext("Look at both versions again.")
		case r.Keep == KeepFile && c.refusal != nil:
			return done, c.refusal
		}
		done, err = s.resolveOnce(ctx, d, author, r, c, v)
		if err != errOvertaken {
			return done, err
		}
	}
	return done, fault.New(fault.CodeResync, "The notebook changes too fast to decide about %s", filepath.Base(r.File)).
		WithNext("Try again in a moment.")
}

func (s *session) resolveOnce(ctx context.Context, d disputant, author string, r Resolution, c contested, v *view) (wire.ResolvedConflict, error) {
	done := wire.ResolvedConflict{Before: v.seq, After: v.seq}
	var err error
	if c.refusal != nil || !c.whole {
		if done.Aside, err = d.setAside(r.File, c.content); err != nil {
			return done, err
		}
	}
	if c.refusal != nil {
		return done, d.replace(c, nil)
	}
	ops, err := c.operations(v.state, r.Keep)
	if err != nil {
		return done, err
	}
	if len(ops) > 0 {
		entries, err := s.do(ctx, &call{
			client: s.serverClient(), author: author, ops: ops, at: v.seq, reply: make(chan result, 1),
		})
		if err != nil {
			return done, err
		}
		done.Before, done.After = entries[0].Seq-1, entries[len(entries)-1].Seq
	}
	return done, d.replace(c, &c.taken)
}

// operations keep one side and give the other one a name in the history.
func (c contested) operations(state live.State, keep string) ([]live.Op, error) {
	there, back, err := history.Detour(state, c.taken)
	if err != nil || len(there) == 0 {
		return nil, err
	}
	name := filepath.Base(c.name)
	if keep == KeepFile {
		return append([]live.Op{live.SetCheckpoint{Name: "Before " + name + " was taken from the disk"}}, there...), nil
	}
	named := append(there, live.SetCheckpoint{Name: name + " as it was on the disk"})
	return append(named, back...), nil
}

// lastChange is when the notebook's side of a file was changed last, nil when that is long ago.
func (s *session) lastChange(ctx context.Context, file string) (*time.Time, error) {
	v := s.view.Load()
	var cell notebook.CellID
	if c := cellAt(v.state, file); c != nil {
		cell = c.ID
	}
	entries, err := s.hub.Journal.Entries(ctx, s.id, max(0, v.seq-replayPage), replayPage)
	if err != nil {
		return nil, err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		_, title := entries[i].Op.(live.SetTitle)
		if of := live.CellOf(entries[i].Op); of == cell && cell != "" || cell == "" && (of != "" || title) {
			return &entries[i].At, nil
		}
	}
	return nil, nil
}

func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

// errand has work done where the file belongs.
func (s *session) errand(ctx context.Context, file string, work func(context.Context, disputant) error) error {
	e := errand{ctx: ctx, file: file, work: work, reply: make(chan error, 1)}
	if err := s.send(ctx, e); err != nil {
		return unavailable(err)
	}
	select {
	case err := <-e.reply:
		return unavailable(err)
	case <-ctx.Done():
		return canceled(ctx)
	case <-s.done:
		return unavailable(errClosed)
	}
}

// unavailable puts the end of the session into words for people.
func unavailable(err error) error {
	if errors.Is(err, errClosed) {
		return fault.Wrap(fault.CodeShutdown, err, "The notebook is being closed")
	}
	return err
}

// attend does an errand.
func (a *actor) attend(e errand) error {
	if a.lost.Load() {
		return fault.New(fault.CodeStorageFence, "Another server owns the notebook now")
	}
	if a.hub.Documents != nil && filepath.IsAbs(e.file) {
		return a.document.call(e.ctx, func(ctx context.Context) error { return e.work(ctx, a.counterpart) })
	}
	return a.folder.call(e.ctx, func(ctx context.Context) error { return e.work(ctx, a.mirror) })
}

// The folder of the workspace as a disputant.

// disputed reports whether both sides of a file can be looked at.
func (m *mirror) disputed(name string) bool {
	if name != indexFile && cellAt(m.view.Load().state, name) == nil {
		return false
	}
	_, err := m.folder.Read(name)
	return err == nil
}

func (m *mirror) contested(name string) (contested, error) {
	state := m.view.Load().state
	f, err := m.find(name)
	if f.content == nil {
		if err == nil {
			err = fault.New(fault.CodeNotFound, "%s is not there any more", name).WithNext("The notebook writes it again by itself.")
		}
		return contested{}, err
	}
	c := contested{name: name, content: f.content, refusal: err, whole: true}
	if c.at, err = m.folder.Modified(name); err != nil && !errors.Is(err, fault.CodeNotFound) {
		return c, err
	}
	if ours, wanted := m.wanted()[name]; wanted {
		c.ours = ours.String()
	}
	if c.refusal != nil {
		return c, nil
	}
	if name == indexFile {
		c.taken, c.refusal = m.readIndex(state, f.content)
		c.whole = sameHead(state.Notebook(), c.taken)
		c.taken = history.Match(state.Notebook(), c.taken)
	} else if cell := cellAt(state, name); cell != nil {
		c.taken = withText(state.Notebook(), cell.ID, f.text)
	} else {
		c.refusal = fault.New(fault.CodeCellNotFound, "The notebook has no cell %s any more", name)
	}
	if c.refusal == nil {
		_, _, c.refusal = history.Detour(state, c.taken)
	}
	return c, nil
}

func withText(n notebook.Notebook, cell notebook.CellID, t text.Text) notebook.Notebook {
	for i := range n.Cells {
		if n.Cells[i].ID == cell {
			n.Cells[i].Text = t
		}
	}
	return n
}

func (m *mirror) setAside(name string, content []byte) (string, error) {
	return m.folder.SetAside(name, content)
}

func (m *mirror) replace(c contested, taken *notebook.Notebook) error {
	if err := m.folder.Accept(c.name, c.content); err != nil {
		return err
	}
	delete(m.written, c.name)
	if taken == nil {
		return nil
	}
	m.written[c.name] = text.Lossy(string(c.content))
	return nil
}

func (m *mirror) settleNow(ctx context.Context) error { return m.sync(ctx, nil) }

// The file that the notebook was opened from as a disputant.

func (c *counterpart) contested(file string) (contested, error) {
	if c.document == nil || c.document.Path() != file {
		return contested{}, fault.New(fault.CodeNotFound, "The notebook is not kept in %s", file)
	}
	state := c.view.Load().state
	content, err := c.document.Read()
	if err != nil {
		return contested{}, err
	}
	d := contested{
		name: file, content: content, whole: true,
		ours: string(inStyleOf(c.settled, srcmd.Encode(c.known), srcmd.Encode(state.Notebook()))),
	}
	if d.at, err = c.document.Modified(); err != nil {
		return d, err
	}
	if d.taken, d.refusal = srcmd.Decode(content, newCellID); d.refusal != nil {
		return d, nil
	}
	d.whole = sameHead(state.Notebook(), d.taken)
	d.taken = history.Match(state.Notebook(), d.taken)
	_, _, d.refusal = history.Detour(state, d.taken)
	return d, nil
}

func (c *counterpart) setAside(_ string, content []byte) (string, error) {
	return c.document.SetAside(content)
}

func (c *counterpart) replace(d contested, taken *notebook.Notebook) error {
	if taken != nil {
		return c.settle(d.content, *taken)
	}
	state := c.view.Load().state.Notebook()
	content := srcmd.Encode(state)
	if err := c.document.Write(content, d.content); err != nil {
		return fmt.Errorf("replace %s: %w", d.name, err)
	}
	return c.settle(content, state)
}

func (c *counterpart) settleNow(ctx context.Context) error { return c.sync(ctx, nil) }
