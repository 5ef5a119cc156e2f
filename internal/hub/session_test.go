package hub_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// bubble runs a test in a world whose time passes when nothing else can happen.
func bubble(t *testing.T, test func(*testing.T, *world), change ...func(*hub.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, change...)
		test(t, w)
	})
}

func (w *world) do(author string, ops ...live.Op) []live.Entry {
	w.t.Helper()
	entries, err := w.hub.Do(w.t.Context(), "w", author, ops...)
	if err != nil {
		w.t.Fatalf("Do(%+v): %v", ops, err)
	}
	return entries
}

func (w *world) state() live.State {
	w.t.Helper()
	s, _, err := w.hub.State(w.t.Context(), "w")
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// drainPeer returns what comes for a peer until nothing does for a second.
func drainPeer(t *testing.T, p *hub.Peer) []any {
	var all []any
	follow(t, p, func(m any) { all = append(all, m) })
	return all
}

func follow(t *testing.T, p *hub.Peer, take func(any)) {
	for {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		m, err := p.Next(ctx)
		cancel()
		if err != nil {
			return
		}
		if _, ok := m.(wire.People); !ok { // has tests of its own
			take(m)
		}
	}
}

// kinds is the types of messages, with the numbers of operations.
func kinds(messages []any) string {
	var parts []string
	for _, m := range messages {
		switch m := m.(type) {
		case wire.Opened:
			parts = append(parts, fmt.Sprintf("opened %d/%d", m.Seq, m.Head))
			if m.Snapshot != nil {
				parts[len(parts)-1] += " snapshot"
			}
		case wire.OpMessage:
			parts = append(parts, fmt.Sprintf("op %d", m.Seq))
		case wire.Ack:
			parts = append(parts, fmt.Sprintf("ack %d", m.Seq))
		case wire.Reject:
			parts = append(parts, "reject "+m.Fault.Code)
		case wire.Closed:
			parts = append(parts, "closed "+m.Fault.Code)
		case wire.Output:
			parts = append(parts, "output")
		case wire.Signal:
			switch {
			case m.Storage != nil:
				parts = append(parts, fmt.Sprintf("storage %v", m.Storage.Writable))
			case m.Packages != nil:
				parts = append(parts, "packages "+m.Packages.State)
			case m.Folder != nil:
				parts = append(parts, fmt.Sprintf("folder %d", len(m.Folder.Conflicts)))
			}
		}
	}
	return strings.Join(parts, ", ")
}

func title(n int) live.Op { return live.SetTitle{Title: fmt.Sprintf("Title %d", n)} }

func TestJoin(t *testing.T) {
	tests := []struct {
		name    string
		entries int
		restart bool
		since   int64
		want    string
	}{
		{"new", 3, false, 0, "opened 3/3 snapshot"},
		{"at the head", 3, false, 3, "opened 3/3"},
		{"from memory", 3, false, 1, "opened 1/3, op 2, op 3"},
		{"from the journal, before the snapshot", 3, true, 1, "opened 1/3, op 2, op 3"},
		{"too long ago", 2_500, false, 1, "opened 2500/2500 snapshot"},
		{"from another history", 3, false, 9, "opened 3/3 snapshot"},
		{"negative", 3, false, -1, "opened 3/3 snapshot"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				ops := make([]live.Op, tt.entries)
				for i := range ops {
					ops[i] = title(i)
				}
				w.do("Ada", ops...)
				if tt.restart {
					w.stop()
					w.start()
				}
				p := w.join(hub.JoinRequest{Client: "tab", Since: tt.since})
				if got := kinds(drainPeer(t, p)); got != tt.want {
					t.Errorf("got %s\nwant %s", got, tt.want)
				}
			})
		})
	}
}

// TestResumeBeyondMemory reads what the buffer has dropped from the journal.
func TestResumeBeyondMemory(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for i := range 1_900 {
			w.do("Ada", title(i))
		}
		p := w.join(hub.JoinRequest{Client: "tab", Since: 5})
		got := drainPeer(t, p)
		if len(got) != 1+1_895 {
			t.Fatalf("%d messages", len(got))
		}
		for i, m := range got[1:] {
			if op, ok := m.(wire.OpMessage); !ok || op.Seq != int64(i+6) {
				t.Fatalf("message %d is %+v", i, m)
			}
		}
	})
}

func TestRefusedRequests(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		if _, err := w.hub.Join(t.Context(), hub.JoinRequest{Workspace: "nowhere", Client: "c"}); !errors.Is(err, fault.CodeWorkspaceNotFound) {
			t.Errorf("Join of an unknown workspace = %v", err)
		}
		if _, err := w.hub.Join(t.Context(), hub.JoinRequest{Workspace: "w", Client: ""}); !errors.Is(err, fault.CodeMessage) {
			t.Errorf("Join without a client = %v", err)
		}
		if _, _, err := w.hub.Output(t.Context(), "w", "r", 0); !errors.Is(err, fault.CodeRunNotFound) {
			t.Errorf("Output of an unknown run = %v", err)
		}
		p := w.join(hub.JoinRequest{Client: "tab"})
		if err := p.Input("r", "x", false); !errors.Is(err, fault.CodeRunNotFound) {
			t.Errorf("Input of an unknown run = %v", err)
		}
		w.submit(p, "other:1", title(1))
		w.submit(p, "nonsense", title(1))
		w.submit(p, "tab:1", live.AdvanceRun{Run: "r", Phase: live.Running})
		w.submit(p, "tab:2", live.StopRun{Run: "r"})
		if got, want := kinds(drainPeer(t, p)), "opened 0/0 snapshot, reject SB-1011, reject SB-1011, reject SB-1003+1, reject SB-4001"; got != strings.Replace(want, "SB-1003+1", "SB-1004", 1) {
			t.Errorf("got %s", got)
		}
		p.Leave()
		p.Leave()
		if _, err := p.Next(t.Context()); err != io.EOF {
			t.Errorf("Next after Leave = %v", err)
		}
		if err := p.Submit(t.Context(), "tab:3", title(3)); err != nil {
			t.Errorf("Submit after Leave = %v", err)
		}
	})
}

func TestAdmit(t *testing.T) {
	trash := fault.New(fault.CodeInTrash, "It is in the trash")
	bubble(t, func(t *testing.T, w *world) {
		if _, _, err := w.hub.State(t.Context(), "w"); !errors.Is(err, fault.CodeInTrash) {
			t.Errorf("State = %v", err)
		}
	}, func(c *hub.Config) { c.Admit = func(context.Context, string) error { return trash } })
}

func TestDoIsAllOrNone(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		_, err := w.hub.Do(t.Context(), "w", "Ada", title(1), live.DeleteCell{Cell: "nowhere"})
		if !errors.Is(err, fault.CodeCellNotFound) {
			t.Fatalf("Do = %v", err)
		}
		if n, _ := w.journal.LastSeq(t.Context(), "w"); n != 0 || w.state().Title != "Storm" {
			t.Errorf("%d entries, title %q", n, w.state().Title)
		}
		entries := w.do("Ada", title(1), title(2))
		if len(entries) != 2 || entries[1].Seq != 2 || entries[1].Author != "Ada" {
			t.Errorf("entries = %+v", entries)
		}
	})
}

// TestRenameIsFollowed edits the imports of other cells in operations of the same author.
func TestRenameIsFollowed(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab", Author: "Ada"})
		w.submit(p, "tab:1", live.RenameCell{Cell: "a", Filename: "z.ts"})
		got := drainPeer(t, p)
		if kinds(got) != "opened 0/0 snapshot, ack 1, op 2" || got[2].(wire.OpMessage).Author != "Ada" {
			t.Errorf("got %s", kinds(got))
		}
		if got := w.state().Cell("b").Text.String(); got != "import { a } from './z.ts';\n" {
			t.Errorf("b = %q", got)
		}
	})
}

// TestSlowPeer is dropped when its queue is full and comes back where it was.
func TestSlowPeer(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		slow := w.join(hub.JoinRequest{Client: "slow"})
		quick := w.join(hub.JoinRequest{Client: "quick"})
		next[wire.Opened](t, quick)
		const n = 1_500
		for i := range n {
			w.submit(quick, live.NewOpID("quick", uint64(i+1)), title(i))
			if got := next[wire.Ack](t, quick); got.Seq != int64(i+1) {
				t.Fatalf("Ack = %+v", got)
			}
		}
		if got := kinds(drainPeer(t, slow)); got != "closed SB-3008" {
			t.Fatalf("the slow peer got %s", got)
		}
		if got := w.hub.Stats(); got.Peers != 1 {
			t.Errorf("Stats = %+v", got)
		}
		slow.Leave()
		again := w.join(hub.JoinRequest{Client: "slow", Since: 700})
		if got := drainPeer(t, again); len(got) != 1+n-700 {
			t.Errorf("%d messages after coming back", len(got))
		}
	})
}

func TestSignals(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.hub.Signal("w", wire.Signal{Packages: &wire.PackagesStatus{State: "failed"}}) // nobody listens
		p := w.join(hub.JoinRequest{Channel: 4, Client: "tab"})
		w.hub.Signal("w", wire.Signal{Packages: &wire.PackagesStatus{State: "installing"}})
		w.hub.Signal("w", wire.Signal{Packages: &wire.PackagesStatus{State: "up_to_date"}})
		got := drainPeer(t, p)
		if kinds(got) != "opened 0/0 snapshot, packages up_to_date" {
			t.Fatalf("got %s", kinds(got))
		}
		if s := got[1].(wire.Signal); s.Channel != 4 || s.Type != "signal" {
			t.Errorf("signal = %+v", s)
		}
		late := w.join(hub.JoinRequest{Client: "late"})
		if s := next[wire.Opened](t, late).Snapshot; s.Packages.State != "up_to_date" {
			t.Errorf("snapshot has %+v", s.Packages)
		}
	})
}

// TestStorageFault refuses while the disk is full, goes on reading, and tells both changes.
func TestStorageFault(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		w.submit(p, "tab:1", title(1))
		if got := kinds(drainPeer(t, p)); got != "opened 0/0 snapshot, ack 1" {
			t.Fatalf("before: %s", got)
		}
		w.journal.Fail(errStorage)
		w.submit(p, "tab:2", title(2))
		if got := kinds(drainPeer(t, p)); got != "reject SB-6002, storage false" {
			t.Fatalf("when full: %s", got)
		}
		if _, err := w.hub.Do(t.Context(), "w", "Ada", title(3)); !errors.Is(err, fault.CodeStorageFull) {
			t.Fatalf("Do when full = %v", err)
		}
		if got := w.state().Title; got != "Title 1" {
			t.Fatalf("title = %q", got)
		}
		late := w.join(hub.JoinRequest{Client: "late"})
		if got := kinds(drainPeer(t, late)); got != "opened 1/1 snapshot, storage false" {
			t.Fatalf("who joins when full: %s", got)
		}
		w.journal.Fail(nil)
		if got := kinds([]any{next[wire.Signal](t, p)}); got != "storage true" {
			t.Fatalf("after: %s", got)
		}
		w.submit(p, "tab:3", title(3))
		w.submit(p, "tab:2", title(2)) // its refusal was lost: it stays a refusal
		if got := kinds(drainPeer(t, p)); got != "ack 2, reject SB-6002" {
			t.Fatalf("after: %s", got)
		}
	})
}

// TestFullBatch: the request after the last one that a batch has room for must not get lost.
func TestFullBatch(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		release := w.journal.Hold()
		const n = 600
		go func() {
			for i := range n {
				w.submit(p, live.NewOpID("tab", uint64(i+1)), title(i))
			}
		}()
		synctest.Wait() // the inbox is full behind the first write
		release()
		if got := len(drainPeer(t, p)); got != 1+n {
			t.Errorf("%d answers to %d operations", got-1, n)
		}
	})
}

// TestRefusedStaysRefused: an operation that is sent again because its refusal was lost must not take
// effect later, when its author has given it up.
func TestRefusedStaysRefused(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		op := live.RestoreCell{Cell: "a"}
		w.submit(p, "tab:1", op)
		if got := next[wire.Reject](t, p); got.Fault.Code != "SB-3001" {
			t.Fatalf("Reject = %+v", got)
		}
		w.do("Ada", live.DeleteCell{Cell: "a"})
		w.submit(p, "tab:1", op)
		if got := next[wire.Reject](t, p); got.ID != "tab:1" || got.Fault.Code != "SB-3001" {
			t.Fatalf("Reject = %+v", got)
		}
		w.submit(p, "tab:2", op)
		next[wire.Ack](t, p)
	})
}

// TestReportsOutliveAStorageFault journals the end of a run that came while the disk was full.
func TestReportsOutliveAStorageFault(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}}})
		run := <-w.runner.Started()
		w.journal.Fail(errStorage)
		run.Evaluate()
		run.Exit(1)
		synctest.Wait()
		if got := w.state().RunOf("a").Phase; got != live.Starting {
			t.Fatalf("phase when full = %s", got)
		}
		w.journal.Fail(nil)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if r := w.state().RunOf("a"); r.Phase != live.Exited || r.Exit.Reason != live.Failed {
			t.Fatalf("run = %+v", r)
		}
	})
}

// TestFence unloads when another server has written, and continues from what that one wrote.
func TestFence(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		w.do("Ada", title(1))
		err := w.journal.Append(t.Context(), "w", []live.Entry{{Seq: 2, ID: "elsewhere:1", Op: title(7)}})
		if err != nil {
			t.Fatal(err)
		}
		drainPeer(t, p)
		w.submit(p, "tab:1", title(2))
		if got := kinds(drainPeer(t, p)); got != "closed SB-6007" {
			t.Fatalf("got %s", got)
		}
		again := w.join(hub.JoinRequest{Client: "tab", Since: 1})
		w.submit(again, "tab:1", title(2))
		if got := kinds(drainPeer(t, again)); got != "opened 1/2, op 2, ack 3" {
			t.Fatalf("got %s", got)
		}
	})
}

// TestForgottenDuplicate answers an operation whose client was forgotten as the duplicate it is.
func TestForgottenDuplicate(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "old"})
		w.submit(p, "old:1", title(1))
		next[wire.Ack](t, p)
		for i := range 300 {
			client := live.ClientID(fmt.Sprintf("c%d", i))
			other := w.join(hub.JoinRequest{Client: client})
			w.submit(other, live.NewOpID(client, 1), title(i))
			next[wire.Ack](t, other)
			other.Leave()
		}
		drainPeer(t, p)
		w.submit(p, "old:1", title(1))
		if got := next[wire.Ack](t, p); !got.Duplicate || got.Seq != 301 {
			t.Fatalf("Ack = %+v", got)
		}
		w.submit(p, "old:2", title(2))
		if got := next[wire.Ack](t, p); got.Duplicate || got.Seq != 302 {
			t.Fatalf("Ack = %+v", got)
		}
	})
}

// TestIdleSessions are unloaded with a snapshot, and only when nobody looks and nothing runs.
func TestIdleSessions(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.do("Ada", title(1), live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}}})
		run := <-w.runner.Started()
		p := w.join(hub.JoinRequest{Client: "tab"})
		time.Sleep(time.Hour)
		if got := w.hub.Stats(); got != (hub.Stats{Sessions: 1, Peers: 1, Runs: 1}) {
			t.Fatalf("Stats = %+v", got)
		}
		p.Leave()
		time.Sleep(time.Hour)
		if got := w.hub.Stats(); got != (hub.Stats{Sessions: 1, Runs: 1}) {
			t.Fatalf("Stats while it runs = %+v", got)
		}
		run.Exit(0)
		time.Sleep(time.Hour)
		if got := w.hub.Stats(); got != (hub.Stats{}) {
			t.Fatalf("Stats when idle = %+v", got)
		}
		if seq, _, _ := w.journal.Snapshot(t.Context(), "w"); seq != 3 {
			t.Errorf("snapshot at %d", seq)
		}
		if got := w.state().Title; got != "Title 1" {
			t.Errorf("title = %q", got)
		}
	})
}

func TestSnapshotsWhileOpen(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for i := range 1050 {
			w.do("Ada", title(i))
		}
		synctest.Wait()
		if seq, _, _ := w.journal.Snapshot(t.Context(), "w"); seq != 1000 {
			t.Errorf("snapshot at %d, want 1000", seq)
		}
		w.do("Ada", live.InsertCell{Cell: "big", Kind: notebook.Markdown, Text: strings.Repeat("x", 300<<10)})
		synctest.Wait()
		if seq, _, _ := w.journal.Snapshot(t.Context(), "w"); seq != 1051 {
			t.Errorf("snapshot at %d, want 1051", seq)
		}
	})
}

func TestEvict(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		w.submit(p, "tab:1", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}, {Run: "q", Cell: "b"}}})
		<-w.runner.Started()
		if n := w.hub.Running("w"); n != 2 {
			t.Errorf("Running = %d", n)
		}
		if err := w.hub.Evict(t.Context(), "w"); err != nil {
			t.Fatal(err)
		}
		if got := w.hub.Stats(); got != (hub.Stats{}) {
			t.Errorf("Stats = %+v", got)
		}
		if got := kinds(drainPeer(t, p)); got != "closed SB-1013" {
			t.Errorf("the peer got %s", got)
		}
		if err := w.hub.Evict(t.Context(), "w"); err != nil {
			t.Errorf("Evict of what is closed = %v", err)
		}
		s := w.state()
		if s.RunOf("a").Exit.Reason != live.Stopped || s.RunOf("b").Exit.Reason != live.Stopped {
			t.Errorf("runs = %+v, %+v", s.RunOf("a").Exit, s.RunOf("b").Exit)
		}
		if n := len(w.runner.Started()); n != 0 {
			t.Errorf("%d more runs began", n)
		}
	})
}

// TestShutdown stops the runs and says why; the next one of a batch does not begin.
func TestShutdown(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}, {Run: "q", Cell: "b"}}})
		run := <-w.runner.Started()
		run.Sink.Output("out", "last words")
		w.stop()
		if got := kinds(drainPeer(t, p)); got != "closed SB-1012" {
			t.Errorf("the peer got %s", got)
		}
		if _, _, err := w.hub.State(t.Context(), "w"); !errors.Is(err, fault.CodeShutdown) {
			t.Errorf("State after the end = %v", err)
		}
		final, _ := w.replayed("w")
		for _, cell := range []notebook.CellID{"a", "b"} {
			if r := final.RunOf(cell); r.Exit == nil || r.Exit.Reason != live.ServerRestarted {
				t.Errorf("run of %s: %+v", cell, r.Exit)
			}
		}
		w.start()
		chunks, _, err := w.hub.Output(t.Context(), "w", "r", 0)
		if err != nil || len(chunks) != 1 || chunks[0].Text != "last words" {
			t.Errorf("Output = %+v, %v", chunks, err)
		}
	})
}

// TestCrash ends the runs that a server left behind when it was killed.
func TestCrash(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for i, op := range []live.Op{
			live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}, {Run: "q", Cell: "b"}}},
			live.AdvanceRun{Run: "r", Phase: live.Running},
			live.StartRuns{Runs: []live.RunRequest{{Run: "p", Cell: "a"}}, Restart: true},
		} {
			e := live.Entry{Seq: int64(i + 1), ID: live.NewOpID("gone", uint64(i+1)), Op: op}
			if err := w.journal.Append(t.Context(), "w", []live.Entry{e}); err != nil {
				t.Fatal(err)
			}
		}
		s := w.state()
		if len(s.Unfinished()) != 0 || len(s.Runs) != 2 {
			t.Fatalf("runs = %+v", s.Runs)
		}
		for _, r := range s.Runs {
			if r.Exit.Reason != live.ServerRestarted {
				t.Errorf("run %s: %+v", r.ID, r.Exit)
			}
		}
		if n := len(w.runner.Started()); n != 0 {
			t.Errorf("%d runs began", n)
		}
	})
}

func TestRunThatCannotStart(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.runner.Fail(fault.New(fault.CodeNode, "Node.js is missing"))
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}, {Run: "q", Cell: "b"}}})
		synctest.Wait()
		s := w.state()
		if e := s.RunOf("a").Exit; e == nil || e.Reason != live.Failed || e.Message != "Node.js is missing" {
			t.Errorf("a: %+v", e)
		}
		if e := s.RunOf("b").Exit; e == nil || e.Reason != live.Skipped {
			t.Errorf("b: %+v", e)
		}
	})
}

func TestRestartAndDelete(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: "a"}}})
		first := <-w.runner.Started()
		first.Sink.Output("out", "old")
		w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "q", Cell: "a"}}, Restart: true})
		second := <-w.runner.Started()
		if second.Spec.Run != "q" || second.Spec.Filename != "a.ts" {
			t.Errorf("spec = %+v", second.Spec)
		}
		time.Sleep(time.Second)
		if got := w.output.Runs(); fmt.Sprint(got) != "[w/q]" {
			t.Errorf("output is kept of %v", got)
		}
		w.do("Ada", live.DeleteCell{Cell: "a"})
		synctest.Wait()
		if r := w.state().RunOf("a"); r.Exit == nil || r.Exit.Reason != live.Stopped {
			t.Errorf("run = %+v", r)
		}
	})
}

// TestLateEditOverRestart rebases an edit whose base is older than the server.
func TestLateEditOverRestart(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		insert := func(at int, s string, length int) []text.ChangeSet {
			c, err := text.Replace(at, at, text.Lossy(s), length)
			if err != nil {
				t.Fatal(err)
			}
			return []text.ChangeSet{c}
		}
		length := w.state().Cell("a").Text.Len()
		w.do("Ada", live.EditText{Cell: "a", Base: 0, Changes: insert(0, "// one\n", length)})
		w.stop()
		w.start()
		p := w.join(hub.JoinRequest{Client: "tab", Since: 0})
		w.submit(p, "tab:1", live.EditText{Cell: "a", Base: 0, Changes: insert(length, "// two\n", length)})
		next[wire.Ack](t, p)
		if got := w.state().Cell("a").Text.String(); got != "// one\nexport const a = 1;\n// two\n" {
			t.Errorf("text = %q", got)
		}
	})
}
