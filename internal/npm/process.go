package npm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
)

const (
	// wallTime ends an installation that hangs in spite of the tools' own network timeouts.
	wallTime = 20 * time.Minute
	// maxLine bounds a line of a tool's output; the rest of a longer one is dropped.
	maxLine = 1 << 20
)

// command is one start of a package tool.
type command struct {
	argv     []string // program and arguments
	dir      string
	env      map[string]string
	readable []string // besides dir, our folder and the machine's own
}

// run starts a tool, hands each line of its stdout and stderr to line, never two at once, and waits for
// the end of its whole tree. A tool that fails is not an error here: look at the exit.
func (c Config) run(ctx context.Context, cmd command, line func(string)) (sandbox.Exit, error) {
	p, err := c.Sandbox.Start(ctx, sandbox.Spec{
		Path: cmd.argv[0], Args: cmd.argv[1:], Dir: cmd.dir, Env: cmd.env,
		Readable: cmd.readable, Limits: sandbox.Limits{WallTime: wallTime},
	})
	if err != nil {
		if ctx.Err() != nil {
			return sandbox.Exit{}, canceled(ctx)
		}
		return sandbox.Exit{}, err
	}
	_ = p.Stdin.Close() // the tools never ask
	var readers sync.WaitGroup
	var mu sync.Mutex
	for _, pipe := range []*os.File{p.Stdout, p.Stderr} {
		readers.Go(func() {
			defer pipe.Close()
			readLines(pipe, func(text string) {
				mu.Lock()
				defer mu.Unlock()
				line(text)
			})
		})
	}
	exit := p.Wait()
	readers.Wait()
	if ctx.Err() != nil {
		return exit, canceled(ctx)
	}
	if exit.TimedOut {
		return exit, fault.New(fault.CodeInstallFailed, "The installation took longer than %s and was ended", wallTime)
	}
	return exit, nil
}

func canceled(ctx context.Context) error {
	return fault.Wrap(fault.CodeCanceled, context.Cause(ctx), "The installation was canceled")
}

func readLines(from io.Reader, line func(string)) {
	r := bufio.NewReaderSize(from, 64<<10)
	var text strings.Builder
	for {
		part, more, err := r.ReadLine()
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) && text.Len() > 0 {
				line(text.String())
			}
			return
		}
		if text.Len() < maxLine {
			text.Write(part)
		}
		if !more {
			line(text.String())
			text.Reset()
		}
	}
}

// tail keeps the last lines of an output for error messages and logs.
type tail struct{ lines []string }

const tailLines = 40

func (t *tail) add(line string) {
	t.lines = append(t.lines, line)
	if len(t.lines) > tailLines {
		t.lines = t.lines[1:]
	}
}

func (t *tail) error() error { return fmt.Errorf("output: %s", strings.Join(t.lines, "\n")) }
