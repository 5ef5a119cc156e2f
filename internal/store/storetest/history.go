package storetest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/store"
)

func kept(seq, from int64) history.Kept {
	return history.Kept{
		Seq: seq, From: from, Base: from, StartedAt: at(int(from)), At: at(int(seq)), Authors: []string{"Ada", "Ben"},
		Edits: int(seq - from), Cells: []notebook.CellID{"a"},
	}
}

func snapshotThinning(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a")
	state := func(seq int64) string { return fmt.Sprint("state ", seq, strings.Repeat(" long", 100)) }
	for seq := int64(200); seq <= 9_000; seq += 200 {
		check(t, s.SaveSnapshot(ctx, "a", seq, []byte(state(seq))))
	}
	for seq, want := range map[int64]int64{200: 0, 2_000: 0, 2_001: 2_000, 8_000: 6_000, 8_600: 8_000, 8_601: 8_600, 9_001: 9_000} {
		got, payload, err := s.SnapshotBefore(ctx, "a", seq)
		if err != nil || got != want || want > 0 && string(payload) != state(want) {
			t.Errorf("snapshot before %d: got %d %.20q, %v, want %d", seq, got, payload, err, want)
		}
	}
	floor, foldable, err := s.Extent(ctx, "a")
	if floor != 0 || foldable != 8_600 || err != nil {
		t.Errorf("extent: got %d to %d, %v, want 0 to 8600", floor, foldable, err)
	}
}

func folding(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	check(t, s.Append(ctx, "a", entries(1, 10)))
	check(t, s.Append(ctx, "b", entries(1, 2)))
	check(t, s.SaveSnapshot(ctx, "a", 3, []byte("third")))
	first, second := kept(0, 0), kept(5, 0)
	first.Content, second.Content = []byte("{}"), []byte(`{"text":"`+strings.Repeat("long ", 1000)+`"}`)
	check(t, s.Fold(ctx, "a", 5, []byte("fifth"), []history.Kept{first, second}))

	got, err := s.Entries(ctx, "a", 0, 100)
	check(t, err)
	if want := entries(6, 10); !reflect.DeepEqual(got, want) {
		t.Errorf("entries: got %+v, want %+v", got, want)
	}
	if others, err := s.Entries(ctx, "b", 0, 100); err != nil || len(others) != 2 {
		t.Errorf("the other workspace has %d entries, %v", len(others), err)
	}
	if seq, payload, err := s.SnapshotBefore(ctx, "a", 100); seq != 5 || string(payload) != "fifth" || err != nil {
		t.Errorf("snapshot: got %d %q, %v", seq, payload, err)
	}
	if seq, payload, err := s.SnapshotBefore(ctx, "a", 5); payload != nil || err != nil {
		t.Errorf("snapshot before what was folded: got %d %q, %v", seq, payload, err)
	}
	list, err := s.Kept(ctx, "a", 100, 10)
	check(t, err)
	if want := []history.Kept{kept(5, 0), kept(0, 0)}; !reflect.DeepEqual(list, want) {
		t.Errorf("kept: got %+v, want %+v", list, want)
	}
	if k, err := s.KeptContent(ctx, "a", 5); err != nil || !reflect.DeepEqual(k, second) {
		t.Errorf("kept content: got %+v, %v", k, err)
	}
	if k, err := s.KeptContent(ctx, "a", 4); err != nil || k.Content != nil {
		t.Errorf("content of a revision that was not kept: got %+v, %v", k, err)
	}
	wantCode(t, "a revision twice", s.Fold(ctx, "a", 6, nil, []history.Kept{second}), fault.CodeStorageFence)
	if got, err := s.Entries(ctx, "a", 0, 100); err != nil || len(got) != 5 {
		t.Errorf("a refused fold left %d entries, %v", len(got), err)
	}
	wantCode(t, "unknown workspace", s.Fold(ctx, "none", 1, nil, nil), fault.CodeWorkspaceNotFound)
	if ids, err := s.WorkspaceIDs(ctx, "a", 10); err != nil || !reflect.DeepEqual(ids, []string{"b"}) {
		t.Errorf("ids: got %v, %v", ids, err)
	}
}

func steps(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a")
	edit := entry(2)
	edit.Op = live.DeleteCell{Cell: "c"}
	check(t, s.Append(ctx, "a", []live.Entry{entry(1), edit, entry(3)}))
	got, err := s.Steps(ctx, "a", 0, 2, 10)
	check(t, err)
	want := []history.Step{
		{Seq: 2, Author: "Ada", At: at(2), Kind: "cell.delete", Cell: "c"},
		{Seq: 1, Author: "Ada", At: at(1), Kind: "title.set"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, err := s.Steps(ctx, "a", 1, 3, 1); err != nil || len(got) != 1 || got[0].Seq != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
}
