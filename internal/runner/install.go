package runner

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/srcbook/srcbook/internal/npm"
)

// install installs the packages when one that is needed is missing. It ends early with either context.
func (w *workshop) install(ctx, expired context.Context, o Options, reporter Reporter) error {
	if o.Install == InstallNever {
		return nil
	}
	needed, err := w.missing()
	if err != nil || len(needed) == 0 {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(expired, cancel)()

	config := o.packages(w)
	tools := npm.NewToolchain(config, tellToolchain(reporter))
	if err := tools.Setup(ctx); err != nil {
		return err
	}
	reporter.Progress(fmt.Sprintf("Installing packages: %s", namesInWords(needed)))
	result, err := npm.NewInstaller(config, tools).Install(ctx, npm.Request{Folder: w.folder.path}, tellInstaller(reporter))
	if err != nil {
		return err
	}
	reporter.Progress(fmt.Sprintf("Installed %s in %s", plural(result.Added, "package"), result.Elapsed.Round(100*time.Millisecond)))
	for _, conflict := range result.Conflicts {
		reporter.Progress(conflict.String())
	}
	if len(result.Skipped) > 0 {
		reporter.Progress("Install scripts were not run: " + namesInWords(result.Skipped))
	}
	return nil
}

// missing are the declared packages that have to be installed before the cells can run. What only
// tools need, such as types, does not have to.
func (w *workshop) missing() ([]string, error) {
	status, err := npm.StatusOf(w.folder.path, w.sources["package.json"])
	if err != nil || len(status.Missing) == 0 {
		return nil, err
	}
	imported := map[string]bool{}
	for _, i := range w.kernel.Imports(w.folder.path, w.sources) {
		imported[i.Package] = true
	}
	spare := map[string]bool{}
	for _, p := range status.Packages {
		spare[p.Name] = p.Dev && !imported[p.Name]
	}
	var needed []string
	for _, name := range status.Missing {
		if !spare[name] {
			needed = append(needed, name)
		}
	}
	return needed, nil
}

func (o Options) packages(w *workshop) npm.Config {
	home, _ := os.UserHomeDir()          // without one there is no .npmrc to honour
	program, err := exec.LookPath("npm") // without npm the toolchain reports it
	if err == nil {
		program, _ = filepath.Abs(program)
	}
	return npm.Config{
		Folder: filepath.Join(o.Data, packagesFolder), Sandbox: w.sandbox, Node: w.kernel.Node().Path, Npm: program,
		Environ: os.Environ(), Home: home, Manifest: o.Tools.Manifest, Lock: o.Tools.Lock,
	}
}

// tellToolchain reports that the tools are being set up, once.
func tellToolchain(reporter Reporter) func(npm.ToolchainStatus) {
	told := false
	return func(s npm.ToolchainStatus) {
		if s.State == npm.ToolchainInstalling && !told {
			told = true
			reporter.Progress("Setting up the package tools (the first time only)")
		}
	}
}

// phases in words, for those that can take a while.
var phases = map[npm.Phase]string{npm.PhaseDownloading: "Downloading packages", npm.PhaseLinking: "Linking packages"}

// tellInstaller reports each phase once.
func tellInstaller(reporter Reporter) func(npm.Progress) {
	told := map[npm.Phase]bool{}
	return func(p npm.Progress) {
		if text := phases[p.Phase]; text != "" && !told[p.Phase] {
			told[p.Phase] = true
			reporter.Progress(text)
		}
	}
}

// namesInWords lists the first names and counts the others.
func namesInWords(names []string) string {
	const most = 5
	text := ""
	for i, name := range names {
		if i == most {
			return text + fmt.Sprintf(" and %d more", len(names)-most)
		}
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}
