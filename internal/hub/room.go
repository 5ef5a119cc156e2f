package hub

import (
	"context"
	"sync"
)

// inboxBytes bounds the operations that wait for an actor, besides their number. One that is larger
// still gets in when there is any room at all.
const inboxBytes = 32 << 20

// room is space that waiting requests share. It is safe for concurrent use.
type room struct {
	mu    sync.Mutex
	used  int
	freed chan struct{} // closed when space becomes free; nil when nobody waits
}

// enter takes space for n bytes, waiting until there is some, until the session closes or ctx ends.
func (r *room) enter(ctx context.Context, closing <-chan struct{}, n int) error {
	for {
		freed := r.tryEnter(n)
		if freed == nil {
			return nil
		}
		select {
		case <-freed:
		case <-closing:
			return errClosed
		case <-ctx.Done():
			return canceled(ctx)
		}
	}
}

// tryEnter takes the space, or returns what is closed when trying again is worth it.
func (r *room) tryEnter(n int) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n == 0 || r.used < inboxBytes {
		r.used += n
		return nil
	}
	if r.freed == nil {
		r.freed = make(chan struct{})
	}
	return r.freed
}

// leave gives space back.
func (r *room) leave(n int) {
	if n == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= n
	if r.freed != nil {
		close(r.freed)
		r.freed = nil
	}
}
