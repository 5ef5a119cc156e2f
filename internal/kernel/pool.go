package kernel

import (
	"log/slog"
	"sync"
	"time"
)

// pool keeps one warm process for each workspace that runs things.
type pool struct {
	start func(prepared) (*worker, error)
	idle  time.Duration
	log   *slog.Logger

	mu     sync.Mutex
	closed bool
	slots  map[string]*slot
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
	p.slots[workspace] = s
	p.work.Go(func() { p.fill(workspace, s) })
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
		delete(p.slots, workspace)
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
	p.slots[workspace] = s
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
	delete(p.slots, workspace)
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
	s := p.slots[workspace]
	delete(p.slots, workspace)
	if s != nil && s.worker != nil {
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
