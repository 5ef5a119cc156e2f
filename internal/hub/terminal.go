package hub

import (
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

type terminalSize struct{ columns, rows int }

// Resize tells a run with a terminal the size of the screen that shows it; the last one to tell wins. A
// run that has ended does not care. It fails with CodeRunNotFound or as Process.Resize does.
func (p *Peer) Resize(run live.RunID, columns, rows int) error {
	if h := p.session.processes.find(run); h != nil {
		return h.resize(terminalSize{columns, rows})
	}
	if p.session.view.Load().run(run) == nil {
		return fault.New(fault.CodeRunNotFound, "There is no run %s", run)
	}
	return nil
}

func (h *handle) resize(size terminalSize) error {
	h.mu.Lock()
	p := h.process
	if p == nil {
		h.size = &size
	}
	h.mu.Unlock()
	if p == nil {
		return nil
	}
	return p.Resize(size.columns, size.rows)
}
