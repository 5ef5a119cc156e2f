package library_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/npm"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
	"github.com/srcbook/srcbook/internal/vault"
	"github.com/srcbook/srcbook/internal/wire"
)

// fixture is a library on the real store, hub and vault. Processes, the network and the package manager
// are driven by the test.
type fixture struct {
	*library.Library
	t        *testing.T
	store    *store.Store
	index    *index
	hub      *hub.Hub
	runner   *hubtest.Runner
	packages *packages
	web      map[string][]byte // what can be fetched
	removed  []string          // folders
}

const example = "<!-- srcbook:{\"language\":\"javascript\"} -->\n\n# Example\n\nTry **it**.\n\n###### a.js\n\n```javascript\n1;\n```\n"

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, store: storetest.Open(t), index: &index{}, runner: hubtest.NewRunner(), web: map[string][]byte{}}
	f.packages = &packages{latest: map[string]string{}, calls: make(chan *installation, 100)}
	f.index.Store = f.store
	keys, err := vault.Load(filepath.Join(t.TempDir(), "key"))
	check(t, err)
	f.Library = library.New(library.Config{
		Workspaces: f.store, Index: f.index, SecretStore: f.store, Grants: f.store, SettingsStore: f.store, Origins: f, Vault: keys,
		Fetcher: f, Folders: f, Packages: f.packages, Registry: f.packages, Imports: f.packages,
		Examples: []library.Example{{ID: "example", Source: []byte(example)}},
		Log:      slog.New(slog.DiscardHandler),
	})
	f.hub = hub.New(hub.Config{
		Journal: f.store, Logs: f.store, Runner: f.runner, Catalogue: f.Library, Admit: f.admit,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	f.Attach(f.hub)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- f.hub.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		check(t, <-served)
		f.Close()
	})
	return f
}

// index is the store's, which a test can make fail.
type index struct {
	*store.Store
	fail atomic.Pointer[error]
}

// UpdateIndex implements library.Index.
func (i *index) UpdateIndex(ctx context.Context, id string, content workspace.Index) error {
	if fail := i.fail.Load(); fail != nil {
		return *fail
	}
	return i.Store.UpdateIndex(ctx, id, content)
}

func (f *fixture) admit(ctx context.Context, id string) error {
	w, err := f.Workspace(ctx, id)
	if err == nil && !w.TrashedAt.IsZero() {
		err = fault.New(fault.CodeInTrash, "%s is in the trash", w.Title)
	}
	return err
}

// Fetch implements library.Fetcher.
func (f *fixture) Fetch(_ context.Context, url string) ([]byte, error) {
	if source, ok := f.web[url]; ok {
		return source, nil
	}
	return nil, fault.New(fault.CodeImportHost, "The address leads into a private network")
}

// ReadOrigin implements library.Origins with the files that can be fetched; the rest is the store's.
func (f *fixture) ReadOrigin(path string) (content []byte, real string, err error) {
	content, err = f.Fetch(f.t.Context(), path)
	return content, path, err
}

func (f *fixture) SetOrigin(ctx context.Context, id, path string, _ []byte) error {
	return f.store.SetOrigin(ctx, id, path)
}

func (f *fixture) Origin(ctx context.Context, id string) (string, error) {
	return f.store.Origin(ctx, id)
}

func (f *fixture) WorkspaceOfOrigin(ctx context.Context, path string) (string, error) {
	return f.store.WorkspaceOfOrigin(ctx, path)
}

// RemoveFolder implements library.Folders.
func (f *fixture) RemoveFolder(id string) error {
	f.removed = append(f.removed, id)
	return nil
}

// FolderPath implements library.Folders.
func (f *fixture) FolderPath(id string) string { return filepath.Join("/nowhere", id) }

// packages is a package manager whose installations a test drives. It edits package.json as the real
// one does.
type packages struct {
	calls chan *installation

	mu       sync.Mutex
	upToDate bool
	latest   map[string]string
}

// installation is one that goes on until the test ends it.
type installation struct {
	folder  string
	allowed []string
	report  func(wire.Progress, string)
	end     chan error
}

func (p *packages) Install(ctx context.Context, folder string, allowed []string, report func(wire.Progress, string)) error {
	i := &installation{folder: folder, allowed: allowed, report: report, end: make(chan error)}
	p.calls <- i
	select {
	case err := <-i.end:
		p.mu.Lock()
		defer p.mu.Unlock()
		p.upToDate = err == nil
		return err
	case <-ctx.Done():
		return fault.Wrap(fault.CodeCanceled, ctx.Err(), "The installation was canceled")
	}
}

// learn changes what a comparison finds.
func (p *packages) learn(upToDate bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.upToDate = upToDate
}

// Compare says that esbuild, which some package needs, has an install script.
func (p *packages) Compare(_, manifest string) (library.Comparison, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	status, err := npm.StatusOf("/nowhere", manifest)
	list := []wire.Package{}
	for _, one := range status.Packages {
		list = append(list, wire.Package{Name: one.Name, Range: one.Range, Dev: one.Dev})
	}
	return library.Comparison{Packages: list, UpToDate: p.upToDate, Scripted: []string{"esbuild"}}, err
}

func (p *packages) CheckName(name string) error { return npm.CheckName(name) }

func (p *packages) Tools() *wire.ToolchainStatus { return nil }

func (p *packages) AddDependency(manifest, name, versions string, dev bool) (string, error) {
	return npm.AddDependency(manifest, name, versions, dev)
}

func (p *packages) RemoveDependency(manifest, name string) (string, error) {
	return npm.RemoveDependency(manifest, name)
}

func (p *packages) SearchPackages(context.Context, string) ([]wire.FoundPackage, error) {
	return nil, errors.New("there is no search")
}

func (p *packages) LatestVersion(_ context.Context, name string) (string, error) {
	if v, ok := p.latest[name]; ok {
		return v, nil
	}
	return "", fault.New(fault.CodePackageNotFound, "There is no package %s", name)
}

func (p *packages) MissingImports(map[string]string, string, string) []wire.MissingImport { return nil }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %s", what, err, want)
	}
}

func (f *fixture) create(title string) workspace.Workspace {
	f.t.Helper()
	w, err := f.Create(f.t.Context(), title, "")
	check(f.t, err)
	return w
}

func (f *fixture) state(id string) live.State {
	f.t.Helper()
	state, _, err := f.hub.State(f.t.Context(), id)
	check(f.t, err)
	return state
}

func (f *fixture) titles(trashed bool) []string {
	f.t.Helper()
	rows, _, err := f.List(f.t.Context(), workspace.Filter{Trashed: trashed})
	check(f.t, err)
	titles := []string{}
	for _, r := range rows {
		titles = append(titles, r.Title)
	}
	return titles
}

// viewer follows a workspace and hands on what it is told about packages.
type viewer struct {
	t    *testing.T
	peer *hub.Peer
}

func (f *fixture) view(id string) viewer {
	f.t.Helper()
	p, err := f.hub.Join(f.t.Context(), hub.JoinRequest{Workspace: id, Channel: 1, Client: "viewer", Author: "Ada"})
	check(f.t, err)
	f.t.Cleanup(p.Leave)
	return viewer{f.t, p}
}

// next reads on to a message that the test is after.
func (v viewer) next(what string, wanted func(any) bool) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), time.Minute)
	defer cancel()
	for {
		m, err := v.peer.Next(ctx)
		if err != nil {
			v.t.Fatalf("waiting for %s: %v", what, err)
		}
		if wanted(m) {
			return
		}
	}
}

// packages reads on to a status in a state.
func (v viewer) packages(state string) (status wire.PackagesStatus) {
	v.t.Helper()
	v.next("packages "+state, func(m any) bool {
		s, ok := m.(wire.Signal)
		if ok && s.Packages != nil {
			status = *s.Packages
		}
		return ok && s.Packages != nil && s.Packages.State == state
	})
	return status
}
