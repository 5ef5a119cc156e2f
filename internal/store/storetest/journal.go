package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/store"
)

func entry(seq int64) live.Entry {
	return live.Entry{
		Seq: seq, ID: live.NewOpID("tab", uint64(seq)), Author: "Ada", At: at(int(seq)), //nolint:gosec // seq is positive
		Op: live.SetTitle{Title: fmt.Sprintf("title %d \x00 ü", seq)},
	}
}

func entries(from, to int64) []live.Entry {
	var list []live.Entry
	for seq := from; seq <= to; seq++ {
		list = append(list, entry(seq))
	}
	return list
}

func journal(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	check(t, s.Append(ctx, "a", nil))
	check(t, s.Append(ctx, "a", entries(1, 4)))
	check(t, s.Append(ctx, "a", entries(5, 5)))
	check(t, s.Append(ctx, "b", entries(1, 1)))

	got, err := s.Entries(ctx, "a", 2, 2)
	check(t, err)
	if want := entries(3, 4); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for id, want := range map[string]int64{"a": 5, "b": 1, "none": 0} {
		if got, err := s.LastSeq(ctx, id); err != nil || got != want {
			t.Errorf("last entry of %s: got %d, %v, want %d", id, got, err, want)
		}
	}

	taken := entry(6)
	taken.ID = entry(2).ID
	tests := []struct {
		name      string
		workspace string
		entries   []live.Entry
		want      fault.Code
	}{
		{"taken sequence number", "a", entries(5, 6), fault.CodeStorageFence},
		{"taken number behind a free one", "b", []live.Entry{entry(2), entry(1)}, fault.CodeStorageFence},
		{"taken operation id", "a", []live.Entry{taken}, fault.CodeStorageFence},
		{"unknown workspace", "none", entries(1, 1), fault.CodeWorkspaceNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := s.LastSeq(ctx, tt.workspace)
			wantCode(t, "append", s.Append(ctx, tt.workspace, tt.entries), tt.want)
			if after, _ := s.LastSeq(ctx, tt.workspace); after != before {
				t.Errorf("the refused entries moved the end from %d to %d", before, after)
			}
		})
	}
}

// journalIsolation has many writers at once, of which some must fail, and only those.
func journalIsolation(t *testing.T, s *store.Store) {
	const writers, rounds = 20, 20
	create(t, s, "fenced")
	check(t, s.Append(t.Context(), "fenced", entries(1, 1)))
	for i := range writers {
		create(t, s, fmt.Sprintf("w%d", i))
	}
	var group sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		group.Go(func() { errs[i] = alternate(s, fmt.Sprintf("w%d", i), rounds, i%4 == 0) })
	}
	group.Wait()
	check(t, errors.Join(errs...))
	for i := range writers {
		id := fmt.Sprintf("w%d", i)
		got, err := s.Entries(t.Context(), id, 0, 1000)
		check(t, err)
		if want := entries(1, rounds); !reflect.DeepEqual(got, want) {
			t.Errorf("workspace %s has %d entries, want %d", id, len(got), rounds)
		}
	}
}

func alternate(s *store.Store, id string, rounds int64, disturb bool) error {
	ctx := context.Background()
	for seq := int64(1); seq <= rounds; seq++ {
		if disturb {
			if err := s.Append(ctx, "fenced", entries(1, 1)); !errors.Is(err, fault.CodeStorageFence) {
				return fmt.Errorf("append behind the fence: got %w, want %s", err, fault.CodeStorageFence)
			}
		}
		if err := s.Append(ctx, id, entries(seq, seq)); err != nil {
			return err
		}
	}
	return nil
}

func snapshots(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a")
	wantSnapshot := func(id string, wantSeq int64, want string) {
		t.Helper()
		seq, payload, err := s.Snapshot(ctx, id)
		if err != nil || seq != wantSeq || string(payload) != want {
			t.Errorf("got snapshot %d %q, %v, want %d %q", seq, payload, err, wantSeq, want)
		}
	}
	wantSnapshot("none", 0, "")
	wantSnapshot("a", 0, "snapshot of a")
	for seq := range int64(10) {
		check(t, s.SaveSnapshot(ctx, "a", seq, fmt.Appendf(nil, "state %d", seq)))
	}
	wantSnapshot("a", 9, "state 9")
	for _, want := range []struct{ before, seq int64 }{{100, 9}, {9, 8}, {8, 7}, {7, 0}, {0, 0}} {
		seq, payload, err := s.SnapshotBefore(ctx, "a", want.before)
		if err != nil || seq != want.seq || (payload == nil) != (want.before == 0) {
			t.Errorf("before %d: got snapshot %d %q, %v, want %d", want.before, seq, payload, err, want.seq)
		}
	}
	check(t, s.SaveSnapshot(ctx, "a", 9, []byte("again")))
	wantSnapshot("a", 9, "again")
	wantCode(t, "unknown workspace", s.SaveSnapshot(ctx, "none", 1, nil), fault.CodeWorkspaceNotFound)
}

func cancellation(t *testing.T, s *store.Store) {
	create(t, s, "a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Append(ctx, "a", entries(1, 1))
	wantCode(t, "append after the end", err, fault.CodeCanceled)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it to wrap %v", err, context.Canceled)
	}
	_, err = s.Entries(ctx, "a", 0, 1)
	wantCode(t, "read after the end", err, fault.CodeCanceled)
	if seq, _ := s.LastSeq(t.Context(), "a"); seq != 0 {
		t.Errorf("got entry %d from a canceled write", seq)
	}
}

func closing(t *testing.T, s *store.Store) {
	create(t, s, "a")
	check(t, s.Health(t.Context()))
	check(t, s.Close())
	wantCode(t, "append", s.Append(t.Context(), "a", entries(1, 1)), fault.CodeShutdown)
	_, err := s.Workspace(t.Context(), "a")
	wantCode(t, "read", err, fault.CodeShutdown)
	wantCode(t, "health", s.Health(t.Context()), fault.CodeShutdown)
	check(t, s.Close())
}
