package lsp

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// How soon after a change findings are fetched: those of the document that changed once typing pauses for
// a moment, but not later than now and then while it goes on; those of documents that it can matter to after
// a longer pause; those of all others, to be sure, once nobody has typed for a while.
const (
	editedPause = 30 * time.Millisecond
	editedLate  = 150 * time.Millisecond
	othersPause = 200 * time.Millisecond
	othersLate  = 2 * time.Second
	restPause   = time.Second
)

// Bounds of what is told about one cell.
const (
	maxDiagnostics  = 300
	maxMessageBytes = 4 << 10
)

// Diagnostic is one finding. Its fields are those of the Language Server Protocol.
type Diagnostic struct {
	Range    Range  `json:"range"`
	Severity int    `json:"severity"`
	Code     int    `json:"code,omitempty"`
	Source   string `json:"source"`
	Message  string `json:"message"`
	Tags     []int  `json:"tags,omitempty"`
	Related  []struct {
		Location struct {
			URI   string `json:"uri"`
			Range Range  `json:"range"`
		} `json:"location"`
		Message string `json:"message"`
	} `json:"relatedInformation,omitempty"`
	// Install names packages that would resolve it.
	Install []string `json:"-"`
}

// findings schedule what is fetched from the server, one document at a time, and remember what was told.
// They belong to the goroutine of a Workspace's serve.
type findings struct {
	edited, others due
	typedAt        time.Time // when a document changed last
	reach          reach
	rest           map[string]bool   // to be fetched once nobody types, by name
	order          []string          // of the documents, for fairness
	stale          map[string]bool   // to be fetched, by name
	urgent         map[string]bool   // those of them that were edited
	behind         bool              // the documents are to be brought up to newer cells first
	told           map[string]report // the latest of each document
	fetching       string            // the document that is being fetched, empty when none is
	timer          *time.Timer
	turn           *turn // to fetch, or the place in the queue for it; nil when nothing is due
}

// due is when a kind of work is to be done.
type due struct{ first, last time.Time }

func (d *due) poke(now time.Time) {
	if d.first.IsZero() {
		d.first = now
	}
	d.last = now
}

func (d *due) at(pause, late time.Duration) time.Time {
	soon, latest := d.last.Add(pause), d.first.Add(late)
	if latest.Before(soon) {
		return latest
	}
	return soon
}

// report is what was told about a document.
type report struct {
	cell    notebook.CellID
	version int
	raw     string
	found   []Diagnostic // as the server had them
}

// The events that findings come from.
type (
	pulled struct {
		from    *process
		name    string
		cell    notebook.CellID
		version int
		raw     json.RawMessage
		err     error
	}
	publication struct {
		URI         string          `json:"uri"`
		Diagnostics json.RawMessage `json:"diagnostics"`
	}
	refresh struct{}
)

func (f *findings) init() {
	f.told, f.reach = map[string]report{}, reach{}
	f.timer = time.NewTimer(time.Hour)
	f.reset()
}

// reset forgets what is to be done, for a new server. What was told stays told until it changes.
func (f *findings) reset() {
	f.leave()
	f.stale, f.urgent, f.rest, f.fetching = map[string]bool{}, map[string]bool{}, map[string]bool{}, ""
	f.edited, f.others, f.order, f.behind = due{}, due{}, nil, false
}

// changed notes documents that changed, and those that they can matter to. It returns what was told about
// documents that are gone, and forgets it.
func (f *findings) changed(names []string, docs documents) (gone []report) {
	for name, r := range f.told {
		if d, there := docs.open[name]; !there || d.cell != r.cell {
			delete(f.told, name)
			f.drop(name)
			if len(r.found) > 0 {
				gone = append(gone, r)
			}
		}
	}
	if len(names) == 0 {
		return gone
	}
	now := time.Now()
	fresh := len(f.order) == 0
	f.order = f.order[:0]
	affected, some := f.reach.edited(names, docs.open)
	for _, c := range docs.cells {
		if c.Kind == notebook.Code {
			name := moduleFolder + c.Filename
			f.order = append(f.order, name)
			if !some || fresh || affected[name] {
				f.stale[name] = true
				delete(f.rest, name)
			} else {
				f.rest[name] = true // also what was under way: whoever types comes first
				delete(f.stale, name)
			}
		}
	}
	for _, set := range []map[string]bool{f.stale, f.rest} {
		for name := range set {
			if _, there := docs.open[name]; !there {
				f.drop(name)
			}
		}
	}
	f.typedAt = now
	f.others.poke(now)
	for _, name := range names {
		if f.stale[name] && !fresh {
			f.urgent[name] = true
			f.edited.poke(now)
		}
	}
	if fresh {
		f.others.first = now.Add(-othersLate) // nobody types yet
	}
	f.schedule()
	return gone
}

// drop forgets that a document is to be fetched.
func (f *findings) drop(name string) {
	delete(f.stale, name)
	delete(f.urgent, name)
	delete(f.rest, name)
}

// allStale has everything fetched again soon.
func (f *findings) allStale() {
	for _, name := range f.order {
		f.stale[name] = true
	}
	f.others.poke(time.Now())
	f.schedule()
}

// schedule sets the timer to the next time at which something is to be fetched.
func (f *findings) schedule() {
	var at time.Time
	switch {
	case f.fetching != "":
		return
	case len(f.urgent) > 0 || f.behind:
		at = f.edited.at(editedPause, editedLate)
	case len(f.stale) > 0:
		at = f.others.at(othersPause, othersLate)
	case len(f.rest) > 0:
		at = f.typedAt.Add(restPause)
	default:
		return
	}
	f.timer.Reset(max(0, time.Until(at)))
}

func (f *findings) due() <-chan time.Time { return f.timer.C }

// queue asks for a turn, once something is due.
func (f *findings) queue(turns *Turns) {
	if f.turn == nil {
		f.turn = turns.queue()
	}
}

// came is closed when the turn has come that is waited for.
func (f *findings) came() <-chan struct{} {
	if f.turn == nil || f.fetching != "" {
		return nil
	}
	return f.turn.came
}

// leave lets others fetch.
func (f *findings) leave() {
	if f.turn != nil {
		f.turn.end(len(f.urgent))
		f.turn = nil
	}
}

// pending reports whether findings are about to be fetched or are being fetched, after which the documents
// are brought up to the latest cells.
func (f *findings) pending() bool {
	return f.fetching != "" || f.turn != nil || f.behind || len(f.urgent) > 0
}

// typed notes that there are newer cells, which the documents are not brought up to yet.
func (f *findings) typed() {
	f.behind = true
	f.edited.poke(time.Now())
	f.schedule()
}

// next is the document whose findings are wanted most.
func (f *findings) next() string {
	sets := []map[string]bool{f.urgent, f.stale}
	if time.Since(f.typedAt) >= restPause {
		sets = append(sets, f.rest)
	}
	for _, set := range sets {
		for _, name := range f.order {
			if set[name] {
				return name
			}
		}
	}
	return ""
}

// pull fetches the findings of one document, now that it is our turn.
func (w *Workspace) pull() {
	f := &w.findings
	w.update()
	name := f.next()
	if w.process == nil || name == "" {
		f.leave()
		return
	}
	d := w.documents.open[name]
	f.fetching = name
	f.drop(name)
	if len(f.urgent) == 0 {
		f.edited = due{}
	}
	p := w.process
	params := object{"textDocument": object{"uri": w.places().fileURI(name)}}
	_, err := p.conn.call("textDocument/diagnostic", params, func(raw json.RawMessage, err error) {
		w.tell(pulled{p, name, d.cell, d.version, raw, err})
	})
	if err != nil {
		f.fetching = "" // the server is ending; the next one is asked
		f.leave()
	}
}

// found tells the findings of a document, if they are others than were told, and goes on.
func (w *Workspace) found(e pulled) {
	f := &w.findings
	if e.from != w.process {
		return
	}
	f.fetching = ""
	f.leave()
	if len(f.stale) == 0 {
		f.others = due{}
	}
	f.schedule()
	if e.err != nil {
		return // it is asked again after the next change
	}
	var result struct {
		Items json.RawMessage `json:"items"`
	}
	if json.Unmarshal(e.raw, &result) != nil {
		return
	}
	w.report(e.name, e.cell, e.version, result.Items)
}

// report tells the findings of a document. While there are any they are told for each version, because
// browsers move them with the text; that there are none needs to be told once only.
func (w *Workspace) report(name string, cell notebook.CellID, version int, raw json.RawMessage) {
	before, known := w.findings.told[name]
	if known && before.raw == string(raw) && (before.version == version || len(before.found) == 0) {
		return
	}
	clean, _, _ := w.places().out(raw)
	var items []Diagnostic
	if json.Unmarshal(clean, &items) != nil {
		return
	}
	w.findings.told[name] = report{cell: cell, version: version, raw: string(raw), found: items}
	if !known && len(items) == 0 {
		return
	}
	w.sink.Diagnosed(cell, version, w.forPeople(name, items))
}

// published takes what the server says of its own accord: what is wrong with the configuration.
func (w *Workspace) published(method string, params json.RawMessage) {
	if method != "textDocument/publishDiagnostics" {
		return
	}
	var p publication
	if json.Unmarshal(params, &p) == nil {
		w.tell(p)
	}
}

func (f *findings) published(w *Workspace, p publication) {
	name, ok := w.places().ofFileURI(p.URI)
	d, open := w.documents.open[name]
	if ok && open && d.cell != "" && !strings.HasPrefix(name, moduleFolder) && w.guarded == "" {
		w.report(name, d.cell, d.version, p.Diagnostics)
	}
}

// retell tells again what may be known better now.
func (f *findings) retell() {
	for name, r := range f.told {
		if slices.ContainsFunc(r.found, func(d Diagnostic) bool { return d.Code == untypedModule }) {
			delete(f.told, name)
			f.stale[name] = true
		}
	}
	f.others.poke(time.Now())
	f.schedule()
}
