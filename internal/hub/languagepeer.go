package hub

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/wire"
)

// question is what a peer asks the language service. It passes through the actor's inbox, so that it is
// put after every operation that came before it.
type question struct {
	ctx    context.Context
	peer   *Peer
	id     int64
	method string
	params json.RawMessage
}

func (q question) size() int { return len(q.params) }

// asks are the questions of a peer that are not answered yet, or whose answers it did not take yet.
type asks struct {
	mu      sync.Mutex
	pending map[int64]context.CancelFunc
}

// begin is nil when there are too many questions, or one of this number.
func (a *asks) begin(id int64) context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pending == nil {
		a.pending = map[int64]context.CancelFunc{}
	}
	if len(a.pending) >= wire.MaxAsks || a.pending[id] != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.pending[id] = cancel
	return ctx
}

// end is false when the question had ended already.
func (a *asks) end(id int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	cancel := a.pending[id]
	delete(a.pending, id)
	if cancel != nil {
		cancel()
	}
	return cancel != nil
}

func (a *asks) endAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, cancel := range a.pending {
		cancel()
	}
	clear(a.pending)
}

// Ask puts a question to the language service, after every operation submitted before. The answer comes
// through Next. It fails with CodeRateLimited when too many are unanswered.
func (p *Peer) Ask(ctx context.Context, id int64, method string, params json.RawMessage) error {
	asking := p.asks.begin(id)
	if asking == nil {
		return fault.New(fault.CodeRateLimited, "At most %d questions, each with a number of its own, wait for an answer", wire.MaxAsks)
	}
	err := p.session.send(ctx, question{asking, p, id, method, params})
	if err != nil {
		p.asks.end(id)
	}
	if err == errClosed {
		return nil // whoever joins again asks again
	}
	return err
}

// Forget gives a question up. It is answered no more, unless the answer is on its way.
func (p *Peer) Forget(id int64) { p.asks.end(id) }

// ask is performed by the actor: what was submitted before is applied, and known to the service.
func (a *actor) ask(q question) {
	a.workers.Go(func() { a.language.answer(q.ctx, q) })
}

// languageBox is what waits for a peer of the language service: the answers to its questions, which are
// bounded by the questions, and the latest findings about each cell. It is guarded by the outbox.
type languageBox struct {
	answers []answered
	cells   []notebook.CellID // with findings that wait, in order
	found   map[notebook.CellID]diagnosis
	status  *wire.Signal
}

// The items of the language service.
type (
	answered  struct{ wire.Answer }
	diagnosis struct{ wire.Diagnostics }
)

func (answered) size() int  { return recordCost }
func (diagnosis) size() int { return recordCost }

func (b *languageBox) empty() bool {
	return len(b.answers) == 0 && len(b.cells) == 0 && b.status == nil
}

// take removes the next item; nil when there is none.
func (b *languageBox) take() item {
	switch {
	case len(b.answers) > 0:
		i := b.answers[0]
		b.answers = b.answers[1:]
		return i
	case b.status != nil:
		i := notice{*b.status}
		b.status = nil
		return i
	case len(b.cells) > 0:
		cell := b.cells[0]
		b.cells = b.cells[1:]
		i := b.found[cell]
		delete(b.found, cell)
		return i
	default:
		return nil
	}
}

func (o *outbox) answer(m wire.Answer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil {
		return
	}
	o.language.answers = append(o.language.answers, answered{m})
	o.poke()
}

// diagnose keeps the latest findings about each cell.
func (o *outbox) diagnose(d wire.Diagnostics) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil {
		return
	}
	b := &o.language
	if b.found == nil {
		b.found = map[notebook.CellID]diagnosis{}
	}
	if _, waits := b.found[d.Cell]; !waits {
		b.cells = append(b.cells, d.Cell)
	}
	b.found[d.Cell] = diagnosis{d}
	o.poke()
}

// languageMessage is an item of the language service as it is sent; nil for an answer that was given up.
func (p *Peer) languageMessage(i item) any {
	switch i := i.(type) {
	case answered:
		p.asks.end(i.ID)
		i.Type, i.Channel = "answer", p.channel
		return i.Answer
	case diagnosis:
		i.Type, i.Channel = "diagnostics", p.channel
		return i.Diagnostics
	default:
		panic("hub: unknown item")
	}
}
