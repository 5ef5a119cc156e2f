package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// patience bounds every wait for something that has to happen. It is no measure of speed.
const patience = 2 * time.Minute

func TestMain(m *testing.M) {
	sandbox.Main()
	if script := os.Getenv(fakeScript); script != "" {
		actAsServer(script)
		os.Exit(0)
	}
	code := m.Run()
	if path, err := copyBinary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// native is the TypeScript that the interface is built with, in the version of the toolchain.
func native(t testing.TB) Program {
	t.Helper()
	p, err := FindProgram(filepath.Join("..", "..", "ui", "node_modules"))
	if err != nil {
		t.Skipf("run npm ci in ui first: %v", err)
	}
	for _, path := range []*string{&p.Path, &p.Lib} {
		*path, err = filepath.Abs(*path)
		check(t, err)
	}
	return p
}

// book is a workspace with its language service.
type book struct {
	t     testing.TB
	w     *Workspace
	cells []*live.Cell
	kind  notebook.Language

	mu       sync.Mutex
	changed  chan struct{} // closed at the next event, and replaced
	found    map[notebook.CellID]finding
	standing []Status
}

type finding struct {
	version int
	items   []Diagnostic
}

// open is a notebook in a new folder. Files are names and texts in turn; those below src/ and the
// configuration become cells, the others are written to the folder.
func open(t testing.TB, c Config, files ...string) *book {
	t.Helper()
	folder := t.TempDir()
	b := &book{t: t, kind: notebook.TypeScript, changed: make(chan struct{}), found: map[notebook.CellID]finding{}}
	for i := 0; i < len(files); i += 2 {
		name, content := files[i], files[i+1]
		filename, module := strings.CutPrefix(name, moduleFolder)
		switch {
		case module:
			b.cells = append(b.cells, cell(notebook.Code, filename, content))
		case name == packageFile:
			b.cells = append(b.cells, cell(notebook.Package, name, content))
		case name == tsconfigFile:
			b.cells = append(b.cells, cell(notebook.TSConfig, name, content))
		default:
			writeFile(t, folder, name, content)
		}
	}
	if c.Sandbox == nil {
		box, err := sandbox.New(sandbox.Config{Folder: t.TempDir()})
		check(t, err)
		t.Cleanup(box.Close)
		c.Sandbox = box
	}
	check(t, c.Sandbox.Own(folder))
	if c.Program == nil {
		program := native(t)
		c.Program = func(context.Context) (Program, error) { return program, nil }
	}
	c.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	b.w = Open(c, folder, b)
	t.Cleanup(b.w.Close)
	return b
}

// typescript is open with the usual configuration.
func typescript(t testing.TB, files ...string) *book {
	t.Helper()
	b := open(t, Config{}, append([]string{
		packageFile, `{ "type": "module" }`, tsconfigFile, strings.Replace(notebook.DefaultTSConfig, `"types": ["node"]`, `"types": []`, 1),
	}, files...)...)
	b.follow()
	return b
}

func writeFile(t testing.TB, folder, name, content string) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	check(t, os.WriteFile(path, []byte(content), 0o644))
}

// cell has its file name as its id.
func cell(kind notebook.Kind, name, content string) *live.Cell {
	return &live.Cell{Cell: notebook.Cell{ID: notebook.CellID(name), Kind: kind, Filename: name, Text: text.Lossy(content)}}
}

func (b *book) follow() { b.w.Follow(slices.Clone(b.cells), b.kind) }

// edit gives a cell another text.
func (b *book) edit(name, content string) int {
	b.t.Helper()
	i := slices.IndexFunc(b.cells, func(c *live.Cell) bool { return c.Filename == name })
	next := *b.cells[i]
	next.Text, next.Version = text.Lossy(content), next.Version+1
	b.cells = slices.Clone(b.cells)
	b.cells[i] = &next
	b.follow()
	return next.Version
}

// Diagnosed implements Sink.
func (b *book) Diagnosed(c notebook.CellID, version int, found []Diagnostic) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found[c] = finding{version, found}
	close(b.changed)
	b.changed = make(chan struct{})
}

// Standing implements Sink.
func (b *book) Standing(s Status) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.standing = append(b.standing, s)
	close(b.changed)
	b.changed = make(chan struct{})
}

// until waits for a condition, which is looked at under the lock after every event.
func (b *book) until(what string, condition func() bool) {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		b.mu.Lock()
		holds, changed := condition(), b.changed
		b.mu.Unlock()
		if holds {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			b.mu.Lock()
			defer b.mu.Unlock()
			b.t.Fatalf("waited in vain until %s; found is %v, standing %+v", what, b.found, b.standing)
		}
	}
}

// awaitMessage waits until a finding about a cell contains a text, and returns it.
func (b *book) awaitMessage(name, part string) Diagnostic {
	b.t.Helper()
	var found Diagnostic
	b.until(name+" has a finding with "+part, func() bool {
		for _, d := range b.found[notebook.CellID(name)].items {
			if strings.Contains(d.Message, part) {
				found = d
				return true
			}
		}
		return false
	})
	return found
}

func (b *book) awaitNothing(name string, version int) {
	b.t.Helper()
	b.until(name+" has no findings any more", func() bool {
		f, told := b.found[notebook.CellID(name)]
		return told && f.version >= version && len(f.items) == 0
	})
}

// latest is the status that was told last, for conditions.
func (b *book) latest() Status {
	if len(b.standing) == 0 {
		return Status{}
	}
	return b.standing[len(b.standing)-1]
}

func (b *book) awaitState(state State) Status {
	b.t.Helper()
	var s Status
	b.until("the state is "+string(state), func() bool {
		s = b.latest()
		return s.State == state
	})
	return s
}

// query puts a question that has to be answered.
func query[T any](b *book, method string, params any) T {
	b.t.Helper()
	answer, err := b.w.Ask(b.t.Context(), method, marshal(params))
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for _, path := range []string{b.w.places().folder, b.w.places().lib} {
		if strings.Contains(string(answer.Result), path) {
			b.t.Errorf("%s: the answer has a path of this machine: %s", method, answer.Result)
		}
	}
	var out T
	check(b.t, json.Unmarshal(answer.Result, &out))
	return out
}

// refused puts a question that has to be refused with a code.
func (b *book) refused(method string, params any, code error) {
	b.t.Helper()
	answer, err := b.w.Ask(b.t.Context(), method, marshal(params))
	if !errors.Is(err, code) {
		b.t.Errorf("%s %v: got %s, %v, want %v", method, params, answer.Result, err, code)
	}
}

// in names a document, and at a place in it.
func in(name string) object { return object{"textDocument": object{"uri": virtual(name)}} }

func at(name string, line, character int) object {
	p := in(name)
	p["position"] = Position{line, character}
	return p
}

func with(o object, name string, value any) object {
	o[name] = value
	return o
}
