package live

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Checkpoint is a revision that somebody gave a name.
type Checkpoint struct {
	Seq  int64     `json:"seq"` // the entry after which the notebook was as it is kept
	Name string    `json:"name"`
	By   string    `json:"by"`
	At   time.Time `json:"at"` // when it got its name
}

// Checkpoint is the name of a revision, nil when it has none.
func (s State) Checkpoint(seq int64) *Checkpoint {
	if i, found := s.checkpointIndex(seq); found {
		return &s.Checkpoints[i]
	}
	return nil
}

func (s State) checkpointIndex(seq int64) (int, bool) {
	return slices.BinarySearchFunc(s.Checkpoints, seq, func(c Checkpoint, seq int64) int { return cmp.Compare(c.Seq, seq) })
}

func (s State) setCheckpoint(e *Entry, op SetCheckpoint) (State, []Effect, error) {
	if op.Seq == 0 {
		op.Seq = e.Seq
	}
	if op.Seq < 0 || op.Seq > e.Seq {
		return s, nil, fault.New(fault.CodeRevisionNotFound, "There is no version %d yet", op.Seq)
	}
	op.Name = strings.TrimSpace(op.Name)
	i, found := s.checkpointIndex(op.Seq)
	e.Op = op
	if op.Name == "" {
		if !found {
			return s, nil, fault.New(fault.CodeRevisionNotFound, "Version %d has no name", op.Seq)
		}
		s.Checkpoints = slices.Delete(slices.Clone(s.Checkpoints), i, i+1)
		return s, nil, nil
	}
	if err := notebook.CheckTitle(op.Name); err != nil {
		return s, nil, err
	}
	c := Checkpoint{Seq: op.Seq, Name: op.Name, By: e.Author, At: e.At}
	s.Checkpoints = slices.Clone(s.Checkpoints)
	switch {
	case found:
		s.Checkpoints[i].Name = c.Name
	case len(s.Checkpoints) >= MaxCheckpoints:
		return s, nil, fault.New(fault.CodeTooManyCheckpoints, "A notebook has at most %d named versions", MaxCheckpoints)
	default:
		s.Checkpoints = slices.Insert(s.Checkpoints, i, c)
	}
	return s, nil, nil
}
