package hub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// Journal is the record of what happened. Its errors are faults of storage; CodeStorageFence means
// that an entry with this sequence number or id exists already.
type Journal interface {
	// Append stores entries, all or none, durably.
	Append(ctx context.Context, workspace string, entries []live.Entry) error
	// Entries returns at most limit entries after a sequence number, in order.
	Entries(ctx context.Context, workspace string, after int64, limit int) ([]live.Entry, error)
	// LastSeq is the sequence number of the last entry, 0 when there is none.
	LastSeq(ctx context.Context, workspace string) (int64, error)
	// SaveSnapshot stores the encoded state after entry seq.
	SaveSnapshot(ctx context.Context, workspace string, seq int64, payload []byte) error
	// Snapshot returns the newest stored state; a nil payload means that there is no such workspace.
	Snapshot(ctx context.Context, workspace string) (seq int64, payload []byte, err error)
	// SnapshotBefore is Snapshot among the states before entry before; a nil payload means that there
	// is none.
	SnapshotBefore(ctx context.Context, workspace string, before int64) (seq int64, payload []byte, err error)
}

const (
	replayPage     = 500       // entries read from the journal at once
	snapshotEvery  = 1_000     // entries between snapshots, and at most replayed when opening
	snapshotBytes  = 256 << 10 // or bytes of operations
	bufferEntries  = 1_000     // entries kept in memory for peers that were away
	bufferBytes    = 4 << 20
	maxMissed      = 2_000 // entries that are replayed to a peer; beyond, a snapshot is cheaper
	maxMissedBytes = 4 << 20
)

// open brings a workspace back to where its journal ends. Runs that the last server did not see end
// are ended.
func open(ctx context.Context, s *session) (*actor, error) {
	if admit := s.hub.Admit; admit != nil {
		if err := admit(ctx, s.id); err != nil {
			return nil, err
		}
	}
	a := &actor{session: s, peers: map[*Peer]struct{}{}}
	if err := a.load(ctx); err != nil {
		return nil, fmt.Errorf("open workspace %s: %w", s.id, err)
	}
	b := a.newBatch()
	a.endUnfinished(b)
	if len(b.entries) > 0 {
		if err := s.hub.Journal.Append(ctx, s.id, b.entries); err != nil {
			return nil, fmt.Errorf("open workspace %s: %w", s.id, err)
		}
		for _, o := range b.results {
			a.buffer.add(o.record)
			a.snapshots.count(o.record)
		}
		a.state, a.seq = b.state, b.seq
	}
	a.forgetRuns(b.effects)
	s.view.Store(&view{state: a.state, seq: a.seq})
	return a, nil
}

func (a *actor) load(ctx context.Context) error {
	if err := a.loadSnapshot(ctx); err != nil {
		return err
	}
	for {
		entries, err := a.hub.Journal.Entries(ctx, a.id, a.seq, replayPage)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := a.reapply(e); err != nil {
				return err
			}
		}
		if len(entries) < replayPage {
			return nil
		}
	}
}

// loadSnapshot begins with the newest stored state that is whole. The journal has what is missing.
func (a *actor) loadSnapshot(ctx context.Context) error {
	seq, payload, err := a.hub.Journal.Snapshot(ctx, a.id)
	if err != nil {
		return err
	}
	if payload == nil {
		return fault.New(fault.CodeWorkspaceNotFound, "There is no notebook %s", a.id)
	}
	var damage error
	for payload != nil {
		if a.state, err = live.DecodeSnapshot(payload); err == nil {
			a.seq, a.snapshots.stored = seq, seq
			return nil
		}
		damage = errors.Join(damage, fmt.Errorf("state after entry %d: %w", seq, err))
		a.hub.Log.Warn("snapshot damaged, falling back", "workspace", a.id, "seq", seq, "error", err)
		if seq, payload, err = a.hub.Journal.SnapshotBefore(ctx, a.id, seq); err != nil {
			return err
		}
	}
	return damage
}

// reapply advances the state by an entry of the journal.
func (a *actor) reapply(e live.Entry) error {
	if e.Seq != a.seq+1 {
		return fmt.Errorf("entry %d follows entry %d", e.Seq, a.seq)
	}
	out, err := live.Apply(a.state, e)
	if err != nil {
		return fmt.Errorf("replay entry %d: %w", e.Seq, err)
	}
	r, err := newRecord(e)
	if err != nil {
		return err
	}
	a.state, a.seq = out.State, e.Seq
	a.buffer.add(r)
	a.snapshots.count(r)
	a.forgetRuns(out.Effects) // may not have been done before the server ended
	return nil
}

// endUnfinished ends every run that no process belongs to any more. The end of one may begin
// another, which is ended in its turn.
func (a *actor) endUnfinished(b *batch) {
	for open := b.state.Unfinished(); len(open) > 0; open = b.state.Unfinished() {
		before := b.seq
		a.advance(b, report{live.AdvanceRun{Run: open[0].ID, Phase: live.Exited, Exit: &live.Exit{
			Reason: live.ServerRestarted, Code: -1, Message: "The server was restarted while it ran.", Fault: fault.CodeRunServer,
		}}})
		if b.seq == before {
			return
		}
	}
}

// buffer holds the latest records, for peers that were away for a moment.
type buffer struct {
	records []*record
	bytes   int
}

func (b *buffer) add(r *record) {
	b.records = append(b.records, r)
	b.bytes += r.size()
	drop := 0
	for len(b.records)-drop > bufferEntries || b.bytes > bufferBytes && len(b.records)-drop > 1 {
		b.bytes -= b.records[drop].size()
		b.records[drop] = nil
		drop++
	}
	b.records = b.records[drop:]
}

// after returns the records that follow a sequence number; false when they reach too far back.
func (b *buffer) after(seq, head int64) ([]*record, bool) {
	missing := head - seq
	if missing > int64(len(b.records)) {
		return nil, false
	}
	return b.records[int64(len(b.records))-missing:], true
}

// snapshots counts what happened since the last snapshot.
type snapshots struct {
	entries int
	bytes   int
	stored  int64 // sequence number of the newest one
	saving  bool
}

func (c *snapshots) count(r *record) {
	c.entries++
	c.bytes += len(r.raw)
}

func (c *snapshots) due() bool {
	return !c.saving && (c.entries >= snapshotEvery || c.bytes >= snapshotBytes)
}

func (c *snapshots) done(s saved, log *slog.Logger, workspace string) {
	c.saving = false
	if s.err != nil {
		log.Warn("snapshot not saved", "workspace", workspace, "seq", s.seq, "error", s.err)
		return
	}
	c.stored = max(c.stored, s.seq)
}

// saveSnapshot stores the present state without making the actor wait.
func (a *actor) saveSnapshot(ctx context.Context) {
	if a.snapshots.saving || a.unloading {
		return
	}
	a.snapshots.saving, a.snapshots.entries, a.snapshots.bytes = true, 0, 0
	state, seq := a.state, a.seq
	a.workers.Go(func() {
		a.tell(saved{seq, a.store(context.WithoutCancel(ctx), state, seq)})
	})
}

func (a *actor) store(ctx context.Context, state live.State, seq int64) error {
	payload, err := live.EncodeSnapshot(state)
	if err != nil {
		return err
	}
	return a.hub.Journal.SaveSnapshot(ctx, a.id, seq, payload)
}

// saveLast stores the state that the session ends with, so that opening it again is quick.
func (a *actor) saveLast(ctx context.Context) {
	if a.snapshots.stored >= a.seq {
		return
	}
	if err := a.store(context.WithoutCancel(ctx), a.state, a.seq); err != nil {
		a.hub.Log.Warn("snapshot not saved", "workspace", a.id, "seq", a.seq, "error", err)
	}
}
