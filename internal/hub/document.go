package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Documents are the .src.md files that workspaces are opened in place from.
type Documents interface {
	// OpenDocument opens the file of a workspace; nil when it has none.
	OpenDocument(ctx context.Context, workspace string) (Document, error)
}

// Document is a .src.md file that other programs change too.
type Document interface {
	// Path is where the file is, for people to read.
	Path() string
	// Read returns the content, or CodeNotFound.
	Read() ([]byte, error)
	// Modified is when the file was changed last, or CodeNotFound.
	Modified() (time.Time, error)
	// SetAside keeps a content beside the file, under a name that it returns and that depends on the content.
	SetAside(content []byte) (string, error)
	// Write replaces the content if it still is the expected one, else it is CodeFolderConflict.
	Write(content, expected []byte) error
	// Settled returns the last content that both sides had, also before a restart; nil for none.
	Settled() ([]byte, error)
	// Settle notes that both sides have a content.
	Settle(content []byte) error
	// Watch calls changed when the content may have changed, also before it began, until ctx ends.
	Watch(ctx context.Context, changed func()) error
	Close() error
}

// documentAuthor is who made the changes that come from the file.
const documentAuthor = "File"

// counterpart keeps a session's state and the file it was opened from equal. It belongs to the
// goroutine of its refresher.
type counterpart struct {
	*session
	document Document
	absent   bool // the workspace has no file
	// settled is the last content that both sides had, and known the same as a notebook whose cells
	// have the ids of the state's.
	settled []byte
	known   notebook.Notebook
}

// sync takes over what others changed in the file, then writes what the state has. Conflicts are
// signalled and are no error.
func (c *counterpart) sync(ctx context.Context, watch func(Document)) error {
	if c.absent {
		return nil
	}
	if c.document == nil {
		if err := c.open(ctx); err != nil || c.absent {
			return err
		}
		watch(c.document)
	}
	for range 3 { // somebody may write just then
		if err := c.bringIn(ctx); err != nil {
			c.tell(err)
			return nil
		}
		switch err := c.write(); {
		case err == nil:
			c.agree(c.document.Path())
			return nil
		case !errors.Is(err, fault.CodeFolderConflict):
			c.tell(err)
			return nil
		}
	}
	return nil // the watch tells when they are done
}

func (c *counterpart) open(ctx context.Context) error {
	document, err := c.hub.Documents.OpenDocument(ctx, c.id)
	if err != nil || document == nil {
		c.absent = err == nil
		return err
	}
	if c.settled, err = document.Settled(); err == nil && c.settled == nil {
		c.settled, err = document.Read()
	}
	state := c.view.Load().state.Notebook()
	c.known = state
	if read, decodeErr := srcmd.Decode(c.settled, newCellID); err == nil && decodeErr == nil {
		c.known = history.Match(state, read)
	} else {
		c.settled = nil // whatever the file has is looked at
	}
	if errors.Is(err, fault.CodeNotFound) {
		err = nil
	}
	c.document = document
	return err
}

func newCellID() notebook.CellID { return notebook.CellID(strings.ToLower(rand.Text()[:12])) }

// bringIn does to the state what others did to the file.
func (c *counterpart) bringIn(ctx context.Context) error {
	content, err := c.document.Read()
	if err != nil || bytes.Equal(content, c.settled) {
		return err
	}
	read, err := srcmd.Decode(content, newCellID)
	if err != nil {
		return err
	}
	read = history.Match(c.known, read)
	if err := c.clash(read); err != nil {
		return err
	}
	ops, err := history.Restore(c.view.Load().state, c.known, read, "")
	if err != nil {
		return err
	}
	if len(ops) > 0 {
		client := live.ClientID("file-" + c.hub.boot)
		_, err = c.do(ctx, &call{client: client, author: documentAuthor, ops: ops, reply: make(chan result, 1)})
		if err != nil {
			return err
		}
	}
	return c.settle(content, read)
}

// clash tells what cannot be brought in: what was changed on both sides, and what no operation changes.
func (c *counterpart) clash(read notebook.Notebook) error {
	name := filepath.Base(c.document.Path())
	if !sameHead(c.known, read) {
		return fault.New(fault.CodeFolderConflict, "The head of %s was changed by another program", name)
	}
	if what := history.Clash(c.view.Load().state, c.known, read); what != "" {
		return changedTwice(what, name)
	}
	return nil
}

// write gives the file what the state has, unless it says the same in other words.
func (c *counterpart) write() error {
	state := c.view.Load().state.Notebook()
	before, after := srcmd.Encode(c.known), srcmd.Encode(state)
	if bytes.Equal(before, after) {
		return nil
	}
	content := inStyleOf(c.settled, before, after)
	if err := c.document.Write(content, c.settled); err != nil {
		return err
	}
	return c.settle(content, state)
}

// inStyleOf is after, written so that it differs from file as little as it can: before is how we
// would have written what file says. Where the two cannot be brought together, it is after as we
// write it.
func inStyleOf(file, before, after []byte) []byte {
	content := string(file)
	content, mark := strings.CutPrefix(content, "\uFEFF")
	merged := merge(text.Lossy(content), text.Lossy(string(before)), text.Lossy(string(after)))
	if n, err := srcmd.Decode([]byte(merged), newCellID); err != nil || !bytes.Equal(srcmd.Encode(n), after) {
		merged = string(after)
	}
	if strings.Contains(content, "\r\n") {
		merged = strings.ReplaceAll(merged, "\n", "\r\n")
	}
	if mark {
		merged = "\uFEFF" + merged
	}
	return []byte(merged)
}

// merge does to file what leads from before to after; "" when that is not possible.
func merge(file, before, after text.Text) string {
	change, err := text.Diff(before, after).Map(text.Diff(before, file), false)
	if err != nil {
		return ""
	}
	merged, err := change.Apply(file)
	if err != nil {
		return ""
	}
	return merged.String()
}

func (c *counterpart) settle(content []byte, n notebook.Notebook) error {
	c.settled, c.known = content, n
	return c.document.Settle(content)
}

// tell says once to the peers why the file and the notebook differ. What the end of the session cut
// short is found again when the workspace is opened again.
func (c *counterpart) tell(why error) {
	if why == errClosed || errors.Is(why, fault.CodeCanceled) {
		return
	}
	_, err := c.document.Read()
	c.dispute(c.document.Path(), why, err == nil)
}

func (c *counterpart) close() {
	if c.document == nil {
		return
	}
	if err := c.document.Close(); err != nil {
		c.hub.Log.Warn("document not closed", "workspace", c.id, "error", err)
	}
}

// syncDocument keeps the file equal as long as the session lives.
func (a *actor) syncDocument(ctx, life context.Context) error {
	if a.lost.Load() {
		return nil
	}
	err := a.counterpart.sync(ctx, func(d Document) {
		a.workers.Go(func() {
			if err := d.Watch(life, a.document.poke); err != nil {
				a.hub.Log.Warn("document not watched", "workspace", a.id, "error", err)
			}
		})
	})
	if err != nil {
		a.hub.Log.Warn("document not synchronised", "workspace", a.id, "error", err)
	}
	return err
}
