package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/srcbook/srcbook/internal/sandbox"
)

// Program is an installed TypeScript.
type Program struct {
	Path string   // the native compiler, absolute
	Args []string // that make it a language server
	Lib  string   // the folder of its declarations, absolute
}

// FindProgram finds the native TypeScript below a folder of installed packages, for this machine.
func FindProgram(modules string) (Program, error) {
	found, err := filepath.Glob(filepath.Join(modules, "@typescript", "typescript-*", "lib", executable("tsc")))
	if err != nil || len(found) != 1 {
		return Program{}, fmt.Errorf("find the native TypeScript in %s: there are %d", modules, len(found))
	}
	return Program{Path: found[0], Args: []string{"--lsp", "--stdio"}, Lib: filepath.Dir(found[0])}, nil
}

// process is a language server that answers.
type process struct {
	conn    *conn
	version string
	ended   chan struct{} // closed when its whole tree has ended
	exit    sandbox.Exit  // set then
	kill    context.CancelFunc
	tail    *tail
}

// launch starts a server and introduces us. Nothing is left behind on an error.
func (w *Workspace) launch(ctx context.Context, h handler) (*process, error) {
	program, err := w.config.Program(ctx)
	if err != nil {
		return nil, err
	}
	w.readVariables(ctx)
	at := w.settle(program.Lib)
	makeModuleFolder(at.folder)
	running, kill := context.WithCancel(context.WithoutCancel(ctx))
	p, err := w.config.Sandbox.Start(running, sandbox.Spec{
		Path: program.Path, Args: program.Args, Dir: at.folder, Env: w.config.Env,
		Readable: []string{filepath.Dir(program.Lib)}, Limits: w.config.Limits,
		Background: true, // it takes all processors to check, while somebody types in a browser on this machine
	})
	if err != nil {
		kill()
		return nil, err
	}
	s := &process{
		conn: newConn(p.Stdout, p.Stdin, h, w.config.Now), ended: make(chan struct{}), kill: kill, tail: &tail{},
	}
	go s.serve(p)
	if err := s.initialize(ctx, at, w.config.AskTimeout); err != nil {
		s.end()
		return nil, fmt.Errorf("introduce ourselves: %w; it wrote %q", err, s.tail)
	}
	return s, nil
}

// exitGrace is how long a server that has closed its output may take to exit.
const exitGrace = time.Second

// serve owns the goroutines of a server until it has ended.
func (s *process) serve(p *sandbox.Process) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(s.tail, p.Stderr) // it ends with the process
	}()
	go func() {
		<-s.conn.done
		if errors.Is(s.conn.reason(), io.EOF) {
			select { // it is ending by itself, and its exit code says why
			case <-p.Done():
			case <-time.After(exitGrace):
			}
		}
		s.kill()
	}()
	_ = s.conn.serve() // the exit says more about why
	s.exit = p.Wait()
	<-read
	for _, f := range []io.Closer{p.Stdout, p.Stderr} {
		_ = f.Close() // pipes have nothing to flush
	}
	close(s.ended)
}

// end kills the server and returns when nothing of it is left.
func (s *process) end() {
	s.conn.close(errConnClosed)
	<-s.ended
}

func (s *process) initialize(ctx context.Context, at places, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, 2*timeout)
	defer cancel()
	type answer struct {
		result json.RawMessage
		err    error
	}
	answered := make(chan answer, 1)
	_, err := s.conn.call("initialize", initializeParams(at), func(result json.RawMessage, err error) {
		answered <- answer{result, err}
	})
	if err != nil {
		return err
	}
	select {
	case a := <-answered:
		if a.err != nil {
			return a.err
		}
		var result struct {
			Info struct {
				Version string `json:"version"`
			} `json:"serverInfo"`
		}
		if err := json.Unmarshal(a.result, &result); err != nil {
			return fmt.Errorf("%w: %w", errFraming, err)
		}
		s.version = result.Info.Version
		s.conn.notify("initialized", struct{}{})
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
