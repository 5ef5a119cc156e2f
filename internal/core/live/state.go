package live

import (
	"slices"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// State is everything that the people in a live session see alike.
type State struct {
	Title    string
	Language notebook.Language
	Front    string
	Metadata []notebook.MetadataField
	Cells    []*Cell // package, tsconfig, then reading order
	Removed  []*Removed
	Runs     []*Run // oldest first: unfinished ones, and the latest ended one of each cell
	Clients  []Mark // most recent last
	// Checkpoints are the named revisions, oldest first.
	Checkpoints []Checkpoint
}

// Cell is a cell with the history that late edits are rebased over.
type Cell struct {
	notebook.Cell
	Version int
	Updates []Update // the latest ones; the last made Version
}

// Update is one change set of a cell's history and the operation that brought it.
type Update struct {
	Op      OpID           `json:"op"`
	Changes text.ChangeSet `json:"changes"`
}

// Removed is a deleted cell. It keeps accepting edits, so that writing in a cell while somebody
// deletes it loses nothing.
type Removed struct {
	Cell  *Cell
	After notebook.CellID // the cell it followed
	// EditedBy is who last edited it since, empty when nobody did.
	EditedBy string
}

// Mark is the last operation accepted from a client.
type Mark struct {
	Client  ClientID `json:"client"`
	Counter uint64   `json:"counter"`
}

// Bounds of the state's histories. A client that is further behind merges from a snapshot.
const (
	maxUpdates = 2_000
	maxRemoved = 500
	maxMarks   = 256
	// MaxCheckpoints is how many revisions of a workspace can have a name.
	MaxCheckpoints = 1_000
)

// New is the state of a workspace that holds the notebook n.
func New(n notebook.Notebook) State {
	s := State{Title: n.Title, Language: n.Language, Front: n.Front, Metadata: n.Metadata}
	for _, c := range n.Cells {
		s.Cells = append(s.Cells, &Cell{Cell: c})
	}
	return s
}

// Notebook is the notebook as it now stands, without history.
func (s State) Notebook() notebook.Notebook {
	n := notebook.Notebook{Title: s.Title, Language: s.Language, Front: s.Front, Metadata: s.Metadata}
	for _, c := range s.Cells {
		n.Cells = append(n.Cells, c.Cell)
	}
	return n
}

// CellByFilename finds a code or configuration cell, nil when there is none.
func (s State) CellByFilename(name string) *Cell {
	for _, c := range s.Cells {
		if c.Filename != "" && notebook.SameFile(c.Filename, name) {
			return c
		}
	}
	return nil
}

// Cell is the cell with this id, nil when there is none or it was deleted.
func (s State) Cell(id notebook.CellID) *Cell { return s.cell(id) }

func (s State) cell(id notebook.CellID) *Cell {
	if i := s.index(id); i >= 0 {
		return s.Cells[i]
	}
	return nil
}

func (s State) index(id notebook.CellID) int {
	return slices.IndexFunc(s.Cells, func(c *Cell) bool { return c.ID == id })
}

func (s State) removedIndex(id notebook.CellID) int {
	return slices.IndexFunc(s.Removed, func(r *Removed) bool { return r.Cell.ID == id })
}

// firstIndex is where the first movable cell stands.
func (s State) firstIndex() int {
	i := slices.IndexFunc(s.Cells, func(c *Cell) bool { return c.Kind == notebook.Markdown || c.Kind == notebook.Code })
	if i < 0 {
		return len(s.Cells)
	}
	return i
}

// positionAfter is the index that a cell placed after the given one gets. A deleted predecessor
// stands for the one that it followed; an unknown one means the end, so that nothing is refused
// for a race.
func (s State) positionAfter(after notebook.CellID) int {
	for range len(s.Removed) + 1 {
		if after == "" {
			return s.firstIndex()
		}
		if i := s.index(after); i >= 0 {
			return max(i+1, s.firstIndex())
		}
		i := s.removedIndex(after)
		if i < 0 {
			break
		}
		after = s.Removed[i].After
	}
	return len(s.Cells)
}

func (s State) withCell(i int, c *Cell) State {
	s.Cells = slices.Clone(s.Cells)
	s.Cells[i] = c
	return s
}

func (s State) insert(i int, c *Cell) State {
	s.Cells = slices.Insert(slices.Clone(s.Cells), i, c)
	return s
}

func (s State) remove(i int) State {
	s.Cells = slices.Delete(slices.Clone(s.Cells), i, i+1)
	return s
}

// Seen reports whether an operation with this id was already accepted.
func (s State) Seen(id OpID) bool {
	client, n, err := id.Split()
	if err != nil {
		return false
	}
	for _, m := range s.Clients {
		if m.Client == client {
			return n <= m.Counter
		}
	}
	return false
}

func (s State) marked(id OpID) State {
	client, n, err := id.Split()
	if err != nil {
		return s
	}
	marks := make([]Mark, 0, len(s.Clients)+1)
	for _, m := range s.Clients {
		if m.Client != client {
			marks = append(marks, m)
		}
	}
	if len(marks) >= maxMarks {
		marks = marks[1:]
	}
	s.Clients = append(marks, Mark{Client: client, Counter: n})
	return s
}
