// Package archtest keeps the shape of the system: which room may import which. ARCHITECTURE.md
// explains the rooms; this test is what holds them.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/srcbook/srcbook/"

// core, services and adapters as sets, so that a rule can name them at once.
var (
	coreRooms = []string{
		"core/fault", "core/access", "core/text", "core/notebook", "core/srcmd", "core/ipynb", "core/webpage", "core/live", "core/history", "core/workspace",
	}
	services = []string{"library", "hub"}
	adapters = []string{"store", "vault", "files", "sandbox", "kernel", "npm", "lsp", "format", "fetch"}
)

// mayImport lists what each room may import of ours. A room that is not listed fails the test.
var mayImport = map[string][]string{
	"core/fault":     {},
	"core/access":    {"core/fault"},
	"core/text":      {"core/fault"},
	"core/notebook":  {"core/fault", "core/text"},
	"core/srcmd":     {"core/fault", "core/text", "core/notebook"},
	"core/ipynb":     {"core/fault", "core/text", "core/notebook"},
	"core/webpage":   {"core/notebook"},
	"core/workspace": {"core/fault"},
	"core/history":   {"core/fault", "core/text", "core/notebook", "core/live"},
	"core/live":      {"core/fault", "core/access", "core/text", "core/notebook"},
	"wire":           coreRooms,
	"library":        slices.Concat(coreRooms, []string{"wire"}),
	"hub":            slices.Concat(coreRooms, []string{"wire"}),
	"store":          coreRooms,
	"vault":          {"core/fault"},
	"files":          coreRooms,
	"sandbox":        {"core/fault"},
	"kernel":         slices.Concat(coreRooms, []string{"sandbox"}),
	"npm":            slices.Concat(coreRooms, []string{"sandbox"}),
	"lsp":            slices.Concat(coreRooms, []string{"sandbox"}),
	"format":         {"core/fault", "sandbox"},
	"fetch":          {"core/fault"},
	"web":            slices.Concat(coreRooms, services, []string{"wire"}),
	"client":         {"core/fault", "wire"},
	"runner":         slices.Concat(coreRooms, adapters),
	"server":         slices.Concat(coreRooms, services, adapters, []string{"wire", "web", "client", "runner", "ui", "examples", "toolchain"}),
	"archtest":       {},
	"ui":             {},
	"examples":       {},
	"toolchain":      {},
	"cmd/srcbook":    {"server", "client", "runner", "sandbox", "core/srcmd", "core/notebook", "core/fault", "core/live", "wire", "ui", "examples", "toolchain"},
}

// pure rooms may not reach the outside world, not even through the standard library.
var forbiddenInCore = []string{
	"os", "os/exec", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand",
	"database/sql", "io/ioutil", "syscall", "sync",
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// room is the place of a package: sub-packages belong to the room of their parent.
func room(path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, module), "internal/")
	for name := range mayImport {
		if path == name || strings.HasPrefix(path, name+"/") {
			return name
		}
	}
	return path
}

// outside are folders of tools and tests, which no product package imports.
func outside(path string) bool {
	path = strings.TrimPrefix(path, module)
	return strings.HasPrefix(path, "e2e") || strings.HasPrefix(path, "bench") || strings.HasPrefix(path, "tools") || strings.Contains(path, "/storetest") || strings.Contains(path, "/seedtest") || strings.Contains(path, "/hubtest")
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	for _, p := range packages(t) {
		if outside(p.ImportPath) {
			continue
		}
		here := room(p.ImportPath)
		allowed, known := mayImport[here]
		if !known {
			t.Errorf("%s is in no room: add it to ARCHITECTURE.md and to mayImport", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, module) {
				continue
			}
			if there := room(imported); there != here && !slices.Contains(allowed, there) {
				t.Errorf("%s imports %s: the room %s may import only %v", p.ImportPath, imported, here, allowed)
			}
		}
	}
}

func TestCoreIsPure(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.ImportPath, module+"internal/core/") {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains(forbiddenInCore, imported) {
				t.Errorf("%s imports %s: the core has no I/O, clock, randomness, logging or goroutines", p.ImportPath, imported)
			}
		}
	}
}

// banned modules, each with the reason that a reviewer would give.
var banned = map[string]string{
	"github.com/gorilla/websocket": "a small compressed frame inflates past its read limit",
	"github.com/mattn/go-sqlite3":  "it needs cgo",
	"gorm.io/gorm":                 "SQL is written by hand",
}

func TestNoBannedModules(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for path, reason := range banned {
				if imported == path || strings.HasPrefix(imported, path+"/") {
					t.Errorf("%s imports %s: %s", p.ImportPath, path, reason)
				}
			}
		}
	}
}
