package hub

import (
	"context"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Runner runs modules of workspaces.
type Runner interface {
	// Start begins a run and returns, at once or when what the run needs is there. What it does arrives
	// at the sink, one call at a time, the last of them Advance with live.Exited. An error means that
	// nothing began. When the context ends, Start gives up waiting, and the run is killed. It ends
	// with the session, and when the run is stopped before Start returned.
	Start(ctx context.Context, spec RunSpec, sink Sink) (Process, error)
}

// Process is a run that has begun. Its methods return at once and may be called at any time.
type Process interface {
	// Stop ends the whole process tree, asking first and then by force.
	Stop()
	// Input writes to the standard input, and closes it when end is set. It fails with
	// CodeRunNotActive after the run ended and with CodeRateLimited when too much waits to be read.
	Input(text string, end bool) error
	// Resize tells a run with a terminal the size of it, in characters.
	Resize(columns, rows int) error
}

// Sink takes what a run does.
type Sink interface {
	// Advance reports a phase, open ports, or a wish for input. Run is filled in.
	Advance(op live.AdvanceRun)
	// Output takes text that the run wrote to a stream, "out" or "err". It is valid UTF-8.
	Output(stream, text string)
}

// RunSpec says what to run: the module src/Filename, as it stands in Notebook and in the workspace
// folder.
type RunSpec struct {
	Workspace string
	Run       live.RunID
	Cell      notebook.CellID
	Filename  string
	Terminal  bool // its standard input and output are a terminal of 80 by 24 characters
	Notebook  notebook.Notebook
}

// Catalogue is what knows of all workspaces, open or not: the library and the search.
type Catalogue interface {
	// Refresh brings it up to the state of a workspace.
	Refresh(ctx context.Context, workspace string, state live.State) error
}

const (
	folderInterval    = 400 * time.Millisecond
	documentInterval  = 300 * time.Millisecond
	catalogueInterval = time.Second
)

// effects performs what a batch asks for. Nothing here waits.
func (a *actor) effects(ctx context.Context, effects []live.Effect) {
	for _, e := range effects {
		switch e := e.(type) {
		case live.StartProcess:
			a.startProcess(ctx, e)
		case live.StopProcess:
			a.processes.stop(e.Run)
		case live.ForgetRun:
			a.logs.forget(e.Run)
		case live.SyncFolder:
			a.folder.poke()
			a.document.poke()
			a.language.follow(a.state)
		case live.SyncLibrary:
			a.catalogue.poke()
		}
	}
}

// forgetRuns performs only what is safe to repeat.
func (a *actor) forgetRuns(effects []live.Effect) {
	for _, e := range effects {
		if f, ok := e.(live.ForgetRun); ok {
			a.logs.forget(f.Run)
		}
	}
}

func (a *actor) startProcess(ctx context.Context, e live.StartProcess) {
	if a.unloading {
		return // found unfinished when the workspace is opened again
	}
	run := a.view.Load().run(e.Run)
	if run == nil {
		return
	}
	spec := RunSpec{
		Workspace: a.id, Run: e.Run, Cell: e.Cell, Filename: e.Filename, Terminal: run.Terminal, Notebook: a.state.Notebook(),
	}
	sink := &runSink{session: a.session, run: e.Run, log: a.logs.start(*run)}
	handle := a.processes.add(ctx, e.Run)
	a.workers.Go(func() { a.launch(ctx, spec, sink, handle) })
}

// launch brings the folder up to date and starts the process. A run whose process did not begin
// ends here.
func (a *actor) launch(ctx context.Context, spec RunSpec, sink *runSink, h *handle) {
	exit := &live.Exit{Reason: live.Stopped, Code: -1, Message: "Stopped before it began."}
	err := a.folder.flush(ctx)
	if err == nil {
		err = sink.bound(ctx)
	}
	if err == nil && !h.stopped() {
		var p Process
		if p, err = a.hub.Runner.Start(h.ctx, spec, sink); err == nil {
			h.began(p)
			return
		}
	}
	if err != nil && !h.stopped() {
		f := fault.From(err)
		exit = &live.Exit{Reason: live.Failed, Code: -1, Message: f.Message, Fault: f.Code, Failure: &live.Failure{Message: f.Message}}
		if f.Kind() == fault.Internal {
			a.hub.Log.Error("run did not start", "workspace", a.id, "run", spec.Run, "error", err)
		}
	}
	sink.Advance(live.AdvanceRun{Phase: live.Exited, Exit: exit})
}

// runSink carries what a run does into its session.
type runSink struct {
	*session
	run live.RunID
	log *runLog
}

// bound has as much kept of the output as shall be now.
func (s *runSink) bound(ctx context.Context) error {
	if s.hub.OutputBytes == nil {
		return nil
	}
	limit, err := s.hub.OutputBytes(ctx)
	if err == nil {
		s.log.bound(limit)
	}
	return err
}

func (s *runSink) Advance(op live.AdvanceRun) {
	op.Run = s.run
	if op.Phase == live.Exited {
		s.logs.finish(s.log, op.Exit, s.hub.Now().UTC().Truncate(time.Microsecond))
		s.processes.remove(s.run)
	}
	s.tell(report{op})
}

func (s *runSink) Output(stream, text string) { s.logs.write(s.log, stream, text) }

func (a *actor) refreshCatalogue(ctx context.Context) error {
	if a.lost.Load() {
		return nil
	}
	err := a.hub.Catalogue.Refresh(ctx, a.id, a.view.Load().state)
	if err != nil {
		a.hub.Log.Warn("library not refreshed", "workspace", a.id, "error", err)
	}
	return err
}

// processes holds the runs that have begun.
type processes struct {
	mu     sync.Mutex
	active map[live.RunID]*handle
}

func newProcesses() *processes { return &processes{active: map[live.RunID]*handle{}} }

func (p *processes) add(ctx context.Context, run live.RunID) *handle {
	h := &handle{}
	h.ctx, h.cancel = context.WithCancel(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.active[run] = h
	return h
}

func (p *processes) remove(run live.RunID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if h := p.active[run]; h != nil {
		h.cancel()
	}
	delete(p.active, run)
}

func (p *processes) find(run live.RunID) *handle {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.active[run]
}

func (p *processes) stop(run live.RunID) {
	if h := p.find(run); h != nil {
		h.stop()
	}
}

func (p *processes) stopAll() {
	p.mu.Lock()
	all := make([]*handle, 0, len(p.active))
	for _, h := range p.active {
		all = append(all, h)
	}
	p.mu.Unlock()
	for _, h := range all {
		h.stop()
	}
}

// handle is a run between the decision to start it and its end. It may be stopped before there is a
// process.
type handle struct {
	ctx    context.Context // of the run
	cancel context.CancelFunc

	mu       sync.Mutex
	process  Process
	stopping bool
	size     *terminalSize // asked for before there was a process
}

func (h *handle) stopped() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stopping
}

func (h *handle) began(p Process) {
	h.mu.Lock()
	h.process = p
	stop, size := h.stopping, h.size
	h.mu.Unlock()
	if size != nil {
		_ = p.Resize(size.columns, size.rows) // it was checked, or is refused in silence
	}
	if stop {
		p.Stop()
	}
}

func (h *handle) stop() {
	h.mu.Lock()
	h.stopping = true
	p := h.process
	h.mu.Unlock()
	if p == nil {
		h.cancel()
		return
	}
	p.Stop()
}

func (h *handle) input(text string, end bool) error {
	h.mu.Lock()
	p := h.process
	h.mu.Unlock()
	if p == nil {
		return fault.New(fault.CodeRunNotActive, "The run has not begun yet")
	}
	return p.Input(text, end)
}
