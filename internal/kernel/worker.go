package kernel

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"github.com/srcbook/srcbook/internal/sandbox"
)

// worker is a Node process that is to become, or has become, a run.
type worker struct {
	process *sandbox.Process
	link    *link
	stop    context.CancelFunc // kills it
	ready   chan struct{}      // closed when it is warm, or says nothing more
	begun   chan struct{}      // closed when it has read its run
	heard   chan struct{}      // closed when it says nothing more

	mu     sync.Mutex
	handle func(report) // what the run does with its reports
}

// prepared is how a process is started for a run that may be known already.
type prepared struct {
	folder   string
	warm     bool // it prepares itself before it asks for the run
	env      map[string]string
	terminal *sandbox.TerminalSize
}

// start begins a process in a workspace's folder.
func (k *Kernel) start(p prepared) (*worker, error) {
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, fmt.Errorf("open line to node: %w", err)
	}
	defer theirs.Close()
	ctx, cancel := context.WithCancel(context.Background())
	process, err := k.config.Sandbox.Start(ctx, sandbox.Spec{
		Path: k.node.Path, Args: k.arguments(p.warm), Dir: p.folder, Env: merged(k.base, p.env),
		Files: []*os.File{theirs}, Limits: k.config.Limits, Terminal: p.terminal,
		Readable: []string{k.scripts, filepath.Dir(filepath.Dir(k.node.Path))},
	})
	if err != nil {
		cancel()
		_ = ours.Close() // nothing was said yet
		return nil, err
	}
	w := &worker{
		process: process, link: newLink(ours), stop: cancel, ready: make(chan struct{}),
		begun: make(chan struct{}), heard: make(chan struct{}),
	}
	go w.listen()
	return w, nil
}

// listen takes the worker's reports, until it closes its line or sends what is no report. Then the line
// is closed from here too, so that it sees that nobody listens.
func (w *worker) listen() {
	defer close(w.heard)
	ready := sync.OnceFunc(func() { close(w.ready) })
	begun := sync.OnceFunc(func() { close(w.begun) })
	defer ready()
	err := w.link.receive(func(m report) {
		w.mu.Lock()
		handle := w.handle
		w.mu.Unlock()
		switch {
		case m.Kind == reportReady:
			ready()
		case handle != nil:
			handle(m)
		}
		if m.Kind == reportBegun {
			begun()
		}
	})
	if err != nil {
		_ = w.link.close() // there is nobody to tell
	}
}

// hasBegun waits until the worker has read its run, or will not do so any more.
func (w *worker) hasBegun() bool {
	select {
	case <-w.begun:
		return true
	case <-w.heard:
		select {
		case <-w.begun:
			return true
		default:
			return false
		}
	}
}

// become hands the worker its run.
func (w *worker) become(frame runFrame, handle func(report)) error {
	w.mu.Lock()
	w.handle = handle
	w.mu.Unlock()
	return w.link.send(frame)
}

// arguments of node. There is none for V8, such as the size of the heap: any makes V8 refuse the compiled
// code that Node ships of itself, which costs a third of the start. The sandbox bounds the memory.
func (k *Kernel) arguments(warm bool) []string {
	var args []string
	if !k.node.hooksThemselves() {
		args = append(args, "--expose-internals")
	}
	args = append(args, "--require", filepath.Join(k.scripts, "modules.cjs"), filepath.Join(k.scripts, "main.cjs"))
	if warm {
		args = append(args, "warm")
	}
	return args
}

// discard ends a worker that became no run.
func (w *worker) discard() {
	w.stop()
	_ = w.link.close() // it is not needed any more
	<-w.process.Done()
	<-w.heard
	for _, f := range []*os.File{w.process.Stdin, w.process.Stdout, w.process.Stderr} {
		_ = f.Close() // pipes have nothing to flush
	}
}

func merged(sets ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range sets {
		maps.Copy(all, m)
	}
	return all
}
