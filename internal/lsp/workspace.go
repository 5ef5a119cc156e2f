package lsp

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// Config is what Workspaces are made from. Sandbox and Program are required.
type Config struct {
	Sandbox *sandbox.Sandbox
	// Program finds TypeScript, and waits until it is installed and the workspace has its folder. A fault
	// that it returns is shown.
	Program func(context.Context) (Program, error)
	// Env is the whole environment of the server; DefaultEnv when nil.
	Env    map[string]string
	Limits sandbox.Limits // DefaultLimits when zero
	Log    *slog.Logger
	Now    func() time.Time
	// Types is the @types package that goes with a package, empty when there is none or that is not known
	// yet. Nil knows none.
	Types func(name string) string
	// Variables are the names of the environment variables that the workspace's code is granted; nil
	// grants none.
	Variables func(context.Context) ([]string, error)
	// Turns are shared by the workspaces of a server; nil gives the workspace its own.
	Turns *Turns
	// AskTimeout is how long one question may take; 15 seconds when 0.
	AskTimeout time.Duration
	// HangTimeout is how long a server may answer nothing while it is asked; 30 seconds when 0.
	HangTimeout time.Duration
	// Pause is how long the first restart after repeated crashes waits; half a second when 0.
	Pause time.Duration
}

// DefaultLimits bound a language server. Types of large packages take some hundred megabytes.
var DefaultLimits = sandbox.Limits{Memory: 2 << 30, OpenFiles: 4096, Processes: 4096}

// DefaultEnv is all that the server needs, which is nothing: it neither looks for programs nor for a home.
// It is a Go program; collecting more often saves a fifth of its memory for some more time at the start.
var DefaultEnv = map[string]string{"GOGC": "25"}

func (c Config) withDefaults() Config {
	if c.Limits == (sandbox.Limits{}) {
		c.Limits = DefaultLimits
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Types == nil {
		c.Types = func(string) string { return "" }
	}
	if c.Variables == nil {
		c.Variables = func(context.Context) ([]string, error) { return nil, nil }
	}
	if c.Turns == nil {
		c.Turns = NewTurns()
	}
	if c.AskTimeout == 0 {
		c.AskTimeout = 15 * time.Second
	}
	if c.HangTimeout == 0 {
		c.HangTimeout = 30 * time.Second
	}
	if c.Pause == 0 {
		c.Pause = 500 * time.Millisecond
	}
	if c.Env == nil {
		c.Env = DefaultEnv
	}
	return c
}

// Sink takes what a Workspace has to tell, one call at a time. Its methods must not wait for the Workspace.
type Sink interface {
	// Diagnosed replaces what was found about a cell; version is that of the text that was looked at.
	Diagnosed(cell notebook.CellID, version int, found []Diagnostic)
	// Standing tells every change of the status.
	Standing(Status)
}

// Answer is what was found out about a question. Cells are those whose text the answer is about, in their
// versions, and Documents the local names that it speaks of.
type Answer struct {
	Result    json.RawMessage
	Cells     []*live.Cell
	Documents []string
}

// Notice tells a Workspace of something that is no text of a cell.
type Notice int

// The notices.
const (
	// PackagesChanged: node_modules has other contents. The server keeps too much of what it read there, so
	// it is replaced.
	PackagesChanged  Notice = iota
	VariablesChanged        // Config.Variables gives others
	TypesLearned            // Config.Types knows more
	RestartAsked            // a person wants a new server
)

// Workspace is the language service of one workspace.
type Workspace struct {
	config Config
	sink   Sink
	ctx    context.Context // ends with Close
	stop   context.CancelFunc
	done   chan struct{}
	work   sync.WaitGroup

	wake    chan struct{} // capacity 1: following changed
	asks    chan *ask
	notices chan Notice
	events  chan any // of the server and of what starts it

	mu        sync.Mutex
	following following
	at        places

	shown shownFiles

	// Of the goroutine of serve.
	process   *process
	documents documents
	guarded   string // a tsconfig.json that the server is not given; it has an earlier one
	waiting   []*ask // for the server to be ready
	status    Status
	crashes   crashes
	findings  findings
}

// following is what the documents shall be brought up to.
type following struct {
	cells     []*live.Cell
	language  notebook.Language
	variables []string
}

// Open begins the service of the workspace in a folder. The server is started at once; Follow has to be
// called for it to know anything.
func Open(c Config, folder string, sink Sink) *Workspace {
	ctx, stop := context.WithCancel(context.Background())
	w := &Workspace{
		config: c.withDefaults(), at: places{folder: folder}, sink: sink, ctx: ctx, stop: stop,
		done: make(chan struct{}), wake: make(chan struct{}, 1), asks: make(chan *ask, 64),
		notices: make(chan Notice, 8), events: make(chan any, 64),
	}
	go w.serve()
	return w
}

// makeModuleFolder makes the folder of the modules, without which the server looks for none of them. Where
// that fails, whoever writes the modules reports it.
func makeModuleFolder(folder string) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return
	}
	defer root.Close()
	_ = root.Mkdir(strings.TrimSuffix(moduleFolder, "/"), 0o755)
}

// Close ends the server and returns when nothing of it is left. Questions that wait fail.
func (w *Workspace) Close() {
	w.stop()
	<-w.done
}

// Follow has the documents brought up to the cells of a state, which must not be changed any more. It
// returns at once; what is asked later is about these cells or newer ones.
func (w *Workspace) Follow(cells []*live.Cell, language notebook.Language) {
	w.mu.Lock()
	w.following.cells, w.following.language = cells, language
	w.mu.Unlock()
	w.poke()
}

// Cell is the cell behind a virtual address as of the latest Follow, and its name below the folder. Errors
// are CodeLanguageOutside and CodeCellNotFound.
func (w *Workspace) Cell(uri string) (*live.Cell, string, error) {
	name, err := local(uri)
	if err != nil {
		return nil, "", err
	}
	for _, c := range w.followed().cells {
		if d, ok := documentOf(c); ok && d.name == name {
			return c, name, nil
		}
	}
	return nil, "", fault.New(fault.CodeCellNotFound, "There is no cell for %s", name)
}

// Notice tells of something that is no text.
func (w *Workspace) Notice(n Notice) {
	select {
	case w.notices <- n:
	case <-w.ctx.Done():
	}
}

// readVariables finds out which variables are granted. When that fails, the earlier ones stay.
func (w *Workspace) readVariables(ctx context.Context) {
	names, err := w.config.Variables(ctx)
	if err != nil {
		w.config.Log.Warn("granted variables not read", "error", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.following.variables = names
}

func (w *Workspace) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Workspace) followed() following {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.following
}

// settle notes where everything is, once it is there.
func (w *Workspace) settle(lib string) places {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = places{folder: realPath(w.at.folder), lib: realPath(lib)}
	return w.at
}

func (w *Workspace) places() places {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// tell hands an event to serve's goroutine.
func (w *Workspace) tell(event any) {
	select {
	case w.events <- event:
	case <-w.ctx.Done():
	}
}

// serve owns the server and its documents.
func (w *Workspace) serve() {
	defer close(w.done)
	tick := time.NewTicker(w.config.HangTimeout / 8)
	defer tick.Stop()
	w.findings.init()
	w.start("starting")
	for {
		select {
		case <-w.ctx.Done():
			w.shutDown()
			return
		case <-w.wake:
			w.edited()
		case a := <-w.asks:
			w.take(a)
		case n := <-w.notices:
			w.noticed(n)
		case e := <-w.events:
			w.happened(e)
		case <-w.crashes.timer():
			w.crashes.wait = nil
			w.start("restarting")
		case <-w.findings.due():
			w.findings.queue(w.config.Turns)
		case <-w.findings.came():
			w.pull()
		case <-tick.C:
			w.checkHang()
		}
	}
}

// edited takes notice of newer cells. While findings are about to be fetched anyway, the documents are
// brought up to them then, once for all edits until that: the server takes up each change at once.
func (w *Workspace) edited() {
	if w.findings.pending() {
		w.findings.typed()
		return
	}
	w.update()
}

// update brings the documents up to what is followed.
func (w *Workspace) update() {
	if w.process == nil {
		return
	}
	f := w.followed()
	if f.cells == nil {
		return
	}
	w.findings.behind = false
	changed := w.bringUp(w.process, f.cells)
	for _, r := range w.findings.changed(changed, w.documents) {
		w.sink.Diagnosed(r.cell, r.version, nil)
	}
}

func (w *Workspace) noticed(n Notice) {
	switch n {
	case VariablesChanged:
		w.work.Go(func() {
			w.readVariables(w.ctx)
			w.tell(declared{})
		})
	case PackagesChanged:
		w.replace("The packages have changed.")
	case TypesLearned:
		w.findings.retell()
	case RestartAsked:
		w.restart()
	}
}

func (w *Workspace) shutDown() {
	for _, a := range w.waiting {
		a.fail(closedFault())
	}
	w.findings.leave()
	if w.process != nil {
		w.process.end()
	}
	w.work.Wait()
	for {
		select {
		case a := <-w.asks:
			a.fail(closedFault())
		case e := <-w.events:
			if s, ok := e.(started); ok && s.process != nil {
				s.process.end()
			}
		default:
			return
		}
	}
}

func closedFault() error {
	return fault.New(fault.CodeCanceled, "The notebook was closed")
}
