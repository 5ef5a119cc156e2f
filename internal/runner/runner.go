package runner

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/kernel"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// Install says when packages are installed.
type Install string

// With InstallAuto the packages that package.json declares are installed when one that is needed is
// missing: a dependency, or a devDependency that a cell imports.
const (
	InstallAuto  Install = "auto"
	InstallNever Install = "never"
)

// Options say what to run. Data, Notebook and Tools are required.
type Options struct {
	Data     string // the data folder; a server may be using it
	Notebook notebook.Notebook
	Name     string            // tells notebooks apart: those of one name share installed packages
	Cells    []string          // file names of the cells to run; every code cell when empty
	Env      map[string]string // for the cells, on top of the kernel's base environment
	Input    io.Reader         // what the cells read from standard input; nil is an empty one
	Timeout  time.Duration     // of the whole run with its installation; 0 is no limit
	Install  Install           // InstallAuto when empty
	Tools    Tools
	Log      *slog.Logger // nil discards

	atOnce    int           // how many cells may be queued or running; live.MaxRuns when zero
	finishing time.Duration // finishingTime when zero
}

// Tools are package.json and package-lock.json of the pinned package tools.
type Tools struct{ Manifest, Lock []byte }

// Run runs the cells in reading order and returns when every process has ended. The summary has a
// result for each chosen cell; that a cell failed is no error. When ctx ends, the cells are asked to
// stop and then made to.
//
// Errors: fault.CodeCellNotFound, CodeNode, CodeDataFolder, CodePackageJSON, and those of
// npm.Installer.Install and npm.Toolchain.Setup.
func Run(ctx context.Context, o Options, reporter Reporter) (Summary, error) {
	expired := context.WithoutCancel(ctx)
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		expired, cancel = context.WithTimeout(expired, o.Timeout)
		defer cancel()
	}
	return runUntil(ctx, expired, o, reporter)
}

// runUntil is Run whose time is over when expired ends.
func runUntil(ctx, expired context.Context, o Options, reporter Reporter) (Summary, error) {
	o = o.withDefaults()
	cells, err := o.cells()
	if err != nil {
		return Summary{}, err
	}
	w, err := o.prepare(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer w.close()
	s := newSession(o, w, reporter)
	if err := w.install(ctx, expired, o, reporter); err != nil {
		if expired.Err() == nil || ctx.Err() != nil {
			return Summary{}, err
		}
		return s.skipAll(cells), nil
	}
	return s.run(ctx, expired, cells)
}

func (o Options) withDefaults() Options {
	if o.Install == "" {
		o.Install = InstallAuto
	}
	if o.atOnce == 0 {
		o.atOnce = live.MaxRuns
	}
	if o.finishing == 0 {
		o.finishing = finishingTime
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// cells are the chosen code cells in reading order.
func (o Options) cells() ([]notebook.Cell, error) {
	chosen := map[string]bool{}
	for _, name := range o.Cells {
		chosen[name] = true
	}
	var cells []notebook.Cell
	var names []string
	for _, c := range o.Notebook.Cells {
		if c.Kind != notebook.Code {
			continue
		}
		names = append(names, c.Filename)
		if len(o.Cells) == 0 || chosen[c.Filename] {
			cells = append(cells, c)
			delete(chosen, c.Filename)
		}
	}
	for _, name := range o.Cells {
		if chosen[name] {
			next := "The notebook has no code cells."
			if len(names) > 0 {
				next = "Its code cells are: " + strings.Join(names, ", ") + "."
			}
			return nil, fault.New(fault.CodeCellNotFound, "There is no code cell %s", name).WithNext(next)
		}
	}
	return cells, nil
}

// workshop is what a run works with.
type workshop struct {
	sandbox *sandbox.Sandbox
	kernel  *kernel.Kernel
	folder  *folder
	sources map[string]string
}

// Names inside the data folder. All but runsFolder are shared with the server.
const (
	processFolder  = "processes"
	kernelFolder   = "kernel"
	packagesFolder = "packages"
	runsFolder     = "runs"
)

func (o Options) prepare(ctx context.Context) (_ *workshop, err error) {
	data, err := filepath.Abs(o.Data)
	if err == nil {
		err = os.MkdirAll(data, 0o700)
	}
	if err != nil {
		return nil, dataFault(data, err)
	}
	w := &workshop{sources: o.Notebook.Sources()}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if w.sandbox, err = sandbox.New(sandbox.Config{Folder: filepath.Join(data, processFolder), Log: o.Log}); err != nil {
		return nil, dataFault(data, err)
	}
	if _, err := w.sandbox.Reap(); err != nil {
		o.Log.WarnContext(ctx, "end processes of an earlier run", "error", err)
	}
	if w.kernel, err = o.kernel(ctx, data, w.sandbox); err != nil {
		return nil, err
	}
	if w.folder, err = openFolder(filepath.Join(data, runsFolder), o.Name); err != nil {
		return nil, dataFault(data, err)
	}
	if err := w.folder.fill(w.sources); err != nil {
		return nil, dataFault(data, err)
	}
	return w, nil
}

// kernel makes the kernel. Runs that begin at once take turns, since each writes the kernel's scripts
// when they are not there yet.
func (o Options) kernel(ctx context.Context, data string, box *sandbox.Sandbox) (*kernel.Kernel, error) {
	lock, err := awaitLock(ctx, filepath.Join(data, kernelFolder+lockedExt))
	if err != nil {
		return nil, dataFault(data, err)
	}
	defer lock.Close()
	return kernel.New(ctx, kernel.Config{
		Sandbox: box, Folder: filepath.Join(data, kernelFolder), RunsPerWorkspace: live.MaxRuns, Log: o.Log,
	})
}

// close ends every process that is left and gives the folder free.
func (w *workshop) close() {
	if w.kernel != nil {
		w.kernel.Close()
	}
	if w.sandbox != nil {
		w.sandbox.Close()
	}
	if w.folder != nil {
		w.folder.close()
	}
}

func dataFault(path string, err error) error {
	return fault.Wrap(fault.CodeDataFolder, err, "The data folder %s cannot be used: %v", path, rootCause(err)).
		WithNext("Correct its permissions, or choose another folder with --data.")
}

// rootCause is the innermost reason, without paths that the message already names.
func rootCause(err error) error {
	for {
		inner, ok := err.(interface{ Unwrap() error })
		if !ok || inner.Unwrap() == nil {
			return err
		}
		err = inner.Unwrap()
	}
}

// plural counts things: "1 cell", "2 cells".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
