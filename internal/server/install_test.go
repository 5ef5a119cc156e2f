package server_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// needRegistry skips a test that needs the real registry where there is none, but not in CI.
func needRegistry(t *testing.T) {
	t.Helper()
	quick := http.Client{Timeout: 10 * time.Second}
	response, err := quick.Get("https://registry.npmjs.org/is-number/latest")
	if err == nil {
		err = response.Body.Close()
	}
	if err != nil && os.Getenv("CI") != "true" {
		t.Skipf("the npm registry cannot be reached: %v", err)
	}
}

// A missing import is found, added with one request, installed by the tools that the server has set up
// by itself, followed by every tab, and run; all of it survives a restart.
func TestPackagesAreInstalledAndRun(t *testing.T) {
	t.Parallel()
	needRegistry(t)
	data := t.TempDir()
	s := spawn(t, data, environment()...)
	w := s.importText(file("Packages", "a.ts", "import isNumber from 'is-number';\nconsole.log(isNumber('5'));"))
	c, other := s.open(w.ID, "c"), s.open(w.ID, "other")
	if exit, _ := c.finish("a.ts"); exit.Reason != live.Failed || exit.Failure == nil || exit.Failure.Package != "is-number" {
		t.Errorf("without the package it ended with %+v", exit)
	}
	missing := do[wire.PackagesStatus](s, "GET", at(w.ID, "/packages"), nil).Missing
	if len(missing) != 1 || missing[0].Package != "is-number" {
		t.Errorf("missing is %+v", missing)
	}
	do[wire.PackagesStatus](s, "POST", at(w.ID, "/packages"), wire.AddPackages{Packages: []wire.AddPackage{{Name: "is-number", Range: "^7.0.0"}}})
	for _, tab := range []*tab{c, other} {
		tab.until("the installation has ended", func() bool {
			p := lastPackages(tab)
			return p != nil && len(p.Packages) == 1 && (p.State == "up_to_date" || p.State == "failed")
		})
	}
	if p := lastPackages(other); p.State != "up_to_date" || len(p.Packages) != 1 || p.Packages[0].Installed == "" || len(p.Missing) != 0 {
		t.Fatalf("the packages are %+v, %+v", p, p.Fault)
	}
	if exit, printed := c.finish("a.ts"); exit.Reason != live.Finished || printed != "true\n" {
		t.Errorf("with the package it ended with %+v after %q", exit, printed)
	}
	s.end()
	s = spawn(t, data, environment()...)
	if exit, printed := s.open(w.ID, "d").finish("a.ts"); exit.Reason != live.Finished || printed != "true\n" {
		t.Errorf("after a restart it ended with %+v after %q", exit, printed)
	}
	if state := do[wire.PackagesStatus](s, "GET", at(w.ID, "/packages"), nil).State; state != "up_to_date" {
		t.Errorf("after a restart the packages are %s", state)
	}
}

// "Run all" right after opening began before the first installation had ended, and the cells failed with
// packages that were "not installed". A run that waits can be stopped.
func TestRunsRightAfterOpeningWaitForPackages(t *testing.T) {
	t.Parallel()
	needRegistry(t)
	data := t.TempDir()
	s := spawn(t, data, environment()...)
	code := "import isNumber from 'is-number';\nconsole.log(isNumber('5'));"
	source := strings.Replace(file("At once", "a.ts", code, "b.ts", code),
		`"type": "module"`, `"type": "module", "dependencies": { "is-number": "^7.0.0" }`, 1)
	w := s.importText(source)
	c := s.open(w.ID, "c")
	runs := append(c.run("a.ts"), c.run("b.ts")...)
	c.do(live.StopRun{Run: runs[1]})
	if exit := c.exit(runs[0]); exit.Reason != live.Finished || c.text(runs[0]) != "true\n" {
		t.Errorf("ended with %+v after %q", exit, c.text(runs[0]))
	}
	if exit := c.exit(runs[1]); exit.Reason != live.Stopped || exit.Code != -1 {
		t.Errorf("the stopped one ended with %+v", exit)
	}
}

// environment is the environment of these tests as they were started.
func environment() []string { return append(os.Environ(), "PATH="+fullPath) }

// lastPackages is called with the tab's lock held, or when nothing comes any more.
func lastPackages(c *tab) *wire.PackagesStatus {
	for i := len(c.signals) - 1; i >= 0; i-- {
		if c.signals[i].Packages != nil {
			return c.signals[i].Packages
		}
	}
	return nil
}
