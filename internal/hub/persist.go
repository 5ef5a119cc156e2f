package hub

import (
	"context"
	"errors"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// settleFor bounds how long a closing session tries to store the output that is left.
const settleFor = 10 * time.Second

// persist stores output until ctx ends, and then what is left.
func (l *logs) persist(ctx context.Context) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	var tails time.Time
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleFor)
			defer cancel()
			l.pay(last, true)
			return
		case <-l.published:
		}
		tail := time.Since(tails) >= tailEvery
		if tail {
			tails = time.Now()
		}
		again, ok := l.pay(ctx, tail)
		if ok {
			rest.Reset(persistEvery)
		} else {
			rest.Reset(retryAfter)
		}
		select {
		case <-ctx.Done():
		case <-rest.C:
		}
		if again {
			poke(l.published)
		}
	}
}

// pay stores what the store lacks of every log, and deletes what was forgotten. It reports whether
// something is left for the next time, and whether the store took everything.
func (l *logs) pay(ctx context.Context, tail bool) (again, ok bool) {
	ok = true
	l.mu.Lock()
	if l.discarded {
		l.mu.Unlock()
		return false, true
	}
	forgotten := l.forgotten
	l.forgotten = nil
	active := make([]*runLog, 0, len(l.active))
	for _, log := range l.active {
		active = append(active, log)
	}
	l.mu.Unlock()
	for i, run := range forgotten {
		if err := l.store.DeleteRun(ctx, l.key(run)); err != nil {
			l.remember(forgotten[i:])
			again, ok = true, false
			break
		}
	}
	for _, log := range active {
		err := l.payOne(ctx, log, tail)
		ok = ok && err == nil
		if err != nil && ctx.Err() == nil && !errors.Is(err, fault.CodeRunNotFound) {
			l.log.Warn("output not stored", "workspace", l.workspace, "run", log.id, "error", err)
		}
		unpaid, complete := log.unpaid()
		again = again || unpaid
		if complete && err == nil {
			l.release(log)
		}
	}
	return again, ok
}

func (l *logs) payOne(ctx context.Context, log *runLog, tail bool) error {
	key := l.key(log.id)
	if r, saved := log.record(); !saved {
		r.ID = live.RunID(key)
		if err := l.store.SaveRun(ctx, l.workspace, r); err != nil {
			log.recordNotSaved()
			return err
		}
	}
	for d := log.unstored(tail); len(d.chunks) > 0; d = log.unstored(false) {
		if d.trimTo >= 0 {
			if err := l.store.TrimOutput(ctx, key, d.trim, d.trimTo); err != nil {
				return err
			}
		}
		if err := l.store.AppendOutput(ctx, key, d.chunks); err != nil {
			return err
		}
		log.nowStored(d)
	}
	return nil
}

// release lets go of a log that is complete in the store, where it is read from then on.
func (l *logs) release(log *runLog) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.active[log.id] == log {
		delete(l.active, log.id)
		l.sizes[log.id] = log.size()
	}
}

// remember puts back runs whose output could not be deleted.
func (l *logs) remember(runs []live.RunID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forgotten = append(l.forgotten, runs...)
}
