// Package hubtest has stand-ins for what a hub needs, in memory, which behave as the real ones do:
// a journal with its fence, a store of output, a runner whose runs a test drives, and a client that
// keeps a replica as a browser does.
package hubtest

import (
	"context"
	"sync"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Journal keeps journals and snapshots. It goes through JSON as the store does, and survives the hub
// that uses it. It is safe for concurrent use.
type Journal struct {
	mu        sync.Mutex
	entries   map[string][]stored
	first     map[string][]byte
	snapshots map[string]snapshot
	ids       map[string]map[live.OpID]bool
	fail      error
	held      chan struct{}
	appends   int
}

type stored struct {
	live.Entry
	raw []byte
}

type snapshot struct {
	seq     int64
	payload []byte
}

// NewJournal returns a journal that knows no workspace.
func NewJournal() *Journal {
	return &Journal{
		entries: map[string][]stored{}, first: map[string][]byte{}, snapshots: map[string]snapshot{},
		ids: map[string]map[live.OpID]bool{},
	}
}

// Create adds a workspace that begins with a notebook.
func (j *Journal) Create(workspace string, n notebook.Notebook) {
	payload, err := live.EncodeSnapshot(live.New(n))
	if err != nil {
		panic(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ids[workspace] = map[live.OpID]bool{}
	j.first[workspace], j.snapshots[workspace] = payload, snapshot{payload: payload}
}

// First is the encoded state that a workspace began with.
func (j *Journal) First(workspace string) []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.first[workspace]
}

// Fail makes writing fail from now on; nil makes it succeed again.
func (j *Journal) Fail(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.fail = err
}

// Hold makes Append wait until the returned function is called.
func (j *Journal) Hold() (release func()) {
	held := make(chan struct{})
	j.mu.Lock()
	defer j.mu.Unlock()
	j.held = held
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.held = nil
		close(held)
	}
}

// Appends counts the calls of Append that were accepted.
func (j *Journal) Appends() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.appends
}

// Append implements hub.Journal.
func (j *Journal) Append(_ context.Context, workspace string, entries []live.Entry) error {
	add := make([]stored, len(entries))
	for i, e := range entries {
		raw, err := live.EncodeOp(e.Op)
		if err != nil {
			return err
		}
		add[i] = stored{e, raw}
	}
	j.mu.Lock()
	held := j.held
	j.mu.Unlock()
	if held != nil {
		<-held
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	if _, known := j.snapshots[workspace]; !known {
		return fault.New(fault.CodeWorkspaceNotFound, "There is no workspace %s", workspace)
	}
	have := j.entries[workspace]
	ids := j.ids[workspace]
	for i, e := range entries {
		if ids[e.ID] || e.Seq != int64(len(have)+i+1) {
			return fault.New(fault.CodeStorageFence, "Another server has changed the workspace %s", workspace)
		}
	}
	j.entries[workspace] = append(have, add...)
	for _, e := range entries {
		ids[e.ID] = true
	}
	j.appends++
	return nil
}

// Entries implements hub.Journal.
func (j *Journal) Entries(_ context.Context, workspace string, after int64, limit int) ([]live.Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	have := j.entries[workspace]
	have = have[min(int(after), len(have)):]
	have = have[:min(limit, len(have))]
	entries := make([]live.Entry, len(have))
	for i, s := range have {
		op, err := live.DecodeOp(s.raw)
		if err != nil {
			return nil, err
		}
		entries[i] = s.Entry
		entries[i].Op = op
	}
	return entries, nil
}

// LastSeq implements hub.Journal.
func (j *Journal) LastSeq(_ context.Context, workspace string) (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return int64(len(j.entries[workspace])), nil
}

// SaveSnapshot implements hub.Journal.
func (j *Journal) SaveSnapshot(_ context.Context, workspace string, seq int64, payload []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	if seq >= j.snapshots[workspace].seq {
		j.snapshots[workspace] = snapshot{seq, payload}
	}
	return nil
}

// Snapshot implements hub.Journal.
func (j *Journal) Snapshot(_ context.Context, workspace string) (int64, []byte, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.snapshots[workspace]
	return s.seq, s.payload, nil
}

// SnapshotBefore implements hub.Journal. Besides the newest only the first one is kept.
func (j *Journal) SnapshotBefore(_ context.Context, workspace string, before int64) (int64, []byte, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch s := j.snapshots[workspace]; {
	case s.seq < before:
		return s.seq, s.payload, nil
	case before > 0:
		return 0, j.first[workspace], nil
	default:
		return 0, nil, nil
	}
}
