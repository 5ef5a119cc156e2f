package lsp

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// State is how far the language service is.
type State string

// The states. A failed service is tried again by itself, after a long pause.
const (
	Starting   State = "starting"
	Ready      State = "ready"
	Restarting State = "restarting"
	Failed     State = "failed"
)

// Status says how the language service stands.
type Status struct {
	State    State
	Version  string    // of TypeScript, once it is known
	Message  string    // why it is not ready, for people
	RetryAt  time.Time // when it starts again by itself; zero when it is not waiting for that
	Restarts int
}

const (
	// quickCrashes is how many crashes in a row are followed by a restart within seconds.
	quickCrashes = 5
	longPause    = 5 * time.Minute
	// stable is how long a server has to run for its crash not to count as one in a row.
	stable = time.Minute
)

// crashes decides when a server is started again.
type crashes struct {
	inARow int
	began  time.Time // when the running server was ready
	wait   *time.Timer
}

func (c *crashes) timer() <-chan time.Time {
	if c.wait == nil {
		return nil
	}
	return c.wait.C
}

// pause is how long to wait after one more crash of a server that ran for a while: not at all the first
// time, then longer and longer.
func (c *crashes) pause(ran, first time.Duration) time.Duration {
	if ran > stable {
		c.inARow = 0
	}
	c.inARow++
	switch {
	case c.inARow == 1:
		return 0
	case c.inARow <= quickCrashes:
		return first << (c.inARow - 2)
	default:
		return longPause
	}
}

// The events of a server.
type (
	started struct {
		process *process
		err     error
	}
	ended struct{ process *process }
	// declared: the granted variables were read anew.
	declared struct{}
)

func (w *Workspace) setStatus(s Status) {
	s.Version = w.status.Version
	if w.process != nil {
		s.Version = w.process.version
	}
	s.Restarts = w.status.Restarts
	if s == w.status {
		return
	}
	w.status = s
	w.sink.Standing(s)
}

// start launches a server, without waiting for it.
func (w *Workspace) start(as State) {
	w.setStatus(Status{State: as, Message: w.status.Message})
	w.work.Go(func() {
		h := handler{notified: w.published, requested: w.requested}
		p, err := w.launch(w.ctx, h)
		select {
		case w.events <- started{p, err}:
			return
		case <-w.ctx.Done():
		}
		if p != nil {
			p.end()
		}
	})
}

func (w *Workspace) happened(event any) {
	switch e := event.(type) {
	case started:
		if e.err != nil {
			w.failed(e.err)
			return
		}
		w.began(e.process)
	case ended:
		if e.process == w.process {
			w.crashed(e.process)
		}
	case pulled:
		w.found(e)
	case publication:
		w.findings.published(w, e)
	case declared:
		w.documents.cells = nil
		w.update()
	case refresh:
		w.findings.allStale()
	}
}

// began gives a new server its documents and the questions that waited for it.
func (w *Workspace) began(p *process) {
	w.process, w.documents = p, documents{}
	w.crashes.began = w.config.Now()
	w.work.Go(func() {
		<-p.ended
		w.tell(ended{p})
	})
	w.setStatus(Status{State: Ready})
	w.findings.reset()
	w.update()
	waiting := w.waiting
	w.waiting = nil
	for _, a := range waiting {
		w.take(a)
	}
}

// failed handles a server that did not start.
func (w *Workspace) failed(err error) {
	message := "TypeScript's language server does not start."
	if f := fault.From(err); f.Kind() != fault.Internal {
		message = f.Message
	}
	if w.status.Message != message {
		w.config.Log.Warn("language server does not start", "error", err)
	}
	w.comeAgain(message, 0)
}

// crashed handles a server that ended without being asked.
func (w *Workspace) crashed(p *process) {
	w.config.Log.Warn("language server ended", "exit", p.exit, "why", p.conn.reason(), "stderr", p.tail.String())
	w.process, w.documents = nil, documents{}
	w.comeAgain(w.reasonOf(p.exit), w.config.Now().Sub(w.crashes.began))
}

func (w *Workspace) reasonOf(e sandbox.Exit) string {
	switch {
	case e.OOM:
		return fmt.Sprintf("The language server needed more than the %d MB of memory that it may use.", w.config.Limits.Memory>>20)
	case e.Stopped:
		return "The language server did not behave and was ended."
	case e.Signal != "":
		return "The language server was ended by the signal " + e.Signal + "."
	default:
		return fmt.Sprintf("The language server ended with exit code %d.", e.Code)
	}
}

// comeAgain arranges for the next start.
func (w *Workspace) comeAgain(message string, ran time.Duration) {
	pause := w.crashes.pause(ran, w.config.Pause)
	w.status.Restarts++
	s := Status{State: Restarting, Message: message}
	if w.crashes.inARow > quickCrashes {
		s.State = Failed
	}
	if pause > 0 {
		s.RetryAt = w.config.Now().Add(pause)
	}
	w.crashes.wait = time.NewTimer(pause)
	w.setStatus(s)
	for _, a := range w.waiting {
		a.fail(w.absent())
	}
	w.waiting = nil
}

// absent says why there is no server now.
func (w *Workspace) absent() error {
	if w.status.State == Failed {
		return fault.New(fault.CodeLanguageFailed, "%s", w.status.Message)
	}
	return fault.New(fault.CodeLanguageRestarting, "The language service is starting")
}

// restart gives a person a new server, and a clean slate.
func (w *Workspace) restart() {
	w.crashes.inARow = 0
	if w.crashes.wait != nil {
		w.crashes.wait.Stop()
		w.crashes.wait = nil
		w.startAgain("")
		return
	}
	w.replace("")
}

// replace has a new server take the place of the running one. One that is being started is as good.
func (w *Workspace) replace(why string) {
	if w.process == nil {
		return
	}
	w.process.conn.close(errConnClosed)
	w.process, w.documents = nil, documents{}
	w.startAgain(why)
}

func (w *Workspace) startAgain(why string) {
	w.status.Restarts++
	w.status.Message = why
	w.start(Restarting)
}

// checkHang ends a server that was asked and answers nothing at all.
func (w *Workspace) checkHang() {
	if w.process == nil {
		return
	}
	if silence := w.process.conn.silence(); silence > w.config.HangTimeout {
		w.config.Log.Warn("language server hangs", "silence", silence)
		w.process.conn.close(errNotReading)
	}
}

// requested answers what the server asks of an editor.
func (w *Workspace) requested(method string, params json.RawMessage) any {
	switch method {
	case "workspace/configuration":
		return configuration(params)
	case "workspace/diagnostic/refresh":
		w.tell(refresh{})
	}
	return nil
}
