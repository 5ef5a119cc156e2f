package server

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/npm"
	"github.com/srcbook/srcbook/internal/wire"
	"github.com/srcbook/srcbook/toolchain"
)

// tools joins the library to the package manager. The pinned tools set themselves up in the
// background; whatever needs them waits or says that they are not there yet.
type tools struct {
	code      *code
	toolchain *npm.Toolchain
	installer *npm.Installer
	registry  *npm.Registry
	index     *npm.Index
	news      chan struct{} // has an element when viewers should be told
}

func newTools(c Config, code *code) *tools {
	home, _ := os.UserHomeDir() // without one there is no .npmrc to honour
	config := npm.Config{
		Folder: filepath.Join(c.Data, packagesFolder), Sandbox: code.sandbox, Node: program("node"), Npm: program("npm"),
		NodeVersion: code.nodeVersion, Environ: os.Environ(), Home: home, Manifest: toolchain.Manifest, Lock: toolchain.Lock,
	}
	t := &tools{code: code, news: make(chan struct{}, 1)}
	t.toolchain = npm.NewToolchain(config, func(npm.ToolchainStatus) { t.poke() })
	t.installer = npm.NewInstaller(config, t.toolchain)
	t.registry = npm.NewRegistry(config)
	t.index = npm.NewIndex(t.registry, t.poke)
	return t
}

// poke has viewers told, soon, of what became known.
func (t *tools) poke() {
	select {
	case t.news <- struct{}{}:
	default: // it is going to be told
	}
}

// program is the absolute path of a program in PATH, or "" when there is none.
func program(name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// announceEvery bounds how often viewers are told of what became known.
const announceEvery = 200 * time.Millisecond

// serve sets the tools up, looks packages up and has viewers told until ctx ends.
func (t *tools) serve(ctx context.Context, announce func(context.Context)) {
	var work sync.WaitGroup
	defer work.Wait()
	work.Go(func() { _ = t.toolchain.Serve(ctx) }) // its status tells what failed
	work.Go(func() { _ = t.index.Serve(ctx) })     // ends with ctx only
	pause := time.NewTicker(announceEvery)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.news:
			announce(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

// Tools implements library.PackageManager.
func (t *tools) Tools() *wire.ToolchainStatus {
	status := t.status()
	if status.State == string(npm.ToolchainReady) {
		return nil
	}
	return &status
}

// CheckName implements library.PackageManager.
func (t *tools) CheckName(name string) error { return npm.CheckName(name) }

func (t *tools) status() wire.ToolchainStatus {
	s := t.toolchain.Status()
	out := wire.ToolchainStatus{State: string(s.State), Detail: s.Detail}
	if s.Fault != nil {
		f := wire.FaultOf(s.Fault)
		out.Fault = &f
	}
	return out
}

// Install implements library.PackageManager.
func (t *tools) Install(ctx context.Context, folder string, allowed []string, report func(wire.Progress, string)) error {
	_, err := t.installer.Install(ctx, npm.Request{Folder: folder, AllowScripts: allowed}, func(p npm.Progress) {
		report(wire.Progress{Phase: string(p.Phase), Done: p.Done, Total: p.Total, Text: p.Text}, p.Line)
	})
	return err
}

// Compare implements library.PackageManager.
func (t *tools) Compare(folder, packageJSON string) (library.Comparison, error) {
	status, err := npm.StatusOf(folder, packageJSON)
	if err != nil {
		return library.Comparison{}, err
	}
	there := library.Comparison{Scripted: status.Scripted, UpToDate: status.UpToDate}
	for _, p := range status.Packages {
		there.Packages = append(there.Packages, wire.Package{
			Name: p.Name, Range: p.Range, Installed: p.Installed, Latest: t.index.Newer(p), Dev: p.Dev,
		})
	}
	for _, c := range status.Conflicts {
		there.Conflicts = append(there.Conflicts, wire.PeerConflict(c))
	}
	return there, nil
}

// AddDependency implements library.PackageManager.
func (t *tools) AddDependency(packageJSON, name, versions string, dev bool) (string, error) {
	return npm.AddDependency(packageJSON, name, versions, dev)
}

// RemoveDependency implements library.PackageManager.
func (t *tools) RemoveDependency(packageJSON, name string) (string, error) {
	return npm.RemoveDependency(packageJSON, name)
}

const searchSize = 20

// SearchPackages implements library.Registry.
func (t *tools) SearchPackages(ctx context.Context, query string) ([]wire.FoundPackage, error) {
	found, err := t.registry.Search(ctx, query, searchSize)
	if err != nil {
		return nil, err
	}
	packages := make([]wire.FoundPackage, 0, len(found))
	for _, f := range found {
		packages = append(packages, wire.FoundPackage{
			Name: f.Name, Version: f.Version, Description: f.Description, License: f.License,
			Downloads: f.Downloads, Date: f.Date,
		})
	}
	return packages, nil
}

// LatestVersion implements library.Registry.
func (t *tools) LatestVersion(ctx context.Context, name string) (string, error) {
	v, err := t.registry.Latest(ctx, name)
	return v.Version, err
}

// MissingImports implements library.ImportScanner. The kernel has resolved aliases already. A
// package.json that cannot be read is reported by Status.
func (t *tools) MissingImports(sources map[string]string, packageJSON, folder string) []wire.MissingImport {
	var imports []npm.Import
	for _, i := range t.code.imports(folder, sources) {
		imports = append(imports, npm.Import{File: strings.TrimPrefix(i.File, "src/"), Line: i.Line, Specifier: i.Specifier})
	}
	missing, err := npm.MissingImports(imports, packageJSON, nil, t.index.Types)
	if err != nil {
		return nil
	}
	out := make([]wire.MissingImport, 0, len(missing))
	for _, m := range missing {
		out = append(out, wire.MissingImport{Package: m.Package, Files: m.Files, Line: m.Line, Types: m.Types})
	}
	return out
}
