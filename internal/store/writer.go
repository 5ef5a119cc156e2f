package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

// maxBatch bounds how many writes share a transaction, and with it how long the first one waits.
const maxBatch = 256

var errClosed = errors.New("store is closed")

// writer is the goroutine that owns the one writing connection.
type writer struct {
	store    *Store
	queue    chan *submission // unbuffered: a received submission is always answered
	closing  chan struct{}
	stopped  chan struct{}
	lockWait time.Duration

	// Owned by the goroutine.
	conn      *sql.Conn
	stmts     map[string]*sql.Stmt
	lockedOut bool // the last transaction could not begin because another program holds the database
}

// submission is one write on its way. change may be called several times, each time in a fresh
// transaction, and therefore must not depend on what an earlier call left in memory.
type submission struct {
	change func(*tx) error
	taken  atomic.Bool // by the writer, or by a submitter that gives up
	done   chan error
}

// tx is the transaction that a change runs in. It belongs to the writer's goroutine.
type tx struct{ w *writer }

func newWriter(s *Store, lockWait time.Duration) *writer {
	w := &writer{
		store: s, lockWait: lockWait,
		queue: make(chan *submission), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	go w.run()
	return w
}

// write runs change in a transaction, perhaps together with the changes of others, and returns when
// it is durable or has failed. When ctx ends before the transaction has begun, nothing is written.
func (s *Store) write(ctx context.Context, op string, change func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return s.classify(op, err)
	}
	sub := &submission{change: change, done: make(chan error, 1)}
	select {
	case s.writer.queue <- sub:
	case <-s.writer.closing:
		return s.classify(op, errClosed)
	case <-ctx.Done():
		return s.classify(op, ctx.Err())
	}
	select {
	case err := <-sub.done:
		return s.classify(op, err)
	case <-ctx.Done():
		if sub.taken.CompareAndSwap(false, true) {
			return s.classify(op, ctx.Err())
		}
		return s.classify(op, <-sub.done)
	}
}

func isCanceled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (w *writer) run() {
	defer close(w.stopped)
	for {
		select {
		case first := <-w.queue:
			w.commit(w.gather(first))
		case <-w.closing:
			return
		}
	}
}

// gather takes what waits in the queue. Those whose last write has just been answered get one chance
// to run first, or every second batch would hold a single write.
func (w *writer) gather(first *submission) []*submission {
	batch := append(make([]*submission, 0, 32), first)
	yielded := false
	for len(batch) < maxBatch {
		select {
		case sub := <-w.queue:
			batch = append(batch, sub)
		default:
			if yielded {
				return batch
			}
			yielded = true
			runtime.Gosched()
		}
	}
	return batch
}

// commit makes the batch durable in one transaction. If any change fails, each is tried again in a
// transaction of its own, so that a failure stays with its submitter.
func (w *writer) commit(batch []*submission) {
	batch = take(batch)
	if len(batch) == 0 {
		return
	}
	began, err := w.transact(batch)
	if err == nil || !began || len(batch) == 1 || mustReconnect(err) {
		answer(batch, err)
		return
	}
	for _, sub := range batch {
		_, err := w.transact([]*submission{sub})
		sub.done <- err
	}
}

// take leaves out the submissions whose submitters gave up.
func take(batch []*submission) []*submission {
	kept := batch[:0]
	for _, sub := range batch {
		if sub.taken.CompareAndSwap(false, true) {
			kept = append(kept, sub)
		}
	}
	return kept
}

func answer(batch []*submission, err error) {
	for _, sub := range batch {
		sub.done <- err
	}
}

// transact runs the changes in one transaction. Only a COMMIT that succeeded counts.
func (w *writer) transact(batch []*submission) (began bool, err error) {
	if err := w.begin(); err != nil {
		return false, err
	}
	t := &tx{w}
	for _, sub := range batch {
		if err := sub.change(t); err != nil {
			w.abandon(err)
			return true, err
		}
	}
	if _, err := t.exec(sqlCommit); err != nil {
		w.abandon(err)
		return true, err
	}
	return true, nil
}

func (w *writer) begin() error {
	if err := w.connect(); err != nil {
		return err
	}
	_, err := (&tx{w}).exec(sqlBegin)
	if locked := isLocked(err); locked != w.lockedOut {
		w.setLockedOut(locked)
	}
	if err != nil && mustReconnect(err) {
		w.disconnect()
	}
	return err
}

// setLockedOut shortens the wait for the lock while another program holds it: the first write waits
// in full, those behind it must not add up their waits.
func (w *writer) setLockedOut(locked bool) {
	w.lockedOut = locked
	wait := w.lockWait
	if locked {
		wait /= 20
	}
	// A failure leaves the other wait in force, which is only slower or less patient.
	_, _ = w.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA busy_timeout = %d", wait.Milliseconds()))
}

// abandon ends the transaction after err and leaves a connection that can begin the next one.
func (w *writer) abandon(err error) {
	if mustReconnect(err) {
		w.disconnect()
		return
	}
	// SQLite has already rolled back after some errors and then reports that none is active.
	_, rollback := (&tx{w}).exec(sqlRollback)
	if rollback != nil && !isNotActive(rollback) {
		w.disconnect()
	}
}

func (w *writer) connect() error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.store.writes.Conn(context.Background())
	if err != nil {
		return err
	}
	w.conn, w.stmts, w.lockedOut = conn, map[string]*sql.Stmt{}, false
	return nil
}

// disconnect closes the connection for good instead of returning it to the pool.
func (w *writer) disconnect() {
	for _, stmt := range w.stmts {
		_ = stmt.Close()
	}
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	w.conn, w.stmts = nil, nil
}

// close stops accepting, finishes the running batch and moves the log into the database.
func (w *writer) close() error {
	close(w.closing)
	<-w.stopped
	if w.conn == nil {
		return nil
	}
	_, err := w.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	for _, stmt := range w.stmts {
		err = errors.Join(err, stmt.Close())
	}
	err = errors.Join(err, w.conn.Close())
	w.conn, w.stmts = nil, nil
	return err
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// prepare returns the statement for query; every query is a constant, so there are few.
func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := t.w.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.w.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	t.w.stmts[query] = stmt
	return stmt, nil
}
