package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/runner"
	"github.com/srcbook/srcbook/toolchain"
)

type runCommand struct {
	dataFlag
	File    string         `arg:"" help:"The .src.md file; - reads standard input."`
	Cell    []string       `sep:"none" placeholder:"NAME" help:"Run only this cell. May be repeated."`
	Env     []string       `sep:"none" placeholder:"K=V" help:"Set an environment variable for the cells. May be repeated."`
	Timeout time.Duration  `placeholder:"DURATION" help:"Stop the run after this time, such as 90s or 5m, and fail."`
	Install runner.Install `enum:"auto,never" default:"auto" help:"Install missing packages first, or never."`
	JSON    bool           `help:"Print one JSON object a line instead of the cells' output."`
	JUnit   string         `name:"junit" type:"path" placeholder:"FILE" help:"Also write a JUnit report to this file."`
}

// Help says what a run does.
func (runCommand) Help() string {
	return `Runs the code cells in the order of the notebook, each in a Node.js process of its own. The next cell
begins when the one before has finished, or goes on in the background as a server does. The first
failure skips the rest. When only servers are left they are stopped, which is no failure.

A cell that reads its standard input gets that of srcbook. The file is not changed. Installed packages are kept in the data folder for the next run.

  srcbook run report.src.md
  srcbook run api.src.md --cell server.ts --cell client.ts
  srcbook run report.src.md --env API_KEY=secret --timeout 5m --junit report.xml
  curl -s https://example.org/a.src.md | srcbook run - --json

Exit codes: 0 all cells finished or were serving until the end, 1 a cell failed or was stopped,
2 the call or the file is wrong, 3 the system failed.`
}

// Run runs the notebook and reports it.
func (c *runCommand) Run(ctx context.Context) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	var junit *os.File
	if c.JUnit != "" {
		if junit, err = os.Create(c.JUnit); err != nil {
			return fault.Wrap(fault.CodeInvalid, err, "%s cannot be written: %v", c.JUnit, unwrapPath(err)).WithNext("Choose another file.")
		}
		defer junit.Close()
	}
	screen, ctx, done := c.screen(ctx)
	defer done()
	suite := &runner.JUnit{Name: options.Notebook.Title, At: time.Now()}
	summary, err := runner.Run(ctx, options, runner.Reporters{screen, suite})
	if err != nil {
		return err
	}
	screen.Summary(summary)
	if junit != nil {
		if err := errors.Join(suite.Write(junit, summary), junit.Close()); err != nil {
			return fmt.Errorf("write %s: %w", c.JUnit, err)
		}
	}
	if !summary.Good() {
		return reported(exitFailed)
	}
	return nil
}

// options reads the file and the flags.
func (c *runCommand) options() (runner.Options, error) {
	o := runner.Options{
		Cells: c.Cell, Timeout: c.Timeout, Install: c.Install, Env: map[string]string{}, Name: c.File,
		Tools: runner.Tools{Manifest: toolchain.Manifest, Lock: toolchain.Lock},
	}
	if c.Timeout < 0 {
		return o, fault.New(fault.CodeInvalid, "The time limit %s is negative", c.Timeout)
	}
	for _, entry := range c.Env {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || name == "" || strings.ContainsAny(entry, "\x00") {
			return o, fault.New(fault.CodeInvalid, "--env %s is not NAME=VALUE", entry).WithNext("Write it as --env NAME=VALUE.")
		}
		o.Env[name] = value
	}
	var err error
	if o.Data, err = c.folder(); err != nil {
		return o, err
	}
	if c.File != "-" {
		o.Input = os.Stdin
		if path, err := filepath.Abs(c.File); err == nil {
			o.Name = path
		}
	}
	source, err := readNotebook(c.File)
	if err != nil {
		return o, err
	}
	o.Notebook, err = srcmd.Decode(source, func() notebook.CellID { return notebook.CellID(rand.Text()) })
	if f := fault.From(err); f != nil {
		return o, f.WithNext("Correct the listed lines.")
	}
	return o, nil
}
