package library_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// imported is a notebook whose package.json can be told apart.
func (f *fixture) imported() workspace.Workspace {
	f.t.Helper()
	w, err := f.ImportText(f.t.Context(), []byte(file("Packages", "Prose.", "a.ts", "1;")))
	check(f.t, err)
	return w
}

func (f *fixture) manifest(id string) string {
	return f.state(id).CellByFilename("package.json").Text.String()
}

func TestAddingPackages(t *testing.T) {
	f := newFixture(t)
	f.packages.latest["left-pad"] = "1.3.0"
	w := f.imported()
	v := f.view(w.ID)
	status, err := f.AddPackages(t.Context(), "Ada", w.ID, []wire.AddPackage{{Name: "left-pad"}, {Name: "@types/node", Range: "^20", Dev: true}})
	check(t, err)
	if status.State != "installing" || status.Progress == nil || len(status.Packages) != 2 {
		t.Errorf("got %+v", status)
	}
	v.next("the edit", func(m any) bool {
		op, ok := m.(wire.OpMessage)
		return ok && op.Author == "Ada" && strings.Contains(string(op.Op), "left-pad")
	})
	i := <-f.packages.calls
	if i.folder != f.FolderPath(w.ID) || !strings.Contains(f.manifest(w.ID), `"left-pad": "^1.3.0"`) {
		t.Errorf("installs %s with %s", i.folder, f.manifest(w.ID))
	}
	_, err = f.Install(t.Context(), w.ID)
	wantCode(t, "install twice", err, fault.CodeInstallActive)
	for n := range 600 {
		i.report(wire.Progress{Phase: "downloading", Done: n, Total: 600, Text: "Downloading"}, fmt.Sprint("line ", n))
	}
	i.end <- nil
	done := v.packages("up_to_date")
	if len(done.Log) != 500 || done.Log[499] != "line 599" || !slices.Equal(done.Skipped, []string{"esbuild"}) || done.Fault != nil {
		t.Errorf("ended with %d lines, %v, %+v", len(done.Log), done.Skipped, done.Fault)
	}
	wantCode(t, "cancel what has ended", f.CancelInstall(t.Context(), w.ID), fault.CodeInstallNotActive)

	if _, err = f.RemovePackage(t.Context(), "Ada", w.ID, "left-pad"); err != nil || strings.Contains(f.manifest(w.ID), "left-pad") {
		t.Errorf("removed, %v, it is %s", err, f.manifest(w.ID))
	}
	(<-f.packages.calls).end <- nil
}

// Scripts of packages run only when somebody said so, for one package in one notebook; what a file
// that was imported says plays no part.
func TestInstallScriptsAreAllowedByPackage(t *testing.T) {
	f := newFixture(t)
	w, other := f.imported(), f.imported()
	status, err := f.PackagesStatus(t.Context(), w.ID)
	if err != nil || !slices.Equal(status.Skipped, []string{"esbuild"}) || len(status.Allowed) != 0 {
		t.Errorf("at first: %v skipped, %v allowed, %v", status.Skipped, status.Allowed, err)
	}
	status, err = f.AllowScripts(t.Context(), w.ID, "esbuild", true)
	check(t, err)
	if len(status.Skipped) != 0 || !slices.Equal(status.Allowed, []string{"esbuild"}) || status.State != "installing" {
		t.Errorf("allowed: got %+v", status)
	}
	i := <-f.packages.calls
	if !slices.Equal(i.allowed, []string{"esbuild"}) {
		t.Errorf("installs with %v allowed", i.allowed)
	}
	_, err = f.AllowScripts(t.Context(), w.ID, "sharp", true)
	wantCode(t, "allow during an installation", err, fault.CodeInstallActive)
	i.end <- nil
	if got, err := f.AllowedScripts(t.Context(), other.ID); err != nil || len(got) != 0 {
		t.Errorf("another notebook: got %v, %v", got, err)
	}
	if status, err = f.AllowScripts(t.Context(), w.ID, "esbuild", false); err != nil || len(status.Allowed) != 0 {
		t.Errorf("taken back: got %v, %v", status.Allowed, err)
	}
	_, err = f.AllowScripts(t.Context(), w.ID, "../x", true)
	wantCode(t, "a name that no package has", err, fault.CodePackageName)
}

// What is learned of packages in the background reaches those who look at them.
func TestNewsOfPackagesReachViewers(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	v := f.view(w.ID)
	f.AnnouncePackages(t.Context()) // or what the session knows is what is learned
	f.packages.learn(true)
	f.AnnouncePackages(t.Context())
	if got := v.packages("up_to_date"); len(got.Packages) != 0 {
		t.Errorf("got %+v", got)
	}
}

// P17: the original said that a failed installation had succeeded, and could not stop one.
func TestInstallationsFailAndAreCanceled(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	v := f.view(w.ID)
	_, err := f.Install(t.Context(), w.ID)
	check(t, err)
	(<-f.packages.calls).end <- fault.New(fault.CodeRegistry, "The registry does not answer")
	if failed := v.packages("failed"); failed.Fault == nil || failed.Fault.Code != "SB-5005" {
		t.Errorf("failed with %+v", failed.Fault)
	}
	_, err = f.Install(t.Context(), w.ID)
	check(t, err)
	<-f.packages.calls
	v.packages("installing")
	check(t, f.CancelInstall(t.Context(), w.ID))
	if failed := v.packages("failed"); failed.Fault == nil || failed.Fault.Code != "SB-1007" {
		t.Errorf("canceled with %+v", failed.Fault)
	}
}

// An installation went on in the folder of a notebook that was put in the trash.
func TestTrashEndsAnInstallation(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	_, err := f.Install(t.Context(), w.ID)
	check(t, err)
	<-f.packages.calls
	check(t, f.Trash(t.Context(), w.ID)) // returns only when it has ended, which nobody else does
	check(t, f.Purge(t.Context(), w.ID))
}

func TestClosingEndsInstallations(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	_, err := f.Install(t.Context(), w.ID)
	check(t, err)
	<-f.packages.calls
	f.Close()
	_, err = f.Install(t.Context(), w.ID)
	wantCode(t, "install after closing", err, fault.CodeShutdown)
}

func TestPackagesThatCannotBeAddedChangeNothing(t *testing.T) {
	f := newFixture(t)
	f.packages.latest["good"] = "1.0.0"
	w := f.imported()
	before := f.manifest(w.ID)
	for _, add := range [][]wire.AddPackage{
		{{Name: "good"}, {Name: "unknown"}},
		{{Name: "good"}, {Name: "../x", Range: "1"}},
		{{Name: "good"}, {Name: ".hidden", Range: "1"}},
		{{Name: "good"}, {Name: "Not A Name", Range: "1"}},
	} {
		if _, err := f.AddPackages(t.Context(), "Ada", w.ID, add); err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("%v: got %v", add, err)
		}
	}
	if got := f.manifest(w.ID); got != before {
		t.Errorf("package.json became %s", got)
	}
	f.edit(w.ID, "package.json", "{ broken")
	status, err := f.PackagesStatus(t.Context(), w.ID)
	if err != nil || status.State != "invalid" || status.Fault == nil || status.Fault.Code != "SB-5004" {
		t.Errorf("with a broken package.json: %+v, %v", status, err)
	}
	_, err = f.AddPackages(t.Context(), "Ada", w.ID, []wire.AddPackage{{Name: "good"}})
	wantCode(t, "add to a broken package.json", err, fault.CodePackageJSON)
}

func TestUpdatingPackages(t *testing.T) {
	f := newFixture(t)
	f.packages.latest["one"], f.packages.latest["two"] = "2.0.0", "3.0.0"
	w := f.imported()
	f.edit(w.ID, "package.json", "{\n  \"dependencies\": {\n    \"one\": \"^1.0.0\",\n    \"two\": \"^1.0.0\"\n  }\n}")
	v := f.view(w.ID)
	_, err := f.UpdatePackages(t.Context(), "Ada", w.ID, []string{"two"})
	check(t, err)
	(<-f.packages.calls).end <- nil
	if m := f.manifest(w.ID); !strings.Contains(m, `"one": "^1.0.0"`) || !strings.Contains(m, `"two": "^3.0.0"`) {
		t.Errorf("after updating two: %s", m)
	}
	v.packages("up_to_date")
	_, err = f.UpdatePackages(t.Context(), "Ada", w.ID, nil)
	check(t, err)
	(<-f.packages.calls).end <- nil
	if m := f.manifest(w.ID); !strings.Contains(m, `"one": "^2.0.0"`) {
		t.Errorf("after updating all: %s", m)
	}
}

// "Run all" right after opening could begin before the first installation, and its cells then failed.
func TestRunsWaitForInstallations(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	const needed, onlyTypes = `{"dependencies":{"pg":"^8"}}`, `{"devDependencies":{"@types/node":"^20"}}`
	check(t, f.AwaitPackages(t.Context(), w.ID, needed))
	check(t, f.Opened(t.Context(), w.ID))
	waited := make(chan error, 1)
	go func() { waited <- f.AwaitPackages(t.Context(), w.ID, needed) }()
	i := <-f.packages.calls
	stopped, stop := context.WithCancel(t.Context())
	stop()
	wantCode(t, "a run that is stopped", f.AwaitPackages(stopped, w.ID, needed), fault.CodeCanceled)
	select {
	case err := <-waited:
		t.Errorf("a run went on during the installation: %v", err)
	default:
	}
	check(t, f.AwaitPackages(t.Context(), w.ID, onlyTypes)) // a new notebook runs at once
	i.end <- fault.New(fault.CodeRegistry, "The registry does not answer")
	check(t, <-waited)
	check(t, f.AwaitPackages(t.Context(), w.ID, needed))
}

// Opening a notebook installs what it lacks, unless the settings say otherwise.
func TestOpeningInstallsWhereTheSettingsSaySo(t *testing.T) {
	f := newFixture(t)
	w := f.imported()
	off := false
	_, err := f.ChangeSettings(t.Context(), wire.SettingsPatch{AutoInstall: &off})
	check(t, err)
	check(t, f.Opened(t.Context(), w.ID))
	f.Close() // waits for what opening began
	if n := len(f.packages.calls); n != 0 {
		t.Errorf("%d installations began", n)
	}
	g := newFixture(t)
	w = g.imported()
	check(t, g.Opened(t.Context(), w.ID))
	(<-g.packages.calls).end <- nil
}

func TestSettings(t *testing.T) {
	f := newFixture(t)
	got, err := f.ReadSettings(t.Context())
	if err != nil || !reflect.DeepEqual(got, library.DefaultSettings) {
		t.Errorf("at first: %+v, %v", got, err)
	}
	theme, limit, output := "dark", 30, 20
	want := library.DefaultSettings
	want.Theme, want.RunTimeLimit, want.OutputLimit = theme, limit, output
	_, err = f.ChangeSettings(t.Context(), wire.SettingsPatch{Theme: &theme})
	check(t, err)
	_, err = f.ChangeSettings(t.Context(), wire.SettingsPatch{RunTimeLimit: &limit, OutputLimit: &output})
	check(t, err)
	if got, err := f.ReadSettings(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
