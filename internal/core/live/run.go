package live

import (
	"slices"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Phase is where a run is on its way. A run only moves forward.
type Phase string

// The phases. Evaluating ends when the module's top-level await settles; Running means that its
// event loop is still alive, as a server's is.
const (
	Queued     Phase = "queued"
	Starting   Phase = "starting"
	Evaluating Phase = "evaluating"
	Running    Phase = "running"
	Exited     Phase = "exited"
)

var phaseOrder = []Phase{Queued, Starting, Evaluating, Running, Exited}

func (p Phase) rank() int { return slices.Index(phaseOrder, p) }

// Reason says why a run ended, in terms that a person understands.
type Reason string

// The reasons.
const (
	Finished        Reason = "finished"
	Failed          Reason = "failed"
	Stopped         Reason = "stopped"
	TimedOut        Reason = "timed_out"
	OutOfMemory     Reason = "out_of_memory"
	Killed          Reason = "killed"
	ServerRestarted Reason = "server_restarted"
	Skipped         Reason = "skipped"
)

// Exit is how a run ended.
type Exit struct {
	Reason  Reason `json:"reason" enum:"finished,failed,stopped,timed_out,out_of_memory,killed,server_restarted,skipped"`
	Code    int    `json:"code" doc:"exit code of the process, -1 when a signal ended it or it never began"`
	Signal  string `json:"signal,omitempty"`
	Message string `json:"message,omitempty" doc:"one sentence for people, empty when finished"`
	// Fault explains an end that nobody asked for.
	Fault   fault.Code `json:"fault,omitempty" doc:"code of the catalogue of errors, empty when finished, stopped or skipped"`
	Failure *Failure   `json:"failure,omitempty"`
}

// Failure is the error that ended a run, in the cell's own lines and columns.
type Failure struct {
	Message string `json:"message" doc:"the error as one sentence"`
	File    string `json:"file,omitempty" doc:"file name of the cell that failed, when it is one"`
	Line    int    `json:"line,omitempty" doc:"1-based"`
	Column  int    `json:"column,omitempty" doc:"1-based, UTF-16 units"`
	Frame   string `json:"frame,omitempty" doc:"the source around the place"`
	Trace   string `json:"trace,omitempty"`
	Package string `json:"package,omitempty" doc:"the npm package that is missing, when that is the reason"`
}

// Run is one execution of a cell. A cell shows its latest run.
type Run struct {
	ID       RunID           `json:"id"`
	Cell     notebook.CellID `json:"cell"`
	Filename string          `json:"filename"`
	Batch    RunID           `json:"batch,omitempty" doc:"id of the first run that was started together with this one"`
	By       string          `json:"by,omitempty" doc:"who started it"`
	Phase    Phase           `json:"phase" enum:"queued,starting,evaluating,running,exited"`
	Version  int             `json:"version" doc:"version of the cell's text that ran"`
	QueuedAt time.Time       `json:"queuedAt"`
	StartAt  time.Time       `json:"startAt,omitzero"`
	EndAt    time.Time       `json:"endAt,omitzero"`
	Ports    []int           `json:"ports,omitempty"`
	Stdin    bool            `json:"stdin,omitempty" doc:"the run has asked for input"`
	Terminal bool            `json:"terminal,omitempty" doc:"its input are keys and its output controls a terminal, first of 80 by 24 characters"`
	Exit     *Exit           `json:"exit,omitempty"`
}

// Active reports whether the run has begun and not ended.
func (r *Run) Active() bool { return r.Phase != Queued && r.Phase != Exited }

// MaxRuns is how many runs of a workspace may be queued or active at once.
const MaxRuns = 200

func (s State) run(id RunID) (int, *Run) {
	for i, r := range s.Runs {
		if r.ID == id {
			return i, r
		}
	}
	return -1, nil
}

// RunOf is the latest run of a cell, nil when there is none.
func (s State) RunOf(cell notebook.CellID) *Run {
	for i := len(s.Runs) - 1; i >= 0; i-- {
		if s.Runs[i].Cell == cell {
			return s.Runs[i]
		}
	}
	return nil
}

// Unfinished lists the runs that are queued or active.
func (s State) Unfinished() []*Run {
	var open []*Run
	for _, r := range s.Runs {
		if r.Phase != Exited {
			open = append(open, r)
		}
	}
	return open
}

func (s State) withRun(i int, r *Run) State {
	s.Runs = slices.Clone(s.Runs)
	s.Runs[i] = r
	return s
}

// withoutSuperseded drops ended runs that are not their cell's latest.
func (s State) withoutSuperseded() (State, []Effect) {
	var effects []Effect
	kept := make([]*Run, 0, len(s.Runs))
	for _, r := range s.Runs {
		if r.Phase == Exited && s.RunOf(r.Cell) != r {
			effects = append(effects, ForgetRun{Run: r.ID})
			continue
		}
		kept = append(kept, r)
	}
	s.Runs = kept
	return s, effects
}

// startReady begins every queued run whose turn has come: its cell has no active run, and no
// earlier run of its batch is queued, starting or evaluating.
func (s State) startReady(at time.Time) (State, []Effect) {
	var effects []Effect
	for i, r := range s.Runs {
		if r.Phase != Queued || !s.ready(i) {
			continue
		}
		started := *r
		started.Phase, started.StartAt = Starting, at
		if c := s.cell(r.Cell); c != nil {
			started.Version, started.Filename = c.Version, c.Filename
		}
		s = s.withRun(i, &started)
		effects = append(effects, StartProcess{Run: r.ID, Cell: r.Cell, Filename: started.Filename})
	}
	return s, effects
}

func (s State) ready(i int) bool {
	r := s.Runs[i]
	for j, other := range s.Runs {
		switch {
		case j == i:
		case other.Cell == r.Cell && other.Active():
			return false
		case j < i && other.Batch == r.Batch && other.Phase != Exited && other.Phase != Running:
			return false
		}
	}
	return true
}

// skipRest ends the queued runs of a batch after one of it failed.
func (s State) skipRest(batch RunID, after string, at time.Time) State {
	for i, r := range s.Runs {
		if r.Batch != batch || r.Phase != Queued {
			continue
		}
		skipped := *r
		skipped.Phase, skipped.EndAt = Exited, at
		skipped.Exit = &Exit{Reason: Skipped, Code: -1, Message: "Not run, because " + after + " did not finish."}
		s = s.withRun(i, &skipped)
	}
	return s
}
