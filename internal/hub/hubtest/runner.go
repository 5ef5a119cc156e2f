package hubtest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/hub"
)

// Runner starts runs that a test drives. It is safe for concurrent use.
type Runner struct {
	mu      sync.Mutex
	fail    error
	started chan *Run
}

// NewRunner returns a runner. Up to 1000 runs may start before the test takes them.
func NewRunner() *Runner { return &Runner{started: make(chan *Run, 1000)} }

// Fail makes starting fail from now on; nil makes it succeed again.
func (r *Runner) Fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fail = err
}

// Start implements hub.Runner.
func (r *Runner) Start(_ context.Context, spec hub.RunSpec, sink hub.Sink) (hub.Process, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return nil, r.fail
	}
	run := &Run{Spec: spec, Sink: sink}
	r.started <- run
	return run, nil
}

// Started delivers the runs in the order in which they began.
func (r *Runner) Started() <-chan *Run { return r.started }

// Run is a run that a test drives through its Sink. It ends when it is stopped.
type Run struct {
	Spec hub.RunSpec
	Sink hub.Sink

	mu    sync.Mutex
	ended bool
	input strings.Builder
}

// Evaluate reports that the module evaluates.
func (r *Run) Evaluate() { r.Sink.Advance(live.AdvanceRun{Phase: live.Evaluating}) }

// Settle reports that the module has settled and its event loop lives on.
func (r *Run) Settle() { r.Sink.Advance(live.AdvanceRun{Phase: live.Running}) }

// Exit ends the run with a code, unless it has ended.
func (r *Run) Exit(code int) {
	exit := &live.Exit{Reason: live.Finished, Code: code}
	if code != 0 {
		exit.Reason, exit.Message = live.Failed, "The cell failed."
	}
	r.end(exit)
}

// Stop implements hub.Process.
func (r *Run) Stop() {
	go r.end(&live.Exit{Reason: live.Stopped, Code: -1, Signal: "SIGTERM", Message: "Stopped."})
}

func (r *Run) end(exit *live.Exit) {
	r.mu.Lock()
	ended := r.ended
	r.ended = true
	r.mu.Unlock()
	if !ended {
		r.Sink.Advance(live.AdvanceRun{Phase: live.Exited, Exit: exit})
	}
}

// Input implements hub.Process.
func (r *Run) Input(text string, end bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return fault.New(fault.CodeRunNotActive, "The run has ended")
	}
	r.input.WriteString(text)
	if end {
		r.input.WriteString("<end>")
	}
	return nil
}

// Resize implements hub.Process.
func (r *Run) Resize(columns, rows int) error {
	return r.Input(fmt.Sprintf("<%dx%d>", columns, rows), false)
}

// Typed is what was written to the run's input, "<end>" standing for its end and
// "<80x24>" for such a size of its terminal.
func (r *Run) Typed() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.input.String()
}
