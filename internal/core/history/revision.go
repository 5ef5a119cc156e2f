package history

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Kept is a revision that outlived its journal, with what a timeline tells of the steps that led to
// it from the kept revision before.
type Kept struct {
	Seq       int64
	From      int64 // the kept revision before; Seq itself for the first
	StartedAt time.Time
	At        time.Time
	Authors   []string
	Edits     int
	Cells     []notebook.CellID
	// Base is the kept revision that Content is relative to; Seq itself when it is whole.
	Base    int64
	Content []byte
}

// content is the stored form of a notebook, whole or relative to another. Fields are only ever added.
type content struct {
	Title    string                   `json:"title"`
	Language notebook.Language        `json:"language"`
	Front    string                   `json:"front,omitempty"`
	Metadata []notebook.MetadataField `json:"metadata,omitempty"`
	Cells    []cellContent            `json:"cells"`
}

// cellContent is a cell; without Text and Changes its text is the base's.
type cellContent struct {
	ID       notebook.CellID `json:"id"`
	Kind     notebook.Kind   `json:"kind"`
	Filename string          `json:"filename,omitempty"`
	Text     *string         `json:"text,omitempty"`
	Changes  *text.ChangeSet `json:"changes,omitempty"`
}

// Encode writes a notebook, relative to base unless that is nil.
func Encode(n notebook.Notebook, base *notebook.Notebook) ([]byte, error) {
	c := content{Title: n.Title, Language: n.Language, Front: n.Front, Metadata: n.Metadata, Cells: []cellContent{}}
	var known map[notebook.CellID]*notebook.Cell
	if base != nil {
		known = byID(*base)
	}
	for _, cell := range n.Cells {
		stored := cellContent{ID: cell.ID, Kind: cell.Kind, Filename: cell.Filename}
		switch was := known[cell.ID]; {
		case was == nil:
			whole := cell.Text.String()
			stored.Text = &whole
		case was.Text != cell.Text:
			change := text.Diff(was.Text, cell.Text)
			stored.Changes = &change
		}
		c.Cells = append(c.Cells, stored)
	}
	return json.Marshal(c)
}

// Decode reads what Encode wrote with the same base.
func Decode(raw []byte, base *notebook.Notebook) (notebook.Notebook, error) {
	var c content
	if err := json.Unmarshal(raw, &c); err != nil {
		return notebook.Notebook{}, fmt.Errorf("decode revision: %w", err)
	}
	var known map[notebook.CellID]*notebook.Cell
	if base != nil {
		known = byID(*base)
	}
	n := notebook.Notebook{Title: c.Title, Language: c.Language, Front: c.Front, Metadata: c.Metadata}
	for _, stored := range c.Cells {
		t, err := stored.text(known[stored.ID])
		if err != nil {
			return notebook.Notebook{}, fmt.Errorf("decode revision: cell %s: %w", stored.ID, err)
		}
		n.Cells = append(n.Cells, notebook.Cell{ID: stored.ID, Kind: stored.Kind, Filename: stored.Filename, Text: t})
	}
	return n, nil
}

func (c cellContent) text(was *notebook.Cell) (text.Text, error) {
	switch {
	case c.Text != nil:
		return text.New(*c.Text)
	case was == nil:
		return text.Text{}, fmt.Errorf("the base does not have it")
	case c.Changes != nil:
		return c.Changes.Apply(was.Text)
	default:
		return was.Text, nil
	}
}
