package server

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/examples"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/fetch"
	"github.com/srcbook/srcbook/internal/files"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/vault"
	"github.com/srcbook/srcbook/internal/wire"
	"github.com/srcbook/srcbook/ui"
)

// Names inside the data folder.
const (
	keyFile          = "secret.key"
	workspacesFolder = "workspaces"
	processFolder    = "processes"
	kernelFolder     = "kernel"
	packagesFolder   = "packages"
	formatterFolder  = "formatter"
)

// parts are the assembled adapters and services.
type parts struct {
	store     *store.Store
	folders   *files.Folders
	library   *library.Library
	history   *library.History
	hub       *hub.Hub
	code      *code
	tools     *tools
	files     fs.FS
	languages *languages
	memory    thrift
	boot      string
	version   string
	log       *slog.Logger
	closers   []func() error
}

// assemble opens what lives in the data folder and joins the parts. On an error everything that was
// opened is closed again.
func assemble(ctx context.Context, c Config) (_ *parts, err error) {
	p := &parts{boot: strings.ToLower(rand.Text()[:10]), files: ui.Files(), version: c.Version, log: c.Log}
	p.memory = newThrift(giveMemoryBack)
	p.closers = append(p.closers, func() error { p.memory.close(); return nil })
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	if p.store, err = store.Open(ctx, store.Config{Path: c.Data}); err != nil {
		return nil, err
	}
	p.closers = append(p.closers, p.store.Close)
	keys, err := vault.Load(filepath.Join(c.Data, keyFile))
	if err != nil {
		return nil, err
	}
	if p.folders, err = files.OpenFolders(filepath.Join(c.Data, workspacesFolder)); err != nil {
		return nil, err
	}
	p.closers = append(p.closers, p.folders.Close)
	if p.code, err = newCode(c, p.folders); err != nil {
		return nil, err
	}
	p.tools = newTools(c, p.code)
	p.library = library.New(library.Config{
		Workspaces: p.store, Index: p.store, SecretStore: declaredSecrets{p.store, p}, Grants: declaredGrants{p.store, p}, SettingsStore: p.store,
		Vault: keys, Fetcher: fetch.New(fetch.Config{}), Examples: shippedExamples(), Folders: p.folders, Origins: origins{p.store, p.folders},
		Packages: p.tools, Registry: p.tools, Imports: p.tools, Log: c.Log,
	})
	p.code.library = p.library
	p.history = library.NewHistory(library.HistoryConfig{Journal: p.store, Revisions: p.store, Workspaces: p.store, Log: c.Log})
	if p.languages, err = newLanguages(c, p); err != nil {
		return nil, err
	}
	p.hub = hub.New(hub.Config{
		Journal: p.store, Logs: p.store, Runner: p.code, Folders: workspaceFolders{p.folders}, Documents: origins{p.store, p.folders},
		Catalogue: p.library, Index: srcmd.EncodeIndex, Admit: p.admit, Log: c.Log,
		Languages: p.languages, OutputBytes: p.outputBytes,
	})
	p.library.Attach(liveSessions{p.hub, p.code})
	p.history.Attach(p.hub)
	return p, nil
}

// outputBytes is how much is kept of the output of a run that begins now.
func (p *parts) outputBytes(ctx context.Context) (int, error) {
	settings, err := p.library.ReadSettings(ctx)
	return settings.OutputLimit << 20, err
}

// admit keeps a workspace in the trash from being opened. For any other it has a process made ready,
// so that the first run is as quick as the later ones.
func (p *parts) admit(ctx context.Context, id string) error {
	w, err := p.library.Workspace(ctx, id)
	if err != nil {
		return err
	}
	if !w.TrashedAt.IsZero() {
		return fault.New(fault.CodeInTrash, "%s is in the trash", w.Title)
	}
	p.code.warm(id)
	p.memory.spend()
	return nil
}

// liveSessions are the hub's, which also give the warm process of an evicted workspace free.
type liveSessions struct {
	*hub.Hub
	code *code
}

// Evict implements library.Sessions.
func (l liveSessions) Evict(ctx context.Context, workspace string) error {
	err := l.Hub.Evict(ctx, workspace)
	l.code.cool(workspace)
	return err
}

func shippedExamples() []library.Example {
	var all []library.Example
	for _, e := range examples.All() {
		all = append(all, library.Example{ID: e.ID, Source: e.Source})
	}
	return all
}

// start runs the long-lived services until ctx ends and closes the channel when all have returned.
func (p *parts) start(ctx context.Context) <-chan struct{} {
	finished := make(chan struct{})
	var services sync.WaitGroup
	services.Go(func() { _ = p.hub.Serve(ctx) }) // returns nil always; its sessions report faults themselves
	services.Go(func() { p.tools.serve(ctx, p.packagesLearned) })
	services.Go(func() { p.code.prepare(ctx) })
	services.Go(func() { p.history.Serve(ctx) })
	services.Go(func() { p.refreshSearch(ctx) })
	go func() {
		services.Wait()
		p.library.Close()
		p.code.close()
		close(finished)
	}()
	return finished
}

// packagesLearned tells viewers, and the language services, what became known about packages.
func (p *parts) packagesLearned(ctx context.Context) {
	p.library.AnnouncePackages(ctx)
	p.languages.notice(hub.LanguageTypes)
}

// close releases what assemble opened, in reverse order.
func (p *parts) close() error {
	var errs []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		errs = append(errs, p.closers[i]())
	}
	return errors.Join(errs...)
}

// healthTimeout bounds the store's probe of a status request.
const healthTimeout = 2 * time.Second

func (p *parts) status(ctx context.Context) wire.Status {
	probing, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	storage := wire.StorageStatus{Writable: true}
	if err := p.store.Health(probing); err != nil {
		f := wire.FaultOf(err)
		storage = wire.StorageStatus{Fault: &f}
	}
	stats := p.hub.Stats()
	return wire.Status{
		Version: p.version, Boot: p.boot, Node: p.code.status(), Toolchain: p.tools.status(),
		Isolation: p.code.isolation(), Storage: storage, Language: p.languages.status(), Sessions: stats.Sessions, Runs: stats.Runs,
	}
}
