package server

import (
	"context"
	"log/slog"
	"path/filepath"
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

	ready  chan struct{} // closed when kernel or err is set
	kernel *kernel.Kernel
	err    error
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
	r.kernel, r.err = kernel.New(ctx, r.config)
}

// close ends every process. It is called after prepare has returned.
func (r *code) close() {
	if r.kernel != nil {
		r.kernel.Close()
	}
	r.sandbox.Close()
}

// wait returns the kernel once there is one.
func (r *code) wait(ctx context.Context) (*kernel.Kernel, error) {
	select {
	case <-r.ready:
		return r.kernel, r.err
	case <-ctx.Done():
		return nil, fault.Wrap(fault.CodeCanceled, ctx.Err(), "The run was given up")
	}
}

// Start implements hub.Runner.
func (r *code) Start(ctx context.Context, spec hub.RunSpec, sink hub.Sink) (hub.Process, error) {
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
		Entry: spec.Filename, Sources: sourcesOf(spec.Notebook), Env: env,
		WallTime: time.Duration(settings.RunTimeLimit) * time.Second,
	}, sink)
	if err != nil {
		return nil, err
	}
	return process{run}, nil
}

// warm has a process made ready for a workspace that was opened. It is a head start only: where it
// cannot be done now, the first run does it.
func (r *code) warm(workspace string) {
	select {
	case <-r.ready:
	default:
		return
	}
	if r.kernel == nil {
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
	r.kernel.Warm(workspace, folder.Path())
}

// sourcesOf are the texts of a notebook by their path in the workspace folder.
func sourcesOf(n notebook.Notebook) map[string]string {
	sources := make(map[string]string, len(n.Cells))
	for _, c := range n.Cells {
		switch c.Kind {
		case notebook.Code:
			sources["src/"+c.Filename] = c.Text.String()
		case notebook.Package, notebook.TSConfig:
			sources[c.Filename] = c.Text.String()
		case notebook.Markdown:
		}
	}
	return sources
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

func (r *code) status() wire.NodeStatus {
	select {
	case <-r.ready:
	default:
		return wire.NodeStatus{}
	}
	if r.err != nil {
		f := wire.FaultOf(r.err)
		return wire.NodeStatus{Fault: &f}
	}
	return wire.NodeStatus{Version: r.kernel.Node().Version}
}

func (r *code) isolation() string { return string(r.sandbox.Level().Level) }

// imports are the packages that sources need; none while there is no kernel.
func (r *code) imports(folder string, sources map[string]string) []kernel.Import {
	select {
	case <-r.ready:
		if r.kernel != nil {
			return r.kernel.Imports(folder, sources)
		}
	default:
	}
	return nil
}

var _ hub.Runner = (*code)(nil)
