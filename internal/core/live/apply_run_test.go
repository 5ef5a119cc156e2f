package live

import (
	"reflect"
	"testing"
	"time"
)

// TestRuns walks through the run machine: each step is an operation, the processes that it starts
// and stops, and the runs after it.
func TestRuns(t *testing.T) {
	type step struct {
		op      Op
		effects string
		runs    string
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"one", []step{
			{start("r:a"), "start r", "r:starting"},
			{advance("r", Evaluating), "", "r:evaluating"},
			{advance("r", Running), "", "r:running"},
			{exited("r", Finished), "", "r:exited/finished"},
		}},
		{"phases may be left out", []step{
			{start("r:a"), "start r", "r:starting"},
			{exited("r", Failed), "", "r:exited/failed"},
		}},
		{"a batch goes on when one finished", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{advance("r", Evaluating), "", "r:evaluating q:queued"},
			{exited("r", Finished), "start q", "r:exited/finished q:starting"},
		}},
		{"a batch goes on when one runs", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{advance("r", Running), "start q", "r:running q:starting"},
			{exited("r", Failed), "", "r:exited/failed q:starting"},
		}},
		{"a batch ends with the first failure", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{exited("r", OutOfMemory), "", "r:exited/out_of_memory q:exited/skipped"},
		}},
		{"batches are independent", []step{
			{start("r:a"), "start r", "r:starting"},
			{start("q:b"), "start q", "r:starting q:starting"},
			{exited("r", Failed), "", "r:exited/failed q:starting"},
		}},
		{"stop", []step{
			{start("r:a"), "start r", "r:starting"},
			{StopRun{"r"}, "stop r", "r:starting"},
			{StopRun{"r"}, "stop r", "r:starting"},
			{exited("r", Stopped), "", "r:exited/stopped"},
		}},
		{"stop what waits", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{StopRun{"q"}, "", "r:starting q:exited/stopped"},
			{exited("r", Finished), "", "r:exited/finished q:exited/stopped"},
		}},
		{"stop the first of a batch", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{StopRun{"r"}, "stop r", "r:starting q:queued"},
			{exited("r", Stopped), "", "r:exited/stopped q:exited/skipped"},
		}},
		{"a new run replaces the old one", []step{
			{start("r:a"), "start r", "r:starting"},
			{exited("r", Finished), "", "r:exited/finished"},
			{start("q:a"), "start q, forget r", "q:starting"},
		}},
		{"restart waits for the old process", []step{
			{start("r:a"), "start r", "r:starting"},
			{advance("r", Running), "", "r:running"},
			{restart("q:a"), "stop r", "r:running q:queued"},
			{exited("r", Stopped), "start q, forget r", "q:starting"},
		}},
		{"restart of what does not run", []step{{restart("r:a"), "start r", "r:starting"}}},
		{"restart all", []step{
			{start("r:a"), "start r", "r:starting"},
			{advance("r", Running), "", "r:running"},
			{restart("p:a", "q:b"), "stop r", "r:running p:queued q:queued"},
			{exited("r", Stopped), "start p, forget r", "p:starting q:queued"},
			{exited("p", Finished), "start q", "p:exited/finished q:starting"},
		}},
		{"stop a restart", []step{
			{start("r:a"), "start r", "r:starting"},
			{restart("q:a"), "stop r", "r:starting q:queued"},
			{StopRun{"q"}, "", "r:starting q:exited/stopped"},
			{exited("r", Stopped), "forget r", "q:exited/stopped"},
		}},
		{"delete a cell of a batch", []step{
			{start("r:a", "q:b"), "start r", "r:starting q:queued"},
			{DeleteCell{"b"}, "", "r:starting q:exited/stopped"},
			{DeleteCell{"a"}, "stop r", "r:starting q:exited/stopped"},
			{exited("r", Stopped), "", "r:exited/stopped q:exited/stopped"},
		}},
		{"clear one", []step{
			{start("r:a"), "start r", "r:starting"},
			{start("q:b"), "start q", "r:starting q:starting"},
			{exited("r", Finished), "", "r:exited/finished q:starting"},
			{ClearOutput{"b"}, "", "r:exited/finished q:starting"},
			{ClearOutput{"a"}, "forget r", "q:starting"},
		}},
		{"clear all but what runs", []step{
			{start("r:a"), "start r", "r:starting"},
			{exited("r", Finished), "", "r:exited/finished"},
			{start("q:b"), "start q", "r:exited/finished q:starting"},
			{ClearOutput{}, "forget r", "q:starting"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := begin(t)
			for i, step := range tt.steps {
				s.do(step.op)
				if got := performed(s.effects); got != step.effects {
					t.Errorf("step %d: effects %q, want %q", i, got, step.effects)
				}
				if got := runs(s.state); got != step.runs {
					t.Errorf("step %d: runs %q, want %q", i, got, step.runs)
				}
			}
		})
	}
}

func TestRunRecord(t *testing.T) {
	exit := &Exit{Reason: Failed, Code: 1, Message: "It failed.", Failure: &Failure{Message: "Error: x", Line: 3}}
	s := begin(t).do(
		start("r:a", "q:b"),
		edit("b", 0, `[9,[0," // later"]]`),
		RenameCell{"b", "c.ts"},
		AdvanceRun{Run: "r", Phase: Running, Ports: []int{3000}},
		AdvanceRun{Run: "r", Phase: Running, Stdin: true},
		AdvanceRun{Run: "r", Phase: Exited, Exit: exit},
	)
	second := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }
	want := []*Run{
		{
			ID: "r", Cell: "a", Filename: "a.ts", Batch: "r", By: "Ada", Phase: Exited, QueuedAt: noon, StartAt: noon,
			EndAt: second(5), Ports: []int{3000}, Stdin: true, Exit: exit,
		},
		{
			ID: "q", Cell: "b", Filename: "c.ts", Batch: "r", By: "Ada", Phase: Starting, Version: 1,
			QueuedAt: noon, StartAt: second(3),
		},
	}
	if !reflect.DeepEqual(s.state.Runs, want) {
		t.Errorf("got %s", encoded(t, s.state))
	}
	if r := s.state.RunOf("b"); r == nil || r.ID != "q" || !r.Active() {
		t.Errorf("RunOf(b) = %+v", r)
	}
	if r := s.state.RunOf("m"); r != nil {
		t.Errorf("RunOf(m) = %+v", r)
	}
}
