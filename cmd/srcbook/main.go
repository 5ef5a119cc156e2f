// Command srcbook serves the workshop, runs notebooks without a server, and moves them in and out.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/srcbook/srcbook/internal/client"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
	"github.com/srcbook/srcbook/internal/wire"
)

// version is set when the binary is built.
var version = "dev"

// The exit codes besides 0. For doctor, exitFailed says that something has to be changed.
const (
	exitFailed = 1
	exitUsage  = 2
	exitSystem = 3
)

type commands struct {
	Serve      serveCommand      `cmd:"" default:"withargs" help:"Start the server and open it in the browser."`
	Open       openCommand       `cmd:"" help:"Open a .src.md file in place."`
	Run        runCommand        `cmd:"" help:"Run a notebook's cells here, without a server."`
	New        newCommand        `cmd:"" help:"Create a notebook in the library."`
	Import     importCommand     `cmd:"" help:"Bring .src.md files into the library."`
	Export     exportCommand     `cmd:"" help:"Write a notebook of the library as a .src.md file."`
	List       listCommand       `cmd:"" help:"List the notebooks of the library."`
	Doctor     doctorCommand     `cmd:"" help:"Check this machine and say what to change."`
	Explain    explainCommand    `cmd:"" help:"Explain the code of an error."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
	Completion completionCommand `cmd:"" help:"Print a completion script for your shell."`
}

const description = `Srcbook is a TypeScript workshop: notebooks of prose, typed code cells and live results, saved as
plain Markdown (.src.md). Only Node.js 20.19 or newer has to be installed beside it.

  srcbook                        start, and open http://localhost:2150
  srcbook open report.src.md     edit a file in place, beside other editors
  srcbook run report.src.md      run a notebook in the terminal or in CI
  srcbook import *.src.md        bring notebooks into the library

Exit codes: 0 done, 1 a cell failed, 2 the call or the file is wrong, 3 the system failed.`

func main() {
	sandbox.Main() // does not return in a process that the sandbox launched
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(execute(ctx, os.Args[1:]))
}

// execute parses and runs one command and returns the exit code.
func execute(ctx context.Context, args []string) int {
	var c commands
	exited := -1
	parser, err := kong.New(&c, kong.Name("srcbook"), kong.Description(description),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		panic(err) // the command structs are wrong, which every test run would show
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "srcbook: %v\nRun srcbook --help for what there is.\n", err)
		return exitUsage
	}
	return report(parsed.Run())
}

// reported is the exit code of a command that has already printed what went wrong.
type reported int

// Error implements error.
func (r reported) Error() string { return fmt.Sprintf("exit code %d", int(r)) }

// report prints err with its next step and chooses the exit code.
func report(err error) int {
	var done reported
	var refused *client.Error
	var f *fault.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &done):
		return int(done)
	case errors.As(err, &refused):
		return reportFault(refused.Fault)
	case errors.As(err, &f):
		return reportFault(wire.FaultOf(f))
	default:
		fmt.Fprintf(os.Stderr, "srcbook: %v\n", err)
		return exitSystem
	}
}

func reportFault(f wire.Fault) int {
	fmt.Fprintf(os.Stderr, "srcbook: %s (%s)\n", f.Message, f.Code)
	for _, d := range f.Details {
		if d.Line > 0 {
			fmt.Fprintf(os.Stderr, "  line %d: %s\n", d.Line, d.Message)
		} else {
			fmt.Fprintf(os.Stderr, "  %s\n", d.Message)
		}
		if d.Fix != "" {
			fmt.Fprintf(os.Stderr, "      %s\n", d.Fix)
		}
	}
	if f.Next != "" {
		fmt.Fprintln(os.Stderr, f.Next)
	}
	return exitOf(f.Kind)
}

func exitOf(kind string) int {
	switch kind {
	case fault.Invalid.String(), fault.NotFound.String(), fault.TooLarge.String(), fault.Forbidden.String():
		return exitUsage
	case fault.Canceled.String():
		return exitFailed
	default:
		return exitSystem
	}
}
