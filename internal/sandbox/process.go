package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Process is a program that was started, with its descendants.
type Process struct {
	// Stdin, Stdout and Stderr are our ends of its pipes. The caller reads the latter two to their end
	// and closes all of them. With a terminal, the first two are our end of it, and Stderr is nil.
	Stdin          *os.File
	Stdout, Stderr *os.File

	spec Spec
	mark string
	cmd  *exec.Cmd
	tree *tree

	done chan struct{} // closed when the tree has ended and exit is set
	exit Exit

	mu    sync.Mutex
	cause cause
}

// cause is why we ended a process.
type cause int

const (
	causeNone cause = iota
	causeStop
	causeTime
	causeMemory
)

// Step is a stage of stopping a process, told as it is taken.
type Step string

// The steps, in the order in which they are taken.
const (
	Interrupting Step = "SIGINT"
	Terminating  Step = "SIGTERM"
	Killing      Step = "SIGKILL"
)

// Pid is the process id of the program itself.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Kill ends the whole tree at once.
func (p *Process) Kill() { p.end(causeStop) }

// Done is closed when the whole tree has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Wait returns how the process ended, once its whole tree has.
func (p *Process) Wait() Exit {
	<-p.done
	return p.exit
}

// Stop ends the tree: SIGINT, after grace SIGTERM, after grace again SIGKILL. It tells each step before
// taking it and returns when the tree has ended; when ctx ends first, it kills at once. step may be nil.
func (p *Process) Stop(ctx context.Context, grace time.Duration, step func(Step)) {
	p.blame(causeStop)
	for _, s := range []Step{Interrupting, Terminating} {
		if p.ended() {
			return
		}
		if step != nil {
			step(s)
		}
		p.signal(s)
		if p.waitFor(ctx, grace) {
			return
		}
	}
	if step != nil && !p.ended() {
		step(Killing)
	}
	p.end(causeStop)
	<-p.done
}

func (p *Process) waitFor(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

func (p *Process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// blame notes the first reason why we end the process.
func (p *Process) blame(c cause) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cause == causeNone {
		p.cause = c
	}
}

// end kills the tree; the watcher notices and finishes.
func (p *Process) end(c cause) {
	p.blame(c)
	p.kill()
}

// newProcess starts the program with its pipes.
func (s *Sandbox) newProcess(spec Spec) (*Process, error) {
	if _, err := exec.LookPath(spec.Path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(spec.Dir); err != nil {
		return nil, err
	}
	p := &Process{spec: spec, mark: newMark(), done: make(chan struct{})}
	theirs, err := s.openStreams(p)
	defer closeAll(theirs...)
	if err != nil {
		return nil, err
	}
	p.cmd = exec.Command(spec.Path, spec.Args...)
	p.cmd.Dir = spec.Dir
	p.cmd.Env = environ(spec.Env, p.mark)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = theirs[0], theirs[1], theirs[2]
	p.cmd.ExtraFiles = spec.Files
	if err := s.spawn(p); err != nil {
		p.closePipes()
		return nil, err
	}
	return p, nil
}

// openStreams connects the process by a terminal where it is to have one, else by pipes.
func (s *Sandbox) openStreams(p *Process) (theirs []*os.File, err error) {
	if p.spec.Terminal == nil {
		return p.openPipes()
	}
	ours, terminal, err := s.openTerminal(*p.spec.Terminal)
	if err != nil {
		return nil, fmt.Errorf("open a terminal: %w", err)
	}
	p.Stdin, p.Stdout = ours, ours
	return []*os.File{terminal, terminal, terminal}, nil
}

func (p *Process) openPipes() (theirs []*os.File, err error) {
	open := func() (r, w *os.File) {
		if err == nil {
			r, w, err = os.Pipe()
		}
		return r, w
	}
	var in, out, errs *os.File
	in, p.Stdin = open()
	p.Stdout, out = open()
	p.Stderr, errs = open()
	if err != nil {
		p.closePipes()
	}
	return []*os.File{in, out, errs}, err
}

func (p *Process) closePipes() { closeAll(p.Stdin, p.Stdout, p.Stderr) }

func closeAll(files ...*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close() // pipes have nothing to flush
		}
	}
}

func environ(env map[string]string, mark string) []string {
	list := make([]string, 0, len(env)+1)
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	return append(list, Marker+"="+mark)
}

const scanInterval = 250 * time.Millisecond

// watch follows a process until it ends, and ends it when a limit or its context says so.
func (s *Sandbox) watch(ctx context.Context, p *Process) {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		p.await()
	}()
	s.enforce(ctx, p, gone)
	p.kill()
	p.finish(p.reap())
	s.forget(p)
	close(p.done)
}

// enforce returns when the program itself has ended.
func (s *Sandbox) enforce(ctx context.Context, p *Process, gone <-chan struct{}) {
	wall, stop := wallTime(p.spec.Limits.WallTime)
	defer stop()
	scan := time.NewTicker(scanInterval)
	defer scan.Stop()
	cancelled := ctx.Done()
	for {
		select {
		case <-gone:
			return
		case <-cancelled:
			cancelled = nil
			p.end(causeStop)
		case <-wall:
			wall = nil
			p.end(causeTime)
		case <-scan.C:
			if limit := p.spec.Limits.Memory; p.tree.scan() > limit && limit > 0 {
				p.end(causeMemory)
			}
			s.orphans.sweep(time.Now(), s.isRoot)
		}
	}
}

func wallTime(d time.Duration) (<-chan time.Time, func() bool) {
	if d <= 0 {
		return nil, func() bool { return true }
	}
	t := time.NewTimer(d)
	return t.C, t.Stop
}

func (p *Process) finish(state *os.ProcessState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exit = Exit{
		Code: -1, OOM: p.cause == causeMemory, TimedOut: p.cause == causeTime, Stopped: p.cause == causeStop,
		Peak: p.tree.peak(),
	}
	if state != nil {
		p.exit.Code, p.exit.Signal = state.ExitCode(), signalName(state)
	}
}

// String names the process in logs, without its arguments or environment.
func (p *Process) String() string { return fmt.Sprintf("%s (pid %d)", p.spec.Path, p.Pid()) }
