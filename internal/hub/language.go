package hub

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/wire"
)

// Languages are the language services of workspaces.
type Languages interface {
	// Open begins the service of a workspace and returns at once. What it finds arrives at the sink until
	// Close has returned.
	Open(workspace string, sink LanguageSink) Language
}

// Language is the language service of one workspace. Its methods may be called at any time.
type Language interface {
	// Follow brings its documents up to the cells of a state, which nobody changes. It returns at once.
	Follow(cells []*live.Cell, language notebook.Language)
	// Ask puts a question about the cells of the latest Follow or newer ones. Its errors are faults.
	Ask(ctx context.Context, method string, params json.RawMessage) (LanguageAnswer, error)
	// Symbols finds the names that fit a query, without Workspace and Title. Its errors are faults.
	Symbols(ctx context.Context, query string) ([]wire.Symbol, error)
	// Notice tells of something that is no text. It returns at once.
	Notice(LanguageNotice)
	// Close returns when nothing of the service is left.
	Close()
}

// LanguageSink takes what a language service has to tell. Its methods return at once.
type LanguageSink interface {
	// Diagnosed replaces what was found about a cell in a version.
	Diagnosed(cell notebook.CellID, version int, found []wire.Diagnostic)
	// Standing tells a change of the service's status.
	Standing(wire.LanguageStatus)
}

// LanguageAnswer is the result of a question, and the versions of the cells that it speaks of.
type LanguageAnswer struct {
	Result   json.RawMessage
	Versions map[notebook.CellID]int
}

// LanguageNotice is what a language service is told besides the text of cells.
type LanguageNotice int

// The notices.
const (
	LanguageRestart  LanguageNotice = iota // a person wants it anew
	LanguagePackages                       // other packages are installed
	LanguageSecrets                        // other variables are granted
	LanguageTypes                          // more is known about packages of types
)

// languageRest is how long a language service goes on without peers: long enough to reload a page.
const languageRest = time.Minute

// language joins a session to its language service, which is open while somebody looks.
type language struct {
	session *session

	mu       sync.Mutex
	service  Language // nil when nobody looked for a while
	watchers int
	resting  *time.Timer // closes the service
	over     bool        // the session closes
	status   wire.LanguageStatus
	found    map[notebook.CellID]wire.Diagnostics // of the cells with findings
}

func newLanguage(s *session) *language {
	return &language{
		session: s, found: map[notebook.CellID]wire.Diagnostics{}, status: wire.LanguageStatus{State: "off"},
	}
}

// watch opens the service for a peer and tells the peer what is known already.
func (l *language) watch(p *Peer, v *view) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers++
	if l.resting != nil {
		l.resting.Stop()
		l.resting = nil
	}
	if l.session.hub.Languages == nil || l.over {
		return
	}
	if l.service == nil {
		l.status = wire.LanguageStatus{State: "starting"}
		l.service = l.session.hub.Languages.Open(l.session.id, languageSink{l})
		l.service.Follow(v.state.Cells, v.state.Language)
	}
	status := l.status
	p.out.signal(wire.Signal{Language: &status})
	for cell, d := range l.found {
		if v.state.Cell(cell) != nil {
			p.out.diagnose(d)
		}
	}
}

// unwatch lets the service rest when the last peer is gone for a while.
func (l *language) unwatch() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers--
	if l.watchers == 0 && l.service != nil && !l.over {
		l.resting = time.AfterFunc(languageRest, l.rest)
	}
}

func (l *language) rest() {
	l.mu.Lock()
	if l.watchers > 0 || l.over {
		l.mu.Unlock()
		return
	}
	service := l.take()
	l.mu.Unlock()
	if service != nil {
		service.Close()
	}
}

// take is called with the lock held.
func (l *language) take() Language {
	service := l.service
	l.service, l.status = nil, wire.LanguageStatus{State: "off"}
	clear(l.found)
	return service
}

// close ends the service for good.
func (l *language) close() {
	l.mu.Lock()
	l.over = true
	if l.resting != nil {
		l.resting.Stop()
	}
	service := l.take()
	l.mu.Unlock()
	if service != nil {
		service.Close()
	}
}

func (l *language) open() Language {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.service
}

// standing is the status of the service; false when it is not open.
func (l *language) standing() (wire.LanguageStatus, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status, l.service != nil
}

// follow is called by the actor after each change of a text or of the order of cells.
func (l *language) follow(s live.State) {
	if service := l.open(); service != nil {
		service.Follow(s.Cells, s.Language)
	}
}

// notice is false when the service is not open.
func (l *language) notice(n LanguageNotice) bool {
	service := l.open()
	if service != nil {
		service.Notice(n)
	}
	return service != nil
}

// packages notices the end of an installation.
func (l *language) packages(before, after *wire.PackagesStatus) {
	if before != nil && before.Progress != nil && after.Progress == nil {
		l.notice(LanguagePackages)
	}
}

// answer puts the question of a peer and queues the answer for it.
func (l *language) answer(ctx context.Context, q question) {
	m := wire.Answer{ID: q.id}
	answer, err := LanguageAnswer{}, error(fault.New(fault.CodeLanguageOff, "The language service is not running"))
	if service := l.open(); service != nil {
		answer, err = service.Ask(ctx, q.method, q.params)
	}
	if q.ctx.Err() != nil {
		return // nobody waits for it any more
	}
	if err != nil {
		f := wire.FaultOf(err)
		m.Fault = &f
		if f.Code == string(fault.CodeInternal) {
			l.session.hub.Log.Error("language service failed", "workspace", l.session.id, "method", q.method, "error", err)
		}
	} else {
		m.Result, m.Versions = answer.Result, answer.Versions
	}
	q.peer.out.answer(m)
}

// languageSink carries what the service tells to the peers.
type languageSink struct{ *language }

// Diagnosed implements LanguageSink.
func (l languageSink) Diagnosed(cell notebook.CellID, version int, found []wire.Diagnostic) {
	d := wire.Diagnostics{Cell: cell, Version: version, Items: append([]wire.Diagnostic{}, found...)}
	l.mu.Lock()
	if len(found) > 0 {
		l.found[cell] = d
	} else {
		delete(l.found, cell)
	}
	l.mu.Unlock()
	for _, p := range l.session.logs.readers() {
		p.out.diagnose(d)
	}
}

// Standing implements LanguageSink.
func (l languageSink) Standing(s wire.LanguageStatus) {
	l.mu.Lock()
	l.status = s
	l.mu.Unlock()
	for _, p := range l.session.logs.readers() {
		p.out.signal(wire.Signal{Language: &s})
	}
}

// NoticeLanguage tells the language service of a workspace something. It fails with CodeLanguageOff when
// nobody looks at the workspace, which therefore has none.
func (h *Hub) NoticeLanguage(workspace string, n LanguageNotice) error {
	if s := h.loaded(workspace); s != nil && s.language.notice(n) {
		return nil
	}
	return fault.New(fault.CodeLanguageOff, "The language service of this notebook is not running").
		WithNext("Open the notebook in a browser.")
}
