package hub

import (
	"context"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// refresher repeats a task that brings something outside up to the latest state: never twice at
// once, at most once per interval however often it is poked, and once more at the end.
type refresher struct {
	wake    chan struct{}
	errands chan taskCall
	ended   chan struct{}
	every   time.Duration
	task    func(context.Context) error // nil: there is nothing to do
}

// taskCall is work that is done in the refresher's goroutine between its tasks.
type taskCall struct {
	work  func(context.Context) error
	reply chan error // capacity 1
}

func newRefresher(needed bool, every time.Duration, task func(context.Context) error) *refresher {
	r := &refresher{
		wake: make(chan struct{}, 1), errands: make(chan taskCall), ended: make(chan struct{}), every: every,
	}
	if needed {
		r.task = task
	}
	return r
}

// poke asks for a refresh soon.
func (r *refresher) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// flush refreshes now and returns the task's error.
func (r *refresher) flush(ctx context.Context) error { return r.call(ctx, r.task) }

// call does some work in the refresher's goroutine, where it never meets the task, and returns its error.
// A refresher without a task does nothing.
func (r *refresher) call(ctx context.Context, work func(context.Context) error) error {
	if r.task == nil {
		return nil
	}
	c := taskCall{work, make(chan error, 1)}
	select {
	case r.errands <- c:
		return <-c.reply
	case <-r.ended:
		return fault.New(fault.CodeShutdown, "The notebook is being closed")
	case <-ctx.Done():
		return canceled(ctx)
	}
}

// serve runs the task until ctx ends. A task that failed, and logged why, is tried again later.
func (r *refresher) serve(ctx context.Context) {
	defer close(r.ended)
	if r.task == nil {
		return
	}
	for {
		rest := r.every
		select {
		case <-r.wake:
			if r.task(ctx) != nil {
				rest = max(rest, retryAfter)
				r.poke()
			}
		case c := <-r.errands:
			c.reply <- c.work(ctx)
		case <-ctx.Done():
			select {
			case <-r.wake:
				_ = r.task(context.WithoutCancel(ctx))
			default:
			}
			return
		}
		r.pause(ctx, rest)
	}
}

// pause lets some time pass, but for those who flush.
func (r *refresher) pause(ctx context.Context, d time.Duration) {
	rest := time.NewTimer(d)
	defer rest.Stop()
	for {
		select {
		case <-rest.C:
			return
		case c := <-r.errands:
			c.reply <- c.work(ctx)
		case <-ctx.Done():
			return
		}
	}
}
