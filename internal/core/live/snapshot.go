package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// snapshotUpdates is how much of each cell's history a stored snapshot keeps, so that a browser
// that was away during a restart can still be rebased.
const snapshotUpdates = 200

// storedState is the stored form of a State. Fields are only ever added.
type storedState struct {
	Format   int                      `json:"format"`
	Title    string                   `json:"title"`
	Language notebook.Language        `json:"language"`
	Front    string                   `json:"front,omitempty"`
	Metadata []notebook.MetadataField `json:"metadata,omitempty"`
	Cells    []storedCell             `json:"cells"`
	Removed  []storedRemoved          `json:"removed,omitempty"`
	Runs     []*Run                   `json:"runs,omitempty"`
	Clients  []Mark                   `json:"clients,omitempty"`
	Named    []Checkpoint             `json:"checkpoints,omitempty"`
}

type storedCell struct {
	ID       notebook.CellID `json:"id"`
	Kind     notebook.Kind   `json:"kind"`
	Filename string          `json:"filename,omitempty"`
	Text     string          `json:"text"`
	Version  int             `json:"version"`
	Updates  []Update        `json:"updates,omitempty"`
}

type storedRemoved struct {
	Cell     storedCell      `json:"cell"`
	After    notebook.CellID `json:"after"`
	EditedBy string          `json:"editedBy,omitempty"`
}

const snapshotFormat = 1

// EncodeSnapshot writes a state for the store.
func EncodeSnapshot(s State) ([]byte, error) {
	stored := storedState{
		Format: snapshotFormat, Title: s.Title, Language: s.Language, Front: s.Front,
		Metadata: s.Metadata, Runs: s.Runs, Clients: s.Clients, Named: s.Checkpoints,
		Cells: []storedCell{},
	}
	for _, c := range s.Cells {
		stored.Cells = append(stored.Cells, storeCell(c))
	}
	for _, r := range s.Removed {
		stored.Removed = append(stored.Removed, storedRemoved{Cell: storeCell(r.Cell), After: r.After, EditedBy: r.EditedBy})
	}
	return json.Marshal(stored)
}

// DecodeSnapshot reads what EncodeSnapshot wrote.
func DecodeSnapshot(raw []byte) (State, error) {
	var stored storedState
	if err := json.Unmarshal(raw, &stored); err != nil {
		return State{}, fmt.Errorf("decode snapshot: %w", err)
	}
	if stored.Format != snapshotFormat {
		return State{}, fmt.Errorf("decode snapshot: format %d is not known", stored.Format)
	}
	s := State{
		Title: stored.Title, Language: stored.Language, Front: stored.Front,
		Metadata: stored.Metadata, Runs: stored.Runs, Clients: stored.Clients, Checkpoints: stored.Named,
	}
	if slices.Contains(stored.Runs, nil) {
		return State{}, errors.New("decode snapshot: a run is null")
	}
	for _, c := range stored.Cells {
		cell, err := c.load()
		if err != nil {
			return State{}, err
		}
		s.Cells = append(s.Cells, cell)
	}
	for _, r := range stored.Removed {
		cell, err := r.Cell.load()
		if err != nil {
			return State{}, err
		}
		s.Removed = append(s.Removed, &Removed{Cell: cell, After: r.After, EditedBy: r.EditedBy})
	}
	return s, nil
}

func storeCell(c *Cell) storedCell {
	updates := c.Updates
	if len(updates) > snapshotUpdates {
		updates = updates[len(updates)-snapshotUpdates:]
	}
	return storedCell{
		ID: c.ID, Kind: c.Kind, Filename: c.Filename, Text: c.Text.String(),
		Version: c.Version, Updates: updates,
	}
}

func (c storedCell) load() (*Cell, error) {
	t, err := text.New(c.Text)
	if err != nil {
		return nil, fmt.Errorf("decode snapshot: cell %s: %w", c.ID, err)
	}
	return &Cell{
		Cell:    notebook.Cell{ID: c.ID, Kind: c.Kind, Filename: c.Filename, Text: t},
		Version: c.Version, Updates: c.Updates,
	}, nil
}
