package kernel

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// Run is one execution of a cell. Its methods return at once, Wait excepted, and may be called at any
// time.
type Run struct {
	kernel  *Kernel
	request Request
	sink    Sink
	project *project

	ctx    context.Context // ends with the run, or kills it
	cancel context.CancelFunc
	done   chan struct{}
	exit   live.Exit // valid once done is closed

	stopOnce sync.Once
	stopping chan struct{}
	input    *input

	telling sync.Mutex // makes calls of the sink one at a time

	mu       sync.Mutex
	phase    live.Phase
	ports    []int
	terminal *sandbox.Process      // the process, once it has its terminal
	size     *sandbox.TerminalSize // what Resize asked for
	reason   live.Reason           // why the kernel ended it, "" while it did not
	uncaught *report
	lastErr  tail
	written  bool // there was output, or it was evaluated: its first moments are over
}

func newRun(ctx context.Context, k *Kernel, r Request, sink Sink) *Run {
	if r.Terminal != nil {
		r.Env = merged(terminalEnv, r.Env)
	}
	run := &Run{
		kernel: k, request: r, sink: sink, done: make(chan struct{}), stopping: make(chan struct{}),
		input: newInput(), phase: live.Starting,
	}
	run.ctx, run.cancel = context.WithCancel(ctx)
	return run
}

// ID is the request's.
func (r *Run) ID() string { return r.request.ID }

// Done is closed when the run has ended and its sink has been told.
func (r *Run) Done() <-chan struct{} { return r.done }

// Wait returns how the run ended.
func (r *Run) Wait() live.Exit {
	<-r.done
	return r.exit
}

// Stop asks the whole process tree to end, by SIGINT, then SIGTERM, then SIGKILL. The steps after the
// first are told in the output.
func (r *Run) Stop() { r.end(live.Stopped) }

func (r *Run) end(reason live.Reason) {
	r.stopOnce.Do(func() {
		r.mu.Lock()
		r.reason = reason
		r.mu.Unlock()
		close(r.stopping)
	})
}

// Write puts text on the run's standard input. It fails with fault.CodeRunNotActive when the run has
// ended or its input was closed, and with fault.CodeRateLimited when more than a megabyte waits.
func (r *Run) Write(text []byte) error { return r.input.write(text) }

// CloseStdin ends the run's standard input, after what was written.
func (r *Run) CloseStdin() { r.input.end() }

// run is the life of a run. It ends when its process tree has.
func (r *Run) run() {
	defer r.cancel()
	exit := r.execute()
	r.input.end()
	r.telling.Lock()
	r.sink.Advance(live.AdvanceRun{Run: live.RunID(r.request.ID), Phase: live.Exited, Exit: &exit})
	r.telling.Unlock()
	r.exit = exit
	close(r.done)
}

func (r *Run) execute() live.Exit {
	if err := r.kernel.config.Sandbox.Own(r.request.Folder); err != nil {
		return failedExit(-1, fault.CodeStorage, &live.Failure{Message: "The workspace's folder cannot be used: " + reasonOf(err)})
	}
	p := r.process()
	r.project = newProject(r.request.Folder, r.request.Sources, r.kernel.cache)
	g, broken := r.project.graph("src/" + r.request.Entry)
	if broken != nil {
		p.giveBack()
		return failedExit(-1, fault.CodeTransform, r.project.syntaxFailure(broken))
	}
	w, err := r.begin(p, g)
	if err != nil {
		return failedExit(-1, fault.CodeNode, &live.Failure{Message: "Node.js could not be started: " + reasonOf(err)})
	}
	return r.follow(w)
}

// pending is a process that a run has taken or has had started, while its modules are transformed.
type pending struct {
	warm *worker
	cold chan started // when there is no warm one
	back func(*worker)
}

type started struct {
	worker *worker
	err    error
}

// process takes the warm process, or begins to start one where that is gone or does not fit.
func (r *Run) process() pending {
	pool, q := r.kernel.pool, r.request
	if q.Terminal == nil && !startsDifferently(q.Env) {
		if w := pool.take(q.Workspace, q.Folder); w != nil {
			return pending{warm: w, back: func(w *worker) { pool.put(q.Workspace, q.Folder, w) }}
		}
	}
	return pending{cold: r.startCold()}
}

func (r *Run) startCold() chan started {
	c := make(chan started, 1)
	r.kernel.work.Go(func() {
		w, err := r.kernel.start(prepared{folder: r.request.Folder, env: r.request.Env, terminal: r.request.Terminal})
		c <- started{w, err}
	})
	return c
}

// giveBack is for a process that is not needed after all.
func (p pending) giveBack() {
	if p.warm != nil {
		p.back(p.warm)
		return
	}
	if s := <-p.cold; s.err == nil {
		s.worker.discard()
	}
}

// begin hands the run to its process. A warm one that had died, or dies before it has read its run, is
// replaced by a new one.
func (r *Run) begin(p pending, g graph) (*worker, error) {
	frame := runFrame{
		Entry: r.project.absolute("src/" + r.request.Entry), Graph: g, Args: nonNil(r.request.Args),
		Env: merged(r.kernel.base, r.request.Env), Marker: sandbox.Marker,
	}
	take := func(w *worker) func(report) { return func(m report) { r.take(w, m) } }
	if w := p.warm; w != nil {
		if w.become(frame, take(w)) == nil && w.hasBegun() {
			return w, nil
		}
		w.discard()
		p.cold = r.startCold()
	}
	s := <-p.cold
	if s.err != nil {
		return nil, s.err
	}
	if err := s.worker.become(frame, take(s.worker)); err != nil {
		r.kernel.config.Log.Warn("run not handed over", "run", r.request.ID, "error", err)
	}
	return s.worker, nil
}

// startsDifferently tells whether Node reads one of the variables only when it starts.
func startsDifferently(env map[string]string) bool {
	for name := range env {
		if strings.HasPrefix(name, "NODE_") && name != "NODE_ENV" {
			return true
		}
	}
	return false
}

// follow takes what the process does until it has ended, and says how.
func (r *Run) follow(w *worker) live.Exit {
	var readers sync.WaitGroup
	readers.Go(func() { pump(w.process.Stdout, func(text string) { r.output(w, "out", text) }) })
	readers.Go(func() {
		pump(w.process.Stderr, func(text string) {
			r.lastErr.add(text)
			r.output(w, "err", text)
		})
	})
	go r.input.serve(r.standardInput(w))
	go r.guard(w)
	sandboxed := w.process.Wait()
	finishReading(w, &readers)
	_ = w.link.close() // the process has ended
	<-w.heard
	w.stop()
	r.warmNext()
	return r.exitOf(sandboxed)
}

// lingering is how long the pipes are read after the tree has ended. They are at their end then, unless
// a process got away with them.
const lingering = 250 * time.Millisecond

func finishReading(w *worker, readers *sync.WaitGroup) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		readers.Wait()
	}()
	select {
	case <-read:
	case <-time.After(lingering):
		// Closing ends a read that waits; a reader that is still busy with its sink ends by itself.
		_ = w.process.Stdout.Close()
		_ = w.process.Stderr.Close()
		<-read
	}
	for _, f := range []*os.File{w.process.Stdin, w.process.Stdout, w.process.Stderr} {
		_ = f.Close() // pipes have nothing to flush
	}
}

// guard ends the process when the run is stopped, takes too long, or its owner is gone.
func (r *Run) guard(w *worker) {
	late := make(<-chan time.Time)
	if r.request.WallTime > 0 {
		timer := time.NewTimer(r.request.WallTime)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-w.process.Done():
		return
	case <-r.ctx.Done():
		r.end(live.Stopped)
		w.stop()
		return
	case <-r.stopping:
	case <-late:
		r.end(live.TimedOut)
	}
	w.process.Stop(r.ctx, r.kernel.config.Grace, func(s sandbox.Step) {
		if s != sandbox.Interrupting {
			r.note(fmt.Sprintf("It does not end by itself: sending %s to it and all that it started.", s))
		}
	})
}

// note adds a line of the kernel's own to the output.
func (r *Run) note(text string) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.sink.Output("err", "\n[srcbook] "+text+"\n")
}

func (r *Run) output(_ *worker, stream, text string) {
	r.telling.Lock()
	r.sink.Output(stream, text)
	r.telling.Unlock()
	r.warmNext()
}

// warmNext prepares the next process, once the first moments of this one are over.
func (r *Run) warmNext() {
	r.mu.Lock()
	first := !r.written
	r.written = true
	r.mu.Unlock()
	if first {
		r.kernel.Warm(r.request.Workspace, r.request.Folder)
	}
}

// take acts on a report of the process.
func (r *Run) take(w *worker, m report) {
	switch m.Kind {
	case reportBegun:
		r.advance(live.Evaluating, false)
	case reportEvaluated:
		r.warmNext()
		r.advance(live.Running, false)
	case reportStdin:
		r.advance(r.currentPhase(), true)
	case reportListening:
		r.listen(func(ports []int) []int { return append(ports, m.Port) })
	case reportClosed:
		r.listen(func(ports []int) []int {
			return slices.DeleteFunc(ports, func(p int) bool { return p == m.Port })
		})
	case reportError:
		r.mu.Lock()
		r.uncaught = &m
		r.mu.Unlock()
	case reportTransform, reportGraph:
		_ = w.link.send(r.project.answer(m)) // a process that does not read it has ended
	}
}

const maxPorts = 100

func (r *Run) listen(change func([]int) []int) {
	r.mu.Lock()
	ports := change(slices.Clone(r.ports))
	slices.Sort(ports)
	ports = slices.Compact(ports)
	if len(ports) > maxPorts {
		ports = ports[:maxPorts]
	}
	r.ports = ports
	r.mu.Unlock()
	r.advance(r.currentPhase(), false)
}

func (r *Run) currentPhase() live.Phase {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.phase
}

func (r *Run) advance(phase live.Phase, stdin bool) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.mu.Lock()
	r.phase = phase
	op := live.AdvanceRun{Run: live.RunID(r.request.ID), Phase: phase, Stdin: stdin}
	if r.ports != nil {
		op.Ports = slices.Clone(r.ports)
	}
	r.mu.Unlock()
	r.sink.Advance(op)
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func reasonOf(err error) string { return fault.From(err).Message }

// tail keeps the end of what was written to standard error, where V8 says that it ran out of memory.
type tail struct {
	mu   sync.Mutex
	text string
}

const tailBytes = 16 << 10

func (t *tail) add(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text += text
	if len(t.text) > tailBytes {
		t.text = t.text[len(t.text)-tailBytes/2:]
	}
}

func (t *tail) contains(part string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Contains(t.text, part)
}

// cellName is the cell that a path is, "" when it is none.
func (p *project) cellName(file string) string {
	below, err := filepath.Rel(filepath.Join(p.folder, "src"), file)
	if err != nil || !filepath.IsLocal(below) || strings.ContainsRune(below, filepath.Separator) {
		return ""
	}
	return below
}
