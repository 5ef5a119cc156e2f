package web

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/webpage"
	"github.com/srcbook/srcbook/internal/wire"
)

// Bounds of what comes along with the page of a notebook: about what the largest screens show.
const (
	bootCells = 32
	bootBytes = 64 << 10
	// bootOutputLines is how many lines of a long output the interface shows.
	bootOutputLines = 24
	// bootPatience is how long a page waits for its notebook.
	bootPatience = 250 * time.Millisecond
)

// prose is made with the first page that needs it, not anew for each.
var prose = sync.OnceValue(webpage.NewProse)

// bootNotebook is the beginning of the notebook that a page shows; nil for other pages, and where the
// session could not be opened or would not be: the page says why when it has tried by itself.
func (s *Server) bootNotebook(ctx context.Context, r *http.Request) *wire.BootNotebook {
	id, found := strings.CutPrefix(r.URL.Path, "/n/")
	if !found || !workspaceID.MatchString(id) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, bootPatience)
	defer cancel()
	known, err := s.Library.Workspace(ctx, id)
	if err != nil || !known.TrashedAt.IsZero() {
		return nil
	}
	state, _, err := s.Hub.State(ctx, id)
	if err != nil {
		s.Log.DebugContext(ctx, "open a notebook for its page", "workspace", id, "err", err)
		return nil
	}
	b := beginning{
		BootNotebook: wire.BootNotebook{ID: id, Title: state.Title, Cells: []wire.BootCell{}},
		left:         bootBytes,
	}
	for _, c := range state.Cells {
		if c.Kind != notebook.Code && c.Kind != notebook.Markdown {
			continue
		}
		run := state.RunOf(c.ID)
		if b.More || !b.add(c) {
			b.More = true
			break
		}
		if run != nil && !b.More {
			chunks, all := s.outputHead(ctx, id, run)
			b.More = !all || !b.addOutput(c, run, chunks)
		}
	}
	return &b.BootNotebook
}

// outputHead reads what a run printed when that is little, and reports whether it is.
func (s *Server) outputHead(ctx context.Context, workspace string, run *live.Run) ([]wire.OutputChunk, bool) {
	if run.Phase != live.Exited || run.Terminal {
		return nil, false
	}
	chunks, all, err := s.Hub.OutputHead(ctx, workspace, run.ID)
	if err != nil {
		s.Log.DebugContext(ctx, "read an output for a page", "workspace", workspace, "run", run.ID, "err", err)
	}
	return chunks, all
}

// beginning gathers cells until one cannot be painted as the interface would show it: what stands
// below that would have to move.
type beginning struct {
	wire.BootNotebook
	left int // bytes
}

// add reports whether the cell could be added. More is set when only its beginning was.
func (b *beginning) add(c *live.Cell) bool {
	if len(b.Cells) == bootCells || b.left <= 0 {
		return false
	}
	cell := wire.BootCell{ID: c.ID, Kind: c.Kind, Filename: c.Filename}
	source := c.Text.String()
	if c.Kind == notebook.Code {
		cell.Code, b.More = wholeLines(source, b.left)
	} else if cell.Prose = b.html(source); cell.Prose == "" {
		return false
	}
	b.left -= len(cell.Code) + len(cell.Prose)
	b.Cells = append(b.Cells, cell)
	return true
}

// html is empty for what looks otherwise once the interface has drawn it.
func (b *beginning) html(source string) string {
	if len(source) > b.left || strings.Contains(source, "$") || strings.Contains(source, "mermaid") {
		return ""
	}
	html, err := prose().HTML(source)
	if err != nil || len(html) > b.left {
		return ""
	}
	return html
}

// addOutput gives the last cell what its latest run printed. It reports whether that is all that stands
// below its code.
func (b *beginning) addOutput(c *live.Cell, run *live.Run, chunks []wire.OutputChunk) bool {
	if run.Exit == nil || run.Exit.Failure != nil {
		return false
	}
	silent := run.Exit.Reason == live.Finished || run.Exit.Reason == live.Stopped || run.Exit.Message == ""
	if !silent {
		return false
	}
	lines, size := 0, 0
	for _, chunk := range chunks {
		lines += strings.Count(chunk.Text, "\n") + 1
		size += len(chunk.Text)
		if strings.ContainsAny(chunk.Text, "\x1b\r") {
			return false // it is drawn
		}
	}
	if lines > bootOutputLines || size > b.left {
		return false
	}
	b.left -= size
	last := &b.Cells[len(b.Cells)-1]
	last.Output, last.Stale = chunks, len(chunks) > 0 && run.Version != c.Version
	return true
}

// wholeLines is the text, or as many of its lines as fit into so many bytes.
func wholeLines(s string, most int) (lines string, cut bool) {
	if len(s) <= most {
		return s, false
	}
	return s[:strings.LastIndexByte(s[:most], '\n')+1], true
}
