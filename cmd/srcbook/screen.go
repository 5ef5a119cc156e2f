package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"

	"github.com/srcbook/srcbook/internal/runner"
)

// screen is what shows a run.
type screen interface {
	runner.Reporter
	Summary(runner.Summary)
}

// screen chooses how the run is shown. The context that it returns ends also when nobody reads
// standard output any more, so that the processes of the run do not outlive their reader.
func (c *runCommand) screen(ctx context.Context) (screen, context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGPIPE) // else the first failed write would end us at once
	out := &reader{Writer: os.Stdout, gone: cancel}
	done := func() {
		signal.Stop(broken)
		cancel()
	}
	if c.JSON {
		return &runner.JSON{Out: out, Err: os.Stderr}, ctx, done
	}
	return &runner.Text{
		Out: out, Err: os.Stderr, Color: colored(os.Stderr), Shared: terminal(os.Stdout) && terminal(os.Stderr),
	}, ctx, done
}

// reader is somebody who reads what we write, until they are gone.
type reader struct {
	io.Writer
	gone func()
}

// Write reports the first failure to gone.
func (r *reader) Write(p []byte) (int, error) {
	n, err := r.Writer.Write(p)
	if err != nil {
		r.gone()
	}
	return n, err
}

func terminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()) }

// colored follows https://no-color.org.
func colored(f *os.File) bool {
	return terminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
