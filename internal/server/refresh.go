package server

import (
	"context"
	"time"
)

// The search is brought up to date after an upgrade in small steps with pauses, so that nobody waits for
// it: a second for fifty cells.
const (
	refreshPause = time.Second
	refreshRetry = time.Minute // after a failure, as of a full disk
)

// refreshSearch brings documents that an earlier version indexed up to date. It returns when none is left
// or ctx ends.
func (p *parts) refreshSearch(ctx context.Context) {
	for {
		more, err := p.store.RefreshIndex(ctx)
		if err == nil && !more {
			return
		}
		pause := refreshPause
		if err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "search was not refreshed", "err", err)
			pause = refreshRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
