package hub

import (
	"context"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// close ends the session: its peers, its runs, its workers, in this order, so that what the runs
// still report is journalled and what the workers still have is stored. stop ends the workers.
func (a *actor) close(ctx context.Context, stop context.CancelFunc) {
	close(a.closing)
	a.unloading = true
	a.leaving = a.why.Code == fault.CodeShutdown
	for p := range a.peers {
		p.out.end(a.why)
		a.drop(p)
	}
	lost := a.why.Code == fault.CodeStorageFence
	a.lost.Store(lost)
	if lost {
		a.processes.stopAll()
		a.logs.discard()
	} else {
		a.stopRuns(ctx)
	}
	stop()
	a.language.close()
	a.finishWorkers(ctx)
	a.mirror.close()
	a.counterpart.close()
	if !lost {
		a.saveLast(ctx)
	}
	a.turnAway()
}

// stopRuns ends what runs or waits and takes the reports of it, at most for the grace period. What
// has not ended by then is found unfinished when the workspace is opened again.
func (a *actor) stopRuns(ctx context.Context) {
	b := a.newBatch()
	// Backwards, so that the end of a run does not begin the next one of its batch.
	for i := len(b.state.Runs) - 1; i >= 0; i-- {
		r := b.state.Runs[i]
		if r.Phase == live.Queued {
			a.advance(b, report{live.AdvanceRun{Run: r.ID, Phase: live.Exited, Exit: &live.Exit{
				Reason: live.Stopped, Code: -1, Message: "Stopped before it began.",
			}}})
		}
	}
	a.commit(ctx, b)
	a.processes.stopAll()
	grace := time.NewTimer(a.hub.Grace)
	defer grace.Stop()
	for len(a.state.Unfinished()) > 0 {
		select {
		case r := <-a.inbox:
			a.lastly(ctx, r)
		case <-grace.C:
			a.hub.Log.Warn("runs did not end in time", "workspace", a.id, "runs", len(a.state.Unfinished()))
			return
		}
	}
}

// finishWorkers waits for the workers and takes what they still tell.
func (a *actor) finishWorkers(ctx context.Context) {
	finished := make(chan struct{})
	go func() {
		a.workers.Wait()
		close(finished)
	}()
	for {
		select {
		case r := <-a.inbox:
			a.lastly(ctx, r)
		case <-finished:
			return
		}
	}
}

// lastly takes a request while the session closes: reports count, everything else comes too late.
func (a *actor) lastly(ctx context.Context, r request) {
	exit, ok := r.(report)
	if !ok || fenced(a.why) {
		a.decline(r)
		return
	}
	b := a.newBatch()
	a.apply(b, exit)
	a.commit(ctx, b)
}

// turnAway answers the requests that came too late.
func (a *actor) turnAway() {
	for {
		select {
		case r := <-a.inbox:
			a.decline(r)
		default:
			return
		}
	}
}

func (a *actor) decline(r request) {
	switch r := r.(type) {
	case *call:
		r.reply <- result{err: errClosed}
	case saved:
		a.snapshots.done(r, a.hub.Log, a.id)
	case submission:
		r.peer.out.end(a.why)
	}
}
