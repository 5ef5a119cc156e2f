package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/kernel"
)

// Before servers are stopped, they may write down what the last cell made them do.
const (
	settleQuiet = 200 * time.Millisecond // without output
	settleMost  = 2 * time.Second
)

// finishingTime is how long a cell whose module is done holds the next one up.
const finishingTime = 500 * time.Millisecond

// session drives the state machine. All of it belongs to the goroutine that calls run; processes
// reach it through inbox.
type session struct {
	options  Options
	workshop *workshop
	reporter Reporter
	inbox    chan func()
	done     chan struct{} // closed when nobody reads inbox any more

	state    live.State
	seq      int64
	began    time.Time
	runs     map[live.RunID]*kernel.Run
	waiting  []live.RunRequest // beyond what the state machine takes at once
	told     map[live.RunID]bool
	held     map[live.RunID]live.AdvanceRun // the last report of a run that is finishing
	served   map[live.RunID]bool            // were serving when they were stopped
	input    input
	ending   bool // everything has been asked to stop
	timedOut bool
}

func newSession(o Options, w *workshop, reporter Reporter) *session {
	return &session{
		options: o, workshop: w, reporter: reporter, inbox: make(chan func()), done: make(chan struct{}),
		state: live.New(o.Notebook), began: time.Now(), runs: map[live.RunID]*kernel.Run{},
		told: map[live.RunID]bool{}, held: map[live.RunID]live.AdvanceRun{}, served: map[live.RunID]bool{},
	}
}

const client live.ClientID = "runner"

// apply advances the state and does what that asks for.
func (s *session) apply(op live.Op) error {
	out, err := live.Apply(s.state, live.Entry{
		Seq: s.seq + 1, ID: live.NewOpID(client, uint64(s.seq+1)), Author: string(client), At: time.Now(), Op: op,
	})
	if err != nil {
		return err
	}
	s.state, s.seq = out.State, s.seq+1
	s.tell()
	for _, effect := range out.Effects {
		switch e := effect.(type) {
		case live.StartProcess:
			s.start(e)
		case live.StopProcess:
			if run := s.runs[e.Run]; run != nil { // nil when it could not be started
				run.Stop()
			}
		}
	}
	return nil
}

// run runs cells and returns when the last process has ended.
func (s *session) run(ctx, expired context.Context, cells []notebook.Cell) (Summary, error) {
	for i, c := range cells {
		s.waiting = append(s.waiting, live.RunRequest{Run: live.RunID(fmt.Sprintf("run-%d", i+1)), Cell: c.ID})
	}
	defer close(s.done)
	quiet := time.NewTimer(settleMost)
	defer quiet.Stop()
	interrupted, late := ctx.Done(), expired.Done()
	var alone time.Time // when only servers were left
	for {
		if err := s.next(); err != nil {
			s.end()
			return Summary{}, err
		}
		if len(s.state.Unfinished()) == 0 {
			return s.summary(cells), nil
		}
		if alone = s.since(alone); !alone.IsZero() {
			quiet.Reset(min(settleQuiet, time.Until(alone.Add(settleMost))))
		} else {
			quiet.Stop()
		}
		select {
		case happened := <-s.inbox:
			happened()
		case <-interrupted:
			interrupted = nil
			s.end()
		case <-late:
			late, s.timedOut = nil, true
			s.end()
		case <-quiet.C:
			s.end()
		}
	}
}

// next hands the state machine as many of the waiting cells as it takes, once those before them are
// past evaluating. After a failure none of them is run.
func (s *session) next() error {
	if len(s.waiting) == 0 || s.ending {
		return nil
	}
	for _, r := range s.state.Runs {
		if r.Phase != live.Running && r.Phase != live.Exited {
			return nil
		}
		if r.Phase == live.Exited && r.Exit.Reason != live.Finished {
			s.waiting = nil
			return nil
		}
	}
	n := min(len(s.waiting), s.options.atOnce-len(s.state.Unfinished()))
	if n <= 0 {
		return fault.New(fault.CodeTooManyRuns, "More than %d cells are running at once", s.options.atOnce)
	}
	batch := s.waiting[:n]
	s.waiting = s.waiting[n:]
	return s.apply(live.StartRuns{Runs: batch})
}

// since is when only servers were left, the zero time while there is anything else to wait for.
func (s *session) since(before time.Time) time.Time {
	if s.ending || len(s.waiting) > 0 {
		return time.Time{}
	}
	for _, r := range s.state.Unfinished() {
		if !serving(r) {
			return time.Time{}
		}
	}
	if before.IsZero() {
		return time.Now()
	}
	return before
}

func serving(r *live.Run) bool { return r.Phase == live.Running && len(r.Ports) > 0 }

// end asks everything to stop. Cells that did not begin will not.
func (s *session) end() {
	if s.ending {
		return
	}
	s.ending = true
	for _, queued := range []bool{true, false} {
		for _, r := range s.state.Unfinished() {
			if (r.Phase == live.Queued) != queued {
				continue
			}
			s.served[r.ID] = serving(r)
			_ = s.apply(live.StopRun{Run: r.ID}) // refused when it has just ended
		}
	}
}

// start begins the process of a run.
func (s *session) start(e live.StartProcess) {
	s.reporter.Started(e.Filename)
	run, err := s.workshop.kernel.Run(context.Background(), kernel.Request{
		ID: string(e.Run), Workspace: workspace, Folder: s.workshop.folder.path, Entry: e.Filename,
		Sources: s.workshop.sources, Env: s.options.Env,
	}, &sink{session: s, cell: e.Filename})
	if err != nil {
		f := fault.From(err)
		exit := live.Exit{Reason: live.Failed, Code: -1, Message: f.Message, Fault: f.Code, Failure: &live.Failure{Message: f.Message}}
		go s.post(func() { s.advance(live.AdvanceRun{Run: e.Run, Phase: live.Exited, Exit: &exit}) })
		return
	}
	s.runs[e.Run] = run
}

// workspace names the one workspace that the kernel has here.
const workspace = "run"

// post has f called by the session's goroutine. It reports false when the session has ended.
func (s *session) post(f func()) bool {
	select {
	case s.inbox <- f:
		return true
	case <-s.done:
		return false
	}
}

// report takes what a run reports. That its module is done counts once its time for finishing is over,
// or its port is open.
func (s *session) report(op live.AdvanceRun) {
	if op.Stdin {
		s.asked(op.Run)
	}
	if op.Phase != live.Running || len(op.Ports) > 0 || s.released(op.Run) {
		delete(s.held, op.Run)
		s.advance(op)
		return
	}
	_, waiting := s.held[op.Run]
	s.held[op.Run] = op
	if !waiting {
		time.AfterFunc(s.options.finishing, func() { s.post(func() { s.release(op.Run) }) })
	}
}

// released tells whether a run has reached running in the state machine.
func (s *session) released(run live.RunID) bool {
	for _, r := range s.state.Runs {
		if r.ID == run {
			return r.Phase == live.Running
		}
	}
	return false
}

func (s *session) release(run live.RunID) {
	if op, held := s.held[run]; held {
		delete(s.held, run)
		s.advance(op)
	}
}

// advance brings a report to the state machine.
func (s *session) advance(op live.AdvanceRun) {
	if op.Exit != nil && op.Exit.Reason == live.Stopped && s.timedOut && !s.served[op.Run] {
		exit := *op.Exit
		exit.Reason, exit.Fault, exit.Message = live.TimedOut, fault.CodeRunTime, fmt.Sprintf("It was still running when the time limit of %s was over.", s.options.Timeout)
		op.Exit = &exit
	}
	_ = s.apply(op) // refused only when it tells nothing new
}

// tell reports the runs that have ended.
func (s *session) tell() {
	for _, r := range s.state.Runs {
		if r.Phase == live.Exited && !s.told[r.ID] {
			s.told[r.ID] = true
			s.reporter.Ended(s.result(r))
		}
	}
}

func (s *session) result(r *live.Run) Result {
	return resultOf(r, s.served[r.ID] && r.Exit.Reason == live.Stopped)
}

// summary has a result for every cell. Those that never came to the state machine are told here.
func (s *session) summary(cells []notebook.Cell) Summary {
	out := Summary{Elapsed: time.Since(s.began)}
	for _, c := range cells {
		if r := s.state.RunOf(c.ID); r != nil {
			out.Results = append(out.Results, s.result(r))
			continue
		}
		skipped := Result{Cell: c.Filename, State: Skipped, Code: -1, Message: "Not run, because a cell before it did not finish."}
		s.reporter.Ended(skipped)
		out.Results = append(out.Results, skipped)
	}
	return out
}

// skipAll is the summary of a run whose time was over before the first cell.
func (s *session) skipAll(cells []notebook.Cell) Summary {
	s.reporter.Progress(fmt.Sprintf("The time limit of %s was over before the packages were installed.", s.options.Timeout))
	return s.summary(cells)
}

// sink carries what a process does to the session, which waits for each in turn.
type sink struct {
	session *session
	cell    string
}

// Advance implements kernel.Sink.
func (k *sink) Advance(op live.AdvanceRun) { k.session.post(func() { k.session.report(op) }) }

var streams = map[string]string{"out": "stdout", "err": "stderr"}

// Output implements kernel.Sink.
func (k *sink) Output(stream, text string) {
	k.session.post(func() { k.session.reporter.Output(k.cell, streams[stream], text) })
}

var _ kernel.Sink = (*sink)(nil)
