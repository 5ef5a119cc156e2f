package runner

import (
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// State is how the run of a cell ended.
type State string

// The states. A server that was stopped because all other cells were done is Stopped, and no failure.
// A cell that never began is Skipped.
const (
	Finished State = "finished"
	Failed   State = "failed"
	Stopped  State = "stopped"
	TimedOut State = "timed_out"
	Skipped  State = "skipped"
)

// Result is how the run of one cell ended.
type Result struct {
	Cell    string // file name
	State   State
	Served  bool // it was still serving at the end, which is good
	Code    int  // exit code of the process, -1 when a signal ended it or it never began
	Elapsed time.Duration
	Message string        // one sentence, empty when finished
	Fault   fault.Code    // explains a failure, empty when there was none
	Failure *live.Failure // the error, when the cell had one
}

// Good reports that the cell did what it should.
func (r Result) Good() bool { return r.State == Finished || r.Served }

// Summary is a whole run.
type Summary struct {
	Results []Result // in reading order
	Elapsed time.Duration
}

// Count is how many cells ended in a state.
func (s Summary) Count(state State) int {
	n := 0
	for _, r := range s.Results {
		if r.State == state {
			n++
		}
	}
	return n
}

// Failed is how many cells began and did not do what they should.
func (s Summary) Failed() int {
	n := 0
	for _, r := range s.Results {
		if !r.Good() && r.State != Skipped {
			n++
		}
	}
	return n
}

// Good reports that every cell finished, or was serving until the end.
func (s Summary) Good() bool {
	for _, r := range s.Results {
		if !r.Good() {
			return false
		}
	}
	return true
}

func resultOf(r *live.Run, served bool) Result {
	out := Result{
		Cell: r.Filename, Code: r.Exit.Code, Message: r.Exit.Message, Fault: r.Exit.Fault, Failure: r.Exit.Failure,
		State: stateOf(r), Served: served,
	}
	if !r.StartAt.IsZero() {
		out.Elapsed = r.EndAt.Sub(r.StartAt)
	}
	if served {
		out.Message = "It was still serving when all other cells were done, and was stopped."
	}
	return out
}

func stateOf(r *live.Run) State {
	if r.StartAt.IsZero() {
		return Skipped
	}
	switch r.Exit.Reason {
	case live.Finished:
		return Finished
	case live.Stopped:
		return Stopped
	case live.TimedOut:
		return TimedOut
	case live.Skipped:
		return Skipped
	case live.Failed, live.OutOfMemory, live.Killed, live.ServerRestarted:
		return Failed
	}
	return Failed
}

// Reporter is told what happens, one call at a time.
type Reporter interface {
	// Progress is a line about what comes before the cells, such as an installation.
	Progress(text string)
	Started(cell string)
	// Output is text that a cell wrote, "stdout" or "stderr". It is valid UTF-8.
	Output(cell, stream, text string)
	// Ended is the last about a cell, and the only thing about one that was skipped.
	Ended(Result)
}

// Reporters tells several at once.
type Reporters []Reporter

// Progress implements Reporter.
func (all Reporters) Progress(text string) {
	for _, r := range all {
		r.Progress(text)
	}
}

// Started implements Reporter.
func (all Reporters) Started(cell string) {
	for _, r := range all {
		r.Started(cell)
	}
}

// Output implements Reporter.
func (all Reporters) Output(cell, stream, text string) {
	for _, r := range all {
		r.Output(cell, stream, text)
	}
}

// Ended implements Reporter.
func (all Reporters) Ended(result Result) {
	for _, r := range all {
		r.Ended(result)
	}
}
