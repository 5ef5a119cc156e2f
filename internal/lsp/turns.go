package lsp

import (
	"runtime"
	"slices"
	"sync"
	"time"
)

// Turns are what workspaces take to fetch findings. Without them, the servers of many notebooks in which
// people type would take all processors from what makes their edits durable. They are safe for
// concurrent use.
type Turns struct {
	mu      sync.Mutex
	free    int
	waiting []*turn
}

const (
	// maxTurn ends the turn of a server that does not answer.
	maxTurn = time.Second
	// maxCrowd bounds how much longer the rest after a turn is than the turn.
	maxCrowd = 3
	maxRest  = 200 * time.Millisecond
)

// NewTurns lets half of the processors fetch findings at the same time. While several workspaces wait,
// it is a part of the time only: the more of them wait, the less. Several edited documents of one
// workspace count as much.
func NewTurns() *Turns { return &Turns{free: max(1, runtime.GOMAXPROCS(0)/2)} }

// turn is one workspace's turn, or its place in the queue.
type turn struct {
	turns *Turns
	came  chan struct{} // closed when it begins

	// Guarded by turns.
	began time.Time
	lapse *time.Timer
	over  bool
}

// queue asks for a turn. Each one has to be ended.
func (t *Turns) queue() *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := &turn{turns: t, came: make(chan struct{})}
	t.waiting = append(t.waiting, next)
	t.grant()
	return next
}

// grant is called with the lock held.
func (t *Turns) grant() {
	for t.free > 0 && len(t.waiting) > 0 {
		next := t.waiting[0]
		t.waiting = slices.Delete(t.waiting, 0, 1)
		t.free--
		next.began, next.lapse = time.Now(), time.AfterFunc(maxTurn, func() { next.end(0) })
		close(next.came)
	}
}

// end gives the turn, or the place in the queue, to others. More is how much else its workspace waits
// for. It may be called again.
func (n *turn) end(more int) {
	t := n.turns
	t.mu.Lock()
	defer t.mu.Unlock()
	if n.over {
		return
	}
	n.over = true
	if n.began.IsZero() {
		t.waiting = slices.DeleteFunc(t.waiting, func(w *turn) bool { return w == n })
		return
	}
	n.lapse.Stop()
	rest := min(time.Since(n.began)*time.Duration(min(len(t.waiting)+more, maxCrowd)), maxRest)
	if rest == 0 {
		t.restore()
		return
	}
	time.AfterFunc(rest, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.restore()
	})
}

// restore has the next turn follow one that has ended. It is called with the lock held.
func (t *Turns) restore() {
	t.free++
	t.grant()
}
