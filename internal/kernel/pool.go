package kernel

import (
	"log/slog"
	"slices"
	"sync"
	"time"
)

// maxWarm is how many workspaces have a warm process: those that were opened or ran something last. One
// takes 40 MB, of which it shares 35 with other Node processes; without, a run begins 40 ms later.
const maxWarm = 2

// pool keeps one warm process for each workspace that runs things, up to maxWarm.
type pool struct {
	start func(prepared) (*worker, error)
	idle  time.Duration
	log   *slog.Logger

	mu     sync.Mutex
	closed bool
	slots  map[string]*slot
	latest []string // the workspaces of slots, the last used at the end
	work   sync.WaitGroup
}

// slot is a warm process, or one that is being started: then worker is nil.
type slot struct {
	folder string
	worker *worker
	timer  *time.Timer
}

func newPool(start func(prepared) (*worker, error), idle time.Duration, log *slog.Logger) *pool {
	return &pool{start: start, idle: idle, log: log, slots: map[string]*slot{}}
}

// warm starts a process for a workspace unless there is one.
func (p *pool) warm(workspace, folder string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.slots[workspace]; p.closed || (now != nil && now.folder == folder) {
		return
	}
	p.dropLocked(workspace)
	s := &slot{folder: folder}
	p.addLocked(workspace, s)
	p.work.Go(func() { p.fill(workspace, s) })
}

// addLocked takes the place of the workspace that has not been used for longest, when all are taken.
func (p *pool) addLocked(workspace string, s *slot) {
	if len(p.latest) == maxWarm {
		p.dropLocked(p.latest[0])
	}
	p.slots[workspace] = s
	p.latest = append(p.latest, workspace)
}

// removeLocked takes a slot out, nil when the workspace has none.
func (p *pool) removeLocked(workspace string) *slot {
	s := p.slots[workspace]
	delete(p.slots, workspace)
	p.latest = slices.DeleteFunc(p.latest, func(w string) bool { return w == workspace })
	return s
}

func (p *pool) fill(workspace string, s *slot) {
	w, err := p.start(prepared{folder: s.folder, warm: true})
	if err != nil {
		p.log.Warn("no warm process", "workspace", workspace, "error", err)
	}
	p.mu.Lock()
	current := p.slots[workspace] == s
	switch {
	case err != nil && current:
		p.removeLocked(workspace)
	case err == nil && current:
		p.keepLocked(workspace, s, w)
	}
	p.mu.Unlock()
	if err == nil && !current {
		w.discard()
	}
}

func (p *pool) keepLocked(workspace string, s *slot, w *worker) {
	s.worker = w
	s.timer = time.AfterFunc(p.idle, func() { p.expire(workspace, s) })
}

// put takes back a warm process that was not used.
func (p *pool) put(workspace, folder string, w *worker) {
	p.mu.Lock()
	if p.closed || p.slots[workspace] != nil {
		p.mu.Unlock()
		w.discard()
		return
	}
	s := &slot{folder: folder}
	p.addLocked(workspace, s)
	p.keepLocked(workspace, s, w)
	p.mu.Unlock()
}

// take hands out the warm process of a workspace, nil when there is none that lives.
func (p *pool) take(workspace, folder string) *worker {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.slots[workspace]
	if s == nil || s.worker == nil || s.folder != folder || p.closed {
		return nil
	}
	p.removeLocked(workspace)
	s.timer.Stop()
	select {
	case <-s.worker.process.Done():
		p.work.Go(s.worker.discard)
		return nil
	default:
		return s.worker
	}
}

func (p *pool) cool(workspace string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dropLocked(workspace)
}

func (p *pool) expire(workspace string, s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.slots[workspace] == s {
		p.dropLocked(workspace)
	}
}

func (p *pool) dropLocked(workspace string) {
	if s := p.removeLocked(workspace); s != nil && s.worker != nil {
		s.timer.Stop()
		p.work.Go(s.worker.discard)
	}
}

func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	for workspace := range p.slots {
		p.dropLocked(workspace)
	}
	p.mu.Unlock()
	p.work.Wait()
}
