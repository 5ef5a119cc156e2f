package server

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/files"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/kernel"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/sandbox"
	"github.com/srcbook/srcbook/internal/wire"
)

// code joins the live sessions to the kernel. Looking for Node and ending what a dead server left
// behind happen in the background, so that the server answers at once; runs wait for both.
type code struct {
	config  kernel.Config
	sandbox *sandbox.Sandbox
	folders *files.Folders
	library *library.Library
	log     *slog.Logger

	ready chan struct{} // closed when the kernel was made, or could not be

	mu     sync.Mutex
	kernel *kernel.Kernel
	err    error // why there is none
}

func newCode(c Config, folders *files.Folders) (*code, error) {
	box, err := sandbox.New(sandbox.Config{Folder: filepath.Join(c.Data, processFolder), Log: c.Log})
	if err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The data folder cannot be used")
	}
	return &code{
		config:  kernel.Config{Sandbox: box, Folder: filepath.Join(c.Data, kernelFolder), Log: c.Log},
		sandbox: box, folders: folders, log: c.Log, ready: make(chan struct{}),
	}, nil
}

// prepare makes the kernel. It is called once, by its own goroutine.
func (r *code) prepare(ctx context.Context) {
	defer close(r.ready)
	if n, err := r.sandbox.Reap(); err != nil {
		r.log.WarnContext(ctx, "end processes of an earlier server", "ended", n, "err", err)
	}
	_, _ = r.make(ctx) // the error is kept for those who ask
}

// make returns the kernel. When there is none it tries again, because what was in the way, such as a
// full disk, may be gone.
func (r *code) make(ctx context.Context) (*kernel.Kernel, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kernel != nil {
		return r.kernel, nil
	}
	r.kernel, r.err = kernel.New(ctx, r.config)
	if errors.Is(r.err, syscall.ENOSPC) {
		r.err = fault.Wrap(fault.CodeStorageFull, r.err, "There is no space for the files that runs need")
	}
	return r.kernel, r.err
}

// made is the kernel if there is one now, or why there is none; neither while it is being looked for.
func (r *code) made() (*kernel.Kernel, error) {
	select {
	case <-r.ready:
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.kernel, r.err
	default:
		return nil, nil
	}
}

// close ends every process. It is called after prepare has returned.
func (r *code) close() {
	if k, _ := r.made(); k != nil {
		k.Close()
	}
	r.sandbox.Close()
}

// wait returns the kernel once there is one.
func (r *code) wait(ctx context.Context) (*kernel.Kernel, error) {
	select {
	case <-r.ready:
		return r.make(ctx)
	case <-ctx.Done():
		return nil, fault.Wrap(fault.CodeCanceled, ctx.Err(), "The run was given up")
	}
}

// Start implements hub.Runner. A run waits for the installation of its workspace's packages.
func (r *code) Start(ctx context.Context, spec hub.RunSpec, sink hub.Sink) (hub.Process, error) {
	manifest, _ := spec.Notebook.Cell(notebook.PackageID)
	if err := r.library.AwaitPackages(ctx, spec.Workspace, manifest.Text.String()); err != nil {
		return nil, err
	}
	k, err := r.wait(ctx)
	if err != nil {
		return nil, err
	}
	env, err := r.library.Environment(ctx, spec.Workspace)
	if err != nil {
		return nil, err
	}
	settings, err := r.library.ReadSettings(ctx)
	if err != nil {
		return nil, err
	}
	run, err := k.Run(ctx, kernel.Request{
		ID: string(spec.Run), Workspace: spec.Workspace, Folder: r.folders.FolderPath(spec.Workspace),
		Entry: spec.Filename, Sources: spec.Notebook.Sources(), Env: env,
		WallTime: time.Duration(settings.RunTimeLimit) * time.Second, Terminal: terminalOf(spec),
	}, sink)
	if err != nil {
		return nil, err
	}
	return process{run}, nil
}

// terminalOf is the terminal that a run begins with, nil for none.
func terminalOf(spec hub.RunSpec) *sandbox.TerminalSize {
	if !spec.Terminal {
		return nil
	}
	return &sandbox.TerminalSize{Columns: 80, Rows: 24}
}

// warm has a process made ready for a workspace that was opened. It is a head start only: where it
// cannot be done now, the first run does it.
func (r *code) warm(workspace string) {
	k, _ := r.made()
	if k == nil {
		return
	}
	folder, err := r.folders.Open(workspace) // creates it
	if err != nil {
		return
	}
	defer folder.Close()
	if err := r.sandbox.Own(folder.Path()); err != nil {
		return
	}
	k.Warm(workspace, folder.Path())
}

// cool ends the process that waits for a workspace.
func (r *code) cool(workspace string) {
	select {
	case <-r.ready:
		if r.kernel != nil {
			r.kernel.Cool(workspace)
		}
	default:
	}
}

// process is a kernel run as the hub sees it.
type process struct{ *kernel.Run }

// Input implements hub.Process.
func (p process) Input(text string, end bool) error {
	if text != "" {
		if err := p.Write([]byte(text)); err != nil {
			return err
		}
	}
	if end {
		p.CloseStdin()
	}
	return nil
}

// Resize implements hub.Process.
func (p process) Resize(columns, rows int) error {
	return p.Run.Resize(sandbox.TerminalSize{Columns: clamp(columns), Rows: clamp(rows)})
}

// clamp brings a number of characters into the range that a terminal can have.
func clamp(n int) uint16 { return uint16(max(0, min(n, math.MaxUint16))) }

func (r *code) status() wire.NodeStatus {
	k, err := r.made()
	switch {
	case err != nil:
		f := wire.FaultOf(err)
		return wire.NodeStatus{Fault: &f}
	case k == nil:
		return wire.NodeStatus{}
	default:
		return wire.NodeStatus{Version: k.Node().Version}
	}
}

// nodeVersion is the version of Node.js once that is known, empty when there is none.
func (r *code) nodeVersion(ctx context.Context) string {
	k, err := r.wait(ctx)
	if err != nil {
		return ""
	}
	return k.Node().Version
}

func (r *code) isolation() string { return string(r.sandbox.Level().Level) }

// imports are the packages that sources need; none while there is no kernel.
func (r *code) imports(folder string, sources map[string]string) []kernel.Import {
	k, _ := r.made()
	if k == nil {
		return nil
	}
	return k.Imports(folder, sources)
}

var _ hub.Runner = (*code)(nil)
