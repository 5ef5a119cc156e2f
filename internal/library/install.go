package library

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	installing  = "installing"
	maxLogLines = 500
	// reportEvery bounds how often viewers are told of an installation's progress.
	reportEvery = 100 * time.Millisecond
)

// installs holds the running and the latest installation of each workspace.
type installs struct {
	mu     *sync.Mutex
	jobs   map[string]*job
	busy   map[string]*busy
	wait   *sync.WaitGroup
	closed *bool // guarded by mu
}

// job is one installation. Its fields are guarded by installs.mu.
type job struct {
	cancel   context.CancelFunc // nil once it ended
	ended    chan struct{}      // closed when nothing of it goes on
	progress wire.Progress
	log      []string
	started  time.Time
	elapsed  time.Duration
	fault    *wire.Fault
	reported time.Time
}

// busy is that installations of a workspace go on, or that it is being looked whether one is needed.
type busy struct {
	count   int
	settled chan struct{} // closed when nothing goes on any more
}

// enter and leave enclose what runs of a workspace wait for. They are called with mu held.
func (i installs) enter(id string) {
	if i.busy[id] == nil {
		i.busy[id] = &busy{settled: make(chan struct{})}
	}
	i.busy[id].count++
}

func (i installs) leave(id string) {
	b := i.busy[id]
	if b.count--; b.count == 0 {
		close(b.settled)
		delete(i.busy, id)
	}
}

func newInstalls() installs {
	return installs{mu: &sync.Mutex{}, jobs: map[string]*job{}, busy: map[string]*busy{}, wait: &sync.WaitGroup{}, closed: new(bool)}
}

// Close cancels every running installation and waits for their ends. No further one begins.
func (l *Library) Close() {
	l.installs.mu.Lock()
	*l.installs.closed = true
	for _, j := range l.installs.jobs {
		if j.cancel != nil {
			j.cancel()
		}
	}
	l.installs.mu.Unlock()
	l.installs.wait.Wait()
}

func (i installs) status(id string) wire.PackagesStatus {
	i.mu.Lock()
	defer i.mu.Unlock()
	j := i.jobs[id]
	if j == nil {
		return wire.PackagesStatus{State: "unknown", Log: []string{}}
	}
	status := wire.PackagesStatus{
		State: "unknown", Log: append([]string{}, j.log...), ElapsedMS: j.elapsed.Milliseconds(),
		Fault: j.fault,
	}
	if j.cancel != nil {
		progress := j.progress
		status.State, status.Progress = installing, &progress
	}
	return status
}

// Install starts an installation and returns at once; viewers follow it by signals. A second one
// for the same workspace is refused while the first runs.
func (l *Library) Install(ctx context.Context, id string) (wire.PackagesStatus, error) {
	if _, err := l.present(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	if err := l.sessions.Flush(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	j := &job{
		cancel: cancel, ended: make(chan struct{}), started: l.Now(),
		progress: wire.Progress{Phase: "waiting", Text: "Starting"},
	}
	if err := l.installs.begin(id, j); err != nil {
		cancel()
		return wire.PackagesStatus{}, err
	}
	go func() {
		defer l.installs.wait.Done()
		defer l.installs.end(id, j)
		defer cancel()
		l.runInstall(running, id, j)
	}()
	return l.PackagesStatus(ctx, id)
}

// begin notes an installation. Whoever ends it calls wait.Done.
func (i installs) begin(id string, j *job) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if *i.closed {
		return fault.New(fault.CodeShutdown, "The server is shutting down")
	}
	if old := i.jobs[id]; old != nil && old.cancel != nil {
		return fault.New(fault.CodeInstallActive, "Packages are being installed already")
	}
	i.jobs[id] = j
	i.enter(id)
	i.wait.Add(1)
	return nil
}

func (i installs) end(id string, j *job) {
	i.mu.Lock()
	defer i.mu.Unlock()
	close(j.ended)
	i.leave(id)
}

// AwaitPackages returns when no installation of a workspace is under way, nor one that its opening may
// begin, or with CodeCanceled when ctx ends first. How they ended plays no part. Code of a package.json
// that names only types runs without them, so it waits for nothing.
func (l *Library) AwaitPackages(ctx context.Context, id, manifest string) error {
	if !slices.ContainsFunc(packagesOf(manifest), func(name string) bool { return !strings.HasPrefix(name, "@types/") }) {
		return nil
	}
	l.installs.mu.Lock()
	b := l.installs.busy[id]
	l.installs.mu.Unlock()
	if b == nil {
		return nil
	}
	select {
	case <-b.settled:
		return nil
	case <-ctx.Done():
		return fault.Wrap(fault.CodeCanceled, ctx.Err(), "The run was given up")
	}
}

// idle refuses when an installation is under way.
func (i installs) idle(id string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if j := i.jobs[id]; j != nil && j.cancel != nil {
		return fault.New(fault.CodeInstallActive, "Packages are being installed already")
	}
	return nil
}

// stop cancels the installation of a workspace and waits until it has let go of the folder.
func (i installs) stop(ctx context.Context, id string) error {
	i.mu.Lock()
	j := i.jobs[id]
	if j != nil && j.cancel != nil {
		j.cancel()
	}
	i.mu.Unlock()
	if j == nil {
		return nil
	}
	select {
	case <-j.ended:
		return nil
	case <-ctx.Done():
		return fault.Wrap(fault.CodeCanceled, ctx.Err(), "The request was given up")
	}
}

func (l *Library) runInstall(ctx context.Context, id string, j *job) {
	l.signalPackages(ctx, id)
	allowed, err := l.AllowedScripts(ctx, id)
	if err == nil {
		err = l.Packages.Install(ctx, l.Folders.FolderPath(id), allowed, func(p wire.Progress, line string) {
			if l.installs.note(j, p, line, l.Now()) {
				l.signalPackages(ctx, id)
			}
		})
	}
	l.installs.mu.Lock()
	j.cancel, j.elapsed = nil, l.Now().Sub(j.started)
	if err != nil {
		f := wire.FaultOf(err)
		j.fault = &f
	}
	l.installs.mu.Unlock()
	l.signalPackages(context.WithoutCancel(ctx), id)
}

// note records progress and reports whether viewers should be told now.
func (i installs) note(j *job, p wire.Progress, line string, now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	j.progress, j.elapsed = p, now.Sub(j.started)
	if line != "" {
		j.log = append(j.log, line)
		if len(j.log) > maxLogLines {
			j.log = j.log[len(j.log)-maxLogLines:]
		}
	}
	if now.Sub(j.reported) < reportEvery {
		return false
	}
	j.reported = now
	return true
}

// CancelInstall ends the running installation of a workspace.
func (l *Library) CancelInstall(_ context.Context, id string) error {
	l.installs.mu.Lock()
	defer l.installs.mu.Unlock()
	j := l.installs.jobs[id]
	if j == nil || j.cancel == nil {
		return fault.New(fault.CodeInstallNotActive, "No packages are being installed")
	}
	j.cancel()
	return nil
}

// signalPackages tells the viewers of a workspace how its packages stand.
func (l *Library) signalPackages(ctx context.Context, id string) {
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return // the workspace is closing; its viewers are gone
	}
	l.tellPackages(ctx, id, state)
}

func (l *Library) tellPackages(ctx context.Context, id string, state live.State) {
	status, err := l.DescribePackages(ctx, id, state)
	if err != nil {
		return // the store does not answer, which is told by other means
	}
	l.sessions.Signal(id, wire.Signal{Packages: &status})
}

// AnnouncePackages tells the viewers of every open workspace how its packages stand, after more became
// known of packages or of the tools that install them.
func (l *Library) AnnouncePackages(ctx context.Context) {
	for _, id := range l.sessions.Open() {
		l.signalPackages(ctx, id)
	}
}

// forget drops what is known of a workspace that is gone.
func (i installs) forget(id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.jobs, id)
}

// opening has installOnOpen do its work. Runs that begin from now on wait for it.
func (l *Library) opening(ctx context.Context, id string) {
	l.installs.mu.Lock()
	l.installs.enter(id)
	l.installs.mu.Unlock()
	l.installs.wait.Go(func() {
		l.installOnOpen(ctx, id)
		l.installs.mu.Lock()
		defer l.installs.mu.Unlock()
		l.installs.leave(id)
	})
}

// installOnOpen installs what a workspace declares and does not have. After a failed attempt it leaves
// the next one to a person.
func (l *Library) installOnOpen(ctx context.Context, id string) {
	settings, err := l.ReadSettings(ctx)
	if err != nil || !settings.AutoInstall {
		return
	}
	status, err := l.PackagesStatus(ctx, id)
	if err != nil || status.State != "out_of_date" {
		return
	}
	_, _ = l.Install(ctx, id) // viewers see its outcome, or that it is running already
}
