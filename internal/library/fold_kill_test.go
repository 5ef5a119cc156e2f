package library_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/seedtest"
	"github.com/srcbook/srcbook/internal/store"
)

// foldingFolder makes the test binary a program that writes and folds a journal until it is killed.
const foldingFolder = "SRCBOOK_TEST_FOLDING"

func TestMain(m *testing.M) {
	if folder := os.Getenv(foldingFolder); folder != "" {
		fmt.Fprintln(os.Stderr, foldUntilKilled(context.Background(), folder))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// titled is the n-th entry of the journal, two hours after the one before: it sets the title to n.
func titled(seq int64) live.Entry {
	return live.Entry{
		Seq: seq, ID: live.NewOpID("tab", uint64(seq)), Author: "Ada", //nolint:gosec // seq is positive
		At: firstDay.Add(time.Duration(2*seq) * time.Hour), Op: live.SetTitle{Title: strconv.FormatInt(seq, 10)},
	}
}

// foldUntilKilled prints each sequence number that the store acknowledged.
func foldUntilKilled(ctx context.Context, folder string) error {
	s, err := store.Open(ctx, store.Config{Path: folder})
	if err != nil {
		return err
	}
	begin, err := live.EncodeSnapshot(live.New(notebook.New("0", notebook.JavaScript)))
	if err != nil {
		return err
	}
	err = s.CreateWorkspace(ctx, workspace.Workspace{ID: "w", Kind: workspace.Notebook, CreatedAt: firstDay}, begin)
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	state, seq, err := opened(ctx, s)
	h := library.NewHistory(library.HistoryConfig{Journal: s, Revisions: s, Workspaces: s})
	for err == nil {
		var batch []live.Entry
		for range 40 {
			seq++
			out, failed := live.Apply(state, titled(seq))
			if failed != nil {
				return failed
			}
			state, batch = out.State, append(batch, out.Entry)
		}
		if err = s.Append(ctx, "w", batch); err != nil {
			return err
		}
		fmt.Println(seq)
		payload, failed := live.EncodeSnapshot(state)
		if failed != nil {
			return failed
		}
		if err = s.SaveSnapshot(ctx, "w", seq, payload); err == nil {
			_, err = h.Fold(ctx, "w")
		}
	}
	return err
}

// opened is the state that a session would open with.
func opened(ctx context.Context, s *store.Store) (live.State, int64, error) {
	seq, payload, err := s.Snapshot(ctx, "w")
	if err != nil {
		return live.State{}, 0, err
	}
	state, err := live.DecodeSnapshot(payload)
	if err != nil {
		return state, 0, err
	}
	entries, err := s.Entries(ctx, "w", seq, 1_000_000)
	for _, e := range entries {
		if e.Seq != seq+1 {
			return state, 0, fmt.Errorf("entry %d follows %d", e.Seq, seq)
		}
		out, err := live.Apply(state, e)
		if err != nil {
			return state, 0, err
		}
		state, seq = out.State, e.Seq
	}
	return state, seq, err
}

// TestKillingWhileFolding kills the program at any moment. What was acknowledged is there, the
// journal has no gap behind its beginning, and every revision that is kept is the right one.
func TestKillingWhileFolding(t *testing.T) {
	folder, random := t.TempDir(), seedtest.Rand(t)
	kills := 4
	if n, err := strconv.Atoi(os.Getenv("SRCBOOK_KILLS")); err == nil {
		kills = n
	}
	for range kills {
		acknowledged := killFolding(t, folder, 20+random.IntN(60))
		wantFolded(t, folder, acknowledged)
	}
}

// killFolding lets the program acknowledge some batches and kills it; it returns the last number.
func killFolding(t *testing.T, folder string, batches int) int64 {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), foldingFolder+"="+folder)
	output, err := command.StdoutPipe()
	check(t, err)
	check(t, command.Start())
	var last int64
	lines := bufio.NewScanner(output)
	for n := 0; lines.Scan(); n++ {
		last, err = strconv.ParseInt(lines.Text(), 10, 64)
		check(t, err)
		if n == batches {
			check(t, command.Process.Kill())
		}
	}
	_ = command.Wait() // says that it was killed
	return last
}

func wantFolded(t *testing.T, folder string, acknowledged int64) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Path: folder})
	check(t, err)
	defer s.Close()
	state, head, err := opened(t.Context(), s)
	check(t, err)
	if head < acknowledged || state.Title != strconv.FormatInt(head, 10) {
		t.Errorf("opened at %d with title %q, acknowledged %d", head, state.Title, acknowledged)
	}
	floor, _, err := s.Extent(t.Context(), "w")
	check(t, err)
	entries, err := s.Entries(t.Context(), "w", 0, 1_000_000)
	check(t, err)
	if int64(len(entries)) != head-floor || floor > 0 && entries[0].Seq != floor+1 {
		t.Errorf("%d entries from %d on, want those between %d and %d", len(entries), entries[0].Seq, floor, head)
	}
	p := reopenPast(t, s, false)
	kept, err := s.Kept(t.Context(), "w", head, 100_000)
	check(t, err)
	for _, k := range kept {
		n, err := p.Revision(t.Context(), "w", k.Seq)
		if err != nil || n.Title != strconv.FormatInt(k.Seq, 10) {
			t.Errorf("kept revision %d has title %q, %v", k.Seq, n.Title, err)
		}
	}
	if want := floor / 12; int64(len(kept)) < want {
		t.Errorf("%d revisions are kept of %d days", len(kept), want)
	}
	t.Logf("%d entries, folded up to %d, %d revisions kept", head, floor, len(kept))
}
