package hubtest

import (
	"context"
	"slices"
	"sync"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// Output keeps the output of runs. It is safe for concurrent use.
type Output struct {
	mu   sync.Mutex
	runs map[string]*kept
	fail error
}

type kept struct {
	record live.Run
	chunks []workspace.Chunk
}

// NewOutput returns an empty store of output.
func NewOutput() *Output { return &Output{runs: map[string]*kept{}} }

// Fail makes writing fail from now on; nil makes it succeed again.
func (o *Output) Fail(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fail = err
}

// Runs lists the keys of the runs that are kept.
func (o *Output) Runs() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var keys []string
	for key := range o.runs {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// SaveRun implements hub.Logs.
func (o *Output) SaveRun(_ context.Context, _ string, r live.Run) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fail != nil {
		return o.fail
	}
	s := o.runs[string(r.ID)]
	if s == nil {
		s = &kept{}
		o.runs[string(r.ID)] = s
	}
	s.record = r
	return nil
}

// AppendOutput implements hub.Logs.
func (o *Output) AppendOutput(_ context.Context, run string, chunks []workspace.Chunk) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.runs[run]
	switch {
	case o.fail != nil:
		return o.fail
	case s == nil:
		return fault.New(fault.CodeRunNotFound, "There is no run %s", run)
	}
	for _, c := range chunks {
		at, found := slices.BinarySearchFunc(s.chunks, c.Seq, bySeq)
		if !found {
			s.chunks = slices.Insert(s.chunks, at, c)
		}
	}
	return nil
}

func bySeq(c workspace.Chunk, seq int64) int { return int(c.Seq - seq) }

// Output implements hub.Logs.
func (o *Output) Output(_ context.Context, run string, from int64, limit int) ([]workspace.Chunk, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.runs[run]
	if s == nil {
		return nil, nil
	}
	at, _ := slices.BinarySearchFunc(s.chunks, from, bySeq)
	rest := s.chunks[at:]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

// TrimOutput implements hub.Logs.
func (o *Output) TrimOutput(_ context.Context, run string, from, to int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fail != nil {
		return o.fail
	}
	if s := o.runs[run]; s != nil {
		s.chunks = slices.DeleteFunc(s.chunks, func(c workspace.Chunk) bool { return c.Seq >= from && c.Seq <= to })
	}
	return nil
}

// DeleteRun implements hub.Logs.
func (o *Output) DeleteRun(_ context.Context, run string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fail != nil {
		return o.fail
	}
	delete(o.runs, run)
	return nil
}
