package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/vault"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	testToken   = "launch-token"
	testPageEnd = `<div id="root"></div>`
)

// noCode refuses to run: these tests are about the edge, not about processes.
type noCode struct{}

func (noCode) Start(context.Context, hub.RunSpec, hub.Sink) (hub.Process, error) {
	return nil, fault.New(fault.CodeNode, "Node.js was not found")
}

// noPackages knows no package and installs nothing.
type noPackages struct{}

func (noPackages) Install(context.Context, string, []string, func(wire.Progress, string)) error {
	return fault.New(fault.CodeToolchain, "The package tools are not there")
}

func (noPackages) Compare(string, string) (library.Comparison, error) {
	return library.Comparison{UpToDate: true}, nil
}

func (noPackages) CheckName(string) error       { return nil }
func (noPackages) Tools() *wire.ToolchainStatus { return nil }
func (noPackages) AddDependency(manifest, _, _ string, _ bool) (string, error) {
	return manifest, nil
}
func (noPackages) RemoveDependency(manifest, _ string) (string, error) { return manifest, nil }
func (noPackages) SearchPackages(context.Context, string) ([]wire.FoundPackage, error) {
	return nil, fault.New(fault.CodeRegistry, "The registry does not answer")
}

func (noPackages) LatestVersion(context.Context, string) (string, error) {
	return "", fault.New(fault.CodeRegistry, "The registry does not answer")
}

func (noPackages) MissingImports(map[string]string, string, string) []wire.MissingImport { return nil }

func (noPackages) Fetch(context.Context, string) ([]byte, error) {
	return nil, fault.New(fault.CodeImportHost, "That address is inside a private network")
}
func (noPackages) RemoveFolder(string) error { return nil }
func (noPackages) FolderPath(string) string  { return "" }

// fixture is a server on the real store and hub, listening on loopback.
type fixture struct {
	t      *testing.T
	url    string
	server *Server
	now    time.Time
}

// newFixture starts a server. What its library is made from may be changed.
func newFixture(t *testing.T, change ...func(*library.Config)) *fixture {
	t.Helper()
	data := t.TempDir()
	db, err := store.Open(t.Context(), store.Config{Path: data})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := vault.Load(data + "/secret.key")
	if err != nil {
		t.Fatal(err)
	}
	none := noPackages{}
	config := library.Config{
		Workspaces: db, Index: db, SecretStore: db, Grants: db, SettingsStore: db, Origins: noFiles{db}, Vault: keys, Fetcher: none,
		Examples: []library.Example{{ID: "hello", Source: []byte("<!-- srcbook:{\"language\":\"javascript\"} -->\n\n# Hello\n\nSay it.\n")}},
		Folders:  none, Packages: none, Registry: none, Imports: none,
	}
	for _, c := range change {
		c(&config)
	}
	shelf := library.New(config)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	past := library.NewHistory(library.HistoryConfig{Journal: db, Revisions: db, Workspaces: db, Log: log})
	sessions := hub.New(hub.Config{Journal: db, Logs: db, Runner: noCode{}, Catalogue: shelf, Log: log})
	shelf.Attach(sessions)
	past.Attach(sessions)
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- sessions.Serve(ctx) }()
	f := &fixture{t: t, now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	listener := httptest.NewUnstartedServer(http.NotFoundHandler())
	f.server = New(Config{
		Library: shelf, History: past, Hub: sessions, Sessions: db, Log: log, Version: "test", Boot: "boot", Token: testToken, Owner: "Ada",
		Interface: fstest.MapFS{
			"index.html":         {Data: []byte("<!doctype html><title>Srcbook</title>" + string(bootPlace) + "</script>" + testPageEnd)},
			"assets/app-1234.js": {Data: []byte("console.log(1)")},
		},
		StatusOf: func(context.Context) wire.Status { return wire.Status{Version: "test"} },
		Hosts:    []string{listener.Listener.Addr().String()},
		Now:      func() time.Time { return f.now },
	})
	listener.Config.Handler = f.server
	listener.Start()
	f.url = listener.URL
	t.Cleanup(func() {
		closing, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		f.server.Close(closing)
		listener.Close()
		stop()
		if err := errors.Join(<-served, db.Close()); err != nil {
			t.Error(err)
		}
	})
	return f
}

// send makes a request as a script with the token would, changed by edit.
func (f *fixture) send(method, path, body string, edit func(*http.Request)) *http.Response {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Authorization", "Bearer "+testToken)
	if edit != nil {
		edit(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// problem reads the fault of an error answer.
func (f *fixture) problem(answer *http.Response) Problem {
	f.t.Helper()
	var p Problem
	if err := json.NewDecoder(answer.Body).Decode(&p); err != nil {
		f.t.Fatalf("status %d: %v", answer.StatusCode, err)
	}
	return p
}

func (f *fixture) create(title string) wire.Workspace {
	f.t.Helper()
	answer := f.send("POST", "/api/workspaces", `{"title":"`+title+`"}`, nil)
	var w wire.Workspace
	if err := json.NewDecoder(answer.Body).Decode(&w); err != nil || answer.StatusCode != http.StatusCreated {
		f.t.Fatalf("create: status %d, %v", answer.StatusCode, err)
	}
	return w
}

// noFiles is a disk without files to open in place.
type noFiles struct{ *store.Store }

// SetOrigin implements library.Origins.
func (n noFiles) SetOrigin(ctx context.Context, id, path string, _ []byte) error {
	return n.Store.SetOrigin(ctx, id, path)
}

// ReadOrigin implements library.Origins.
func (noFiles) ReadOrigin(path string) (content []byte, real string, err error) {
	return nil, "", fault.New(fault.CodeNotFound, "There is no file %s", path)
}
