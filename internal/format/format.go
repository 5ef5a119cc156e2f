package format

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
)

//go:embed format.mjs
var script string

// MaxTextBytes bounds a text, and MaxSettingsBytes its settings.
const (
	MaxTextBytes     = 2 << 20
	MaxSettingsBytes = 64 << 10
)

// maxAnswerBytes bounds a line of the process: each byte of a text may be written as six.
const maxAnswerBytes = 16 * MaxTextBytes

// Config is what a Formatter is built from.
type Config struct {
	Sandbox *sandbox.Sandbox
	Folder  string // where the process runs, and keeps settings for the moment
	// Program is the path of Node and of the folder of the installed tools' packages. It may wait for
	// them; a fault that it returns is shown.
	Program func(context.Context) (node, modules string, err error)
	Idle    time.Duration // how long an unused process stays; 3 minutes when 0
	Timeout time.Duration // for one text; 10 seconds when 0
}

// limits are generous for the largest text.
var limits = sandbox.Limits{Memory: 1 << 30, OpenFiles: 256}

// Request is a text to format.
type Request struct {
	Name     string // below the workspace's folder; its ending says what language it is
	Text     string
	Settings *Settings // nil: as Prettier does by default
}

// Settings are a file of settings as Prettier reads it, .prettierrc by name, in JSON, YAML or TOML.
type Settings struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Formatter formats texts, one after the other.
type Formatter struct {
	config Config
	turn   chan *worker // holds the one worker, nil when there is none
	idle   *time.Timer
	closed chan struct{}
}

// New returns a formatter without a process.
func New(c Config) *Formatter {
	if c.Idle == 0 {
		c.Idle = 3 * time.Minute
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	f := &Formatter{config: c, turn: make(chan *worker, 1), closed: make(chan struct{})}
	f.turn <- nil
	f.idle = time.AfterFunc(c.Idle, f.rest)
	return f
}

// Format returns the formatted text. Errors are faults: CodeFormat for a text or settings that Prettier
// does not understand, CodeTooLarge, CodeLanguageTimeout, and what Program returns.
func (f *Formatter) Format(ctx context.Context, r Request) (string, error) {
	if len(r.Text) > MaxTextBytes {
		return "", fault.New(fault.CodeTooLarge, "Texts of at most %d MB are formatted", MaxTextBytes>>20)
	}
	if r.Settings != nil && len(r.Settings.Text) > MaxSettingsBytes {
		return "", fault.New(fault.CodeTooLarge, "%s is larger than %d KB", r.Settings.Name, MaxSettingsBytes>>10)
	}
	var w *worker
	select {
	case w = <-f.turn:
	case <-f.closed:
		return "", canceled(nil)
	case <-ctx.Done():
		return "", canceled(ctx.Err())
	}
	text, w, err := f.use(ctx, w, r)
	f.turn <- w
	f.idle.Reset(f.config.Idle)
	return text, err
}

func canceled(err error) error {
	return fault.Wrap(fault.CodeCanceled, err, "The formatting was given up")
}

// use has a worker format a text, and returns the worker that is left.
func (f *Formatter) use(ctx context.Context, w *worker, r Request) (string, *worker, error) {
	select {
	case <-f.closed:
		w.end()
		return "", nil, canceled(nil)
	default:
	}
	if w == nil {
		var err error
		if w, err = f.start(ctx); err != nil {
			return "", nil, err
		}
	}
	limited, cancel := context.WithTimeout(ctx, f.config.Timeout)
	defer cancel()
	answer, err := w.ask(limited, r)
	if err != nil {
		w.end() // whatever it is at, it would answer this question in place of the next
		if errors.Is(limited.Err(), context.DeadlineExceeded) {
			return "", nil, fault.New(fault.CodeLanguageTimeout, "%s was not formatted within %s", r.Name, f.config.Timeout)
		}
		if ctx.Err() != nil {
			return "", nil, canceled(ctx.Err())
		}
		return "", nil, err
	}
	return answer.text(r), w, answer.fault(r)
}

// rest ends the process that nobody used for a while.
func (f *Formatter) rest() {
	select {
	case w := <-f.turn:
		w.end()
		f.turn <- nil
	default: // it is used
	}
}

// Close ends the process. Later calls of Format fail. It is called once.
func (f *Formatter) Close() {
	close(f.closed)
	f.idle.Stop()
	w := <-f.turn
	w.end()
	f.turn <- nil
}

// answer is what the process says about a text.
type answer struct {
	Text     *string `json:"text"`
	Problem  string  `json:"problem"`
	Settings string  `json:"settings"`
	Line     int     `json:"line"`
}

func (a answer) text(r Request) string {
	if a.Text == nil {
		return r.Text
	}
	return *a.Text
}

func (a answer) fault(r Request) error {
	switch {
	case a.Text != nil:
		return nil
	case a.Settings != "":
		return fault.New(fault.CodeFormat, "%s cannot be read: %s", r.Settings.Name, a.Settings).
			WithNext("Correct " + r.Settings.Name + ", then format again.")
	default:
		return fault.New(fault.CodeFormat, "%s cannot be formatted: %s", r.Name, a.Problem).
			WithDetails(fault.Detail{Line: a.Line, Message: a.Problem})
	}
}

// worker is a process that formats.
type worker struct {
	process *sandbox.Process
	stop    context.CancelFunc
	lines   *bufio.Reader
}

func (f *Formatter) start(ctx context.Context) (*worker, error) {
	node, modules, err := f.config.Program(ctx)
	if err != nil {
		return nil, err
	}
	if err := f.config.Sandbox.Own(f.config.Folder); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	p, err := f.config.Sandbox.Start(running, sandbox.Spec{
		Path: node, Args: []string{"--input-type=module", "--eval", script, filepath.Join(modules, "prettier", "index.mjs")},
		Dir: f.config.Folder, Env: map[string]string{"TMPDIR": f.config.Folder, "TEMP": f.config.Folder},
		Readable: []string{modules, filepath.Dir(filepath.Dir(node))}, Limits: limits,
	})
	if err != nil {
		stop()
		return nil, fmt.Errorf("start the formatter: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, p.Stderr) // it ends with the process; the answer says what is wrong
	}()
	return &worker{process: p, stop: stop, lines: bufio.NewReaderSize(p.Stdout, 64<<10)}, nil
}

// ask puts one text to the process. After an error the process is of no use any more.
func (w *worker) ask(ctx context.Context, r Request) (answer, error) {
	request, err := json.Marshal(map[string]any{"name": r.Name, "text": r.Text, "settings": r.Settings})
	if err != nil {
		return answer{}, err
	}
	stopped := context.AfterFunc(ctx, w.stop)
	defer stopped()
	if _, err := w.process.Stdin.Write(append(request, '\n')); err != nil {
		return answer{}, fmt.Errorf("write to the formatter: %w", err)
	}
	line, err := w.line()
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return answer{}, fmt.Errorf("read from the formatter: %w", err)
	}
	return a, nil
}

func (w *worker) line() ([]byte, error) {
	var line []byte
	for {
		part, err := w.lines.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("read from the formatter: %w", err)
		case len(line) > maxAnswerBytes:
			return nil, errors.New("the formatter's answer is too long")
		}
	}
}

// end kills the process and waits for its end. A nil worker has ended.
func (w *worker) end() {
	if w == nil {
		return
	}
	w.stop()
	<-w.process.Done()
	for _, f := range []io.Closer{w.process.Stdin, w.process.Stdout, w.process.Stderr} {
		_ = f.Close() // pipes have nothing to flush
	}
}
