package live

import (
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

func (s State) startRuns(op StartRuns, e *Entry) (State, []Effect, error) {
	if len(op.Runs) == 0 {
		return s, nil, fault.New(fault.CodeMessage, "There is nothing to run")
	}
	if len(s.Unfinished())+len(op.Runs) > MaxRuns {
		return s, nil, fault.New(fault.CodeTooManyRuns, "At most %d cells can run or wait at once", MaxRuns)
	}
	var effects []Effect
	s.Runs = slices.Clone(s.Runs)
	for _, request := range op.Runs {
		c := s.cell(request.Cell)
		switch {
		case !runID.MatchString(string(request.Run)):
			return s, nil, fault.New(fault.CodeMessage, "%q is not a run id", string(request.Run))
		case c == nil:
			return s, nil, cellNotFound(request.Cell)
		case c.Kind != notebook.Code:
			return s, nil, fault.New(fault.CodeCellKind, "Only code cells can be run")
		}
		if _, taken := s.run(request.Run); taken != nil {
			return s, nil, fault.New(fault.CodeRunActive, "Run %s exists already", request.Run)
		}
		for _, r := range s.Unfinished() {
			if r.Cell != request.Cell {
				continue
			}
			if !op.Restart || r.Phase == Queued {
				return s, nil, fault.New(fault.CodeRunActive, "%s is already running", c.Filename)
			}
			effects = append(effects, StopProcess{Run: r.ID})
		}
		s.Runs = append(s.Runs, &Run{
			ID: request.Run, Cell: c.ID, Filename: c.Filename, Batch: op.Runs[0].Run,
			By: e.Author, Phase: Queued, Version: c.Version, QueuedAt: e.At,
			Terminal: request.Terminal,
		})
	}
	s, started := s.startReady(e.At)
	s, forgotten := s.withoutSuperseded()
	return s, slices.Concat(effects, started, forgotten), nil
}

func (s State) stopRun(op StopRun, e *Entry) (State, []Effect, error) {
	i, r := s.run(op.Run)
	switch {
	case r == nil:
		return s, nil, fault.New(fault.CodeRunNotFound, "There is no run %s", op.Run)
	case r.Phase == Exited:
		return s, nil, fault.New(fault.CodeRunNotActive, "%s is not running", r.Filename)
	case r.Phase == Queued:
		ended := *r
		ended.Phase, ended.EndAt = Exited, e.At
		ended.Exit = &Exit{Reason: Stopped, Code: -1, Message: "Stopped before it began."}
		s = s.withRun(i, &ended)
		s, effects := s.startReady(e.At)
		return s, effects, nil
	default:
		return s, []Effect{StopProcess{Run: r.ID}}, nil
	}
}

func (s State) clearOutput(op ClearOutput) (State, []Effect, error) {
	var effects []Effect
	var kept []*Run
	for _, r := range s.Runs {
		if r.Phase == Exited && (op.Cell == "" || r.Cell == op.Cell) {
			effects = append(effects, ForgetRun{Run: r.ID})
			continue
		}
		kept = append(kept, r)
	}
	s.Runs = kept
	return s, effects, nil
}

func (s State) advanceRun(op AdvanceRun, e *Entry) (State, []Effect, error) {
	i, r := s.run(op.Run)
	switch {
	case r == nil:
		return s, nil, fault.New(fault.CodeRunNotFound, "There is no run %s", op.Run)
	case op.Phase.rank() < r.Phase.rank() || r.Phase == Exited:
		return s, nil, fault.New(fault.CodeConflict, "Run %s cannot go from %s to %q", op.Run, r.Phase, string(op.Phase))
	case (op.Phase == Exited) != (op.Exit != nil):
		return s, nil, fault.New(fault.CodeMessage, "A run has an exit exactly when it has exited")
	}
	moved := *r
	moved.Phase, moved.Stdin = op.Phase, r.Stdin || op.Stdin
	if op.Ports != nil {
		moved.Ports = op.Ports
	}
	if op.Phase == Exited {
		moved.EndAt, moved.Exit = e.At, op.Exit
	}
	s = s.withRun(i, &moved)
	if op.Phase == Exited && op.Exit.Reason != Finished && r.Phase != Running {
		s = s.skipRest(r.Batch, r.Filename, e.At)
	}
	s, started := s.startReady(e.At)
	s, forgotten := s.withoutSuperseded()
	return s, slices.Concat(started, forgotten), nil
}
