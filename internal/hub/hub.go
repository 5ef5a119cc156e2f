package hub

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/wire"
)

// Config is what a Hub is built from. Journal, Logs and Runner are required.
type Config struct {
	Journal   Journal
	Logs      Logs
	Runner    Runner
	Folders   Folders   // nil: workspaces have no folder
	Documents Documents // nil: no workspace is opened in place
	Catalogue Catalogue // nil: there is no library to keep up to date
	Languages Languages // nil: there is no language service
	// Index writes the README.md of a workspace's folder; nil writes none.
	Index func(notebook.Notebook) []byte
	// Admit refuses to open a workspace, such as one in the trash. Nil admits all that exist.
	Admit func(ctx context.Context, workspace string) error
	Log   *slog.Logger     // slog.Default when nil
	Now   func() time.Time // time.Now when nil
	// Idle is how long a session without peers and runs stays loaded; 10 minutes when 0.
	Idle time.Duration
	// OutputBytes is how much is kept of the output of a run that begins now; nil: DefaultOutputBytes.
	OutputBytes func(context.Context) (int, error)
	// Grace is how long closing a session waits for its runs to end; 10 seconds when 0.
	Grace time.Duration
}

// Hub is the set of live sessions. It works while Serve runs.
type Hub struct {
	Config
	boot     string        // distinguishes the operation ids of this start
	openings chan *session // to Serve, which owns the sessions' goroutines
	stopped  chan struct{} // closed when Serve takes no more openings

	mu       sync.Mutex
	sessions map[string]*session
}

// New returns a hub without sessions.
func New(c Config) *Hub {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Idle == 0 {
		c.Idle = 10 * time.Minute
	}
	if c.Grace == 0 {
		c.Grace = 10 * time.Second
	}
	return &Hub{
		Config: c, boot: strings.ToLower(rand.Text()[:10]), sessions: map[string]*session{},
		openings: make(chan *session), stopped: make(chan struct{}),
	}
}

// Serve runs the sessions until ctx ends. Then it stops their runs, stores what is not yet stored,
// and returns when all of that is done. It must be called once.
func (h *Hub) Serve(ctx context.Context) error {
	var sessions sync.WaitGroup
	defer sessions.Wait()
	defer close(h.stopped)
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-h.openings:
			sessions.Go(func() { s.serve(ctx) })
		}
	}
}

// session returns the open session of a workspace, opening it when needed.
func (h *Hub) session(ctx context.Context, workspace string) (*session, error) {
	for {
		s, err := h.claim(ctx, workspace)
		if err != nil {
			return nil, err
		}
		select {
		case <-s.ready:
		case <-ctx.Done():
			return nil, canceled(ctx)
		}
		switch {
		case errors.Is(s.openErr, fault.CodeCanceled) && ctx.Err() == nil:
			continue // who had it opened gave up; we have not
		case s.openErr != nil:
			return nil, s.openErr
		}
		select {
		case <-s.closing:
			select {
			case <-s.done:
			case <-ctx.Done():
				return nil, canceled(ctx)
			}
		default:
			return s, nil
		}
	}
}

// claim returns the session in the table, or hands a new one to Serve.
func (h *Hub) claim(ctx context.Context, workspace string) (*session, error) {
	h.mu.Lock()
	s, found := h.sessions[workspace]
	if !found {
		s = newSession(h, workspace)
		h.sessions[workspace] = s
	}
	h.mu.Unlock()
	if found {
		return s, nil
	}
	select {
	case h.openings <- s:
		return s, nil
	case <-h.stopped:
		s.abandon(fault.New(fault.CodeShutdown, "The server is shutting down"))
		return s, nil
	case <-ctx.Done():
		s.abandon(canceled(ctx))
		return s, nil
	}
}

func (h *Hub) forget(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sessions[s.id] == s {
		delete(h.sessions, s.id)
	}
}

// loaded returns the session of a workspace if it is open now, and nil otherwise.
func (h *Hub) loaded(workspace string) *session {
	h.mu.Lock()
	s := h.sessions[workspace]
	h.mu.Unlock()
	if s == nil || s.view.Load() == nil {
		return nil
	}
	return s
}

func canceled(ctx context.Context) error {
	return fault.Wrap(fault.CodeCanceled, context.Cause(ctx), "The request was given up")
}

// Do applies operations for a caller on the server. Either all are accepted, and durable when Do
// returns, or none. The entries are the operations as they took effect.
func (h *Hub) Do(ctx context.Context, workspace, author string, ops ...live.Op) ([]live.Entry, error) {
	for {
		s, err := h.session(ctx, workspace)
		if err != nil {
			return nil, err
		}
		entries, err := s.do(ctx, &call{client: s.serverClient(), author: author, ops: ops, reply: make(chan result, 1)})
		if err != errClosed {
			return entries, err
		}
	}
}

// State is the present state of a workspace and the sequence number of its last entry.
func (h *Hub) State(ctx context.Context, workspace string) (live.State, int64, error) {
	s, err := h.session(ctx, workspace)
	if err != nil {
		return live.State{}, 0, err
	}
	v := s.view.Load()
	return v.state, v.seq, nil
}

// Flush writes the workspace folder up to the present state, for programs that read it.
func (h *Hub) Flush(ctx context.Context, workspace string) error {
	s, err := h.session(ctx, workspace)
	if err != nil {
		return err
	}
	f := flushing{ctx: ctx, reply: make(chan error, 1)}
	if err := s.send(ctx, f); err != nil {
		return err
	}
	select {
	case err := <-f.reply:
		return err
	case <-ctx.Done():
		return canceled(ctx)
	case <-s.done:
		return errClosed
	}
}

// Signal tells the peers of a workspace something that is not journalled. The last status of the
// packages is kept for those who join later, as long as the session is open. Channel and type are
// filled in for each peer. A workspace that is not open ignores it.
func (h *Hub) Signal(workspace string, signal wire.Signal) {
	if s := h.loaded(workspace); s != nil {
		s.signal(signal)
	}
}

// Output returns what is kept of a run's output from chunk from on and the number to go on with. Where output
// was left out, a chunk of stream "cut" says so. An unknown run is CodeRunNotFound.
func (h *Hub) Output(ctx context.Context, workspace string, run live.RunID, from int64) ([]wire.OutputChunk, int64, error) {
	s, err := h.session(ctx, workspace)
	if err != nil {
		return nil, 0, err
	}
	if s.view.Load().run(run) == nil {
		return nil, 0, fault.New(fault.CodeRunNotFound, "There is no run %s", run)
	}
	var chunks []wire.OutputChunk
	for more := true; more; {
		p, err := s.logs.read(ctx, run, from, pieceBytes)
		if err != nil {
			return nil, 0, err
		}
		chunks, from = append(chunks, p.chunks...), p.to
		more = p.more && p.to > p.from
	}
	return chunks, from, nil
}

// OutputHead returns the first few kilobytes of what a run printed, and whether that is all.
func (h *Hub) OutputHead(ctx context.Context, workspace string, run live.RunID) (chunks []wire.OutputChunk, all bool, err error) {
	s, err := h.session(ctx, workspace)
	if err != nil {
		return nil, false, err
	}
	p, err := s.logs.read(ctx, run, 0, headOnly)
	return p.chunks, err == nil && !p.more, err
}

// Evict stops the runs of a workspace and unloads it; peers are told to come back later. Whoever
// puts a workspace away does so first, so that Admit keeps it from being opened again.
func (h *Hub) Evict(ctx context.Context, workspace string) error {
	h.mu.Lock()
	s := h.sessions[workspace]
	h.mu.Unlock()
	if s == nil {
		return nil
	}
	err := s.send(ctx, ending{why: fault.New(fault.CodeConflict, "The notebook was closed on the server")})
	if err != nil && err != errClosed {
		return err
	}
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		return canceled(ctx)
	}
}

// Open lists the workspaces that are open now, in no order.
func (h *Hub) Open() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := make([]string, 0, len(h.sessions))
	for id, s := range h.sessions {
		if s.view.Load() != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// Running counts the runs of a workspace that have not ended; 0 when it is not open.
func (h *Hub) Running(workspace string) int {
	s := h.loaded(workspace)
	if s == nil {
		return 0
	}
	return len(s.view.Load().state.Unfinished())
}

// LanguageStatuses tells how the language services stand that are open now.
func (h *Hub) LanguageStatuses() []wire.LanguageStatus {
	h.mu.Lock()
	open := slices.Collect(maps.Values(h.sessions))
	h.mu.Unlock()
	var all []wire.LanguageStatus
	for _, s := range open {
		if status, open := s.language.standing(); open {
			all = append(all, status)
		}
	}
	return all
}

// Stats counts what is open now.
type Stats struct {
	Sessions int // loaded workspaces
	Peers    int // joined peers
	Runs     int // runs that are queued or active
}

// Stats returns the present numbers.
func (h *Hub) Stats() Stats {
	h.mu.Lock()
	open := make([]*session, 0, len(h.sessions))
	for _, s := range h.sessions {
		open = append(open, s)
	}
	h.mu.Unlock()
	var n Stats
	for _, s := range open {
		v := s.view.Load()
		if v == nil {
			continue
		}
		n.Sessions++
		n.Peers += s.logs.followers()
		n.Runs += len(v.state.Unfinished())
	}
	return n
}
