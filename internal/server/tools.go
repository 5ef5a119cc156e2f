package server

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

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
	types     *npm.Types
}

func newTools(c Config, code *code) *tools {
	home, _ := os.UserHomeDir() // without one there is no .npmrc to honour
	config := npm.Config{
		Folder: filepath.Join(c.Data, packagesFolder), Sandbox: code.sandbox, Node: program("node"), Npm: program("npm"),
		Environ: os.Environ(), Home: home, Manifest: toolchain.Manifest, Lock: toolchain.Lock,
	}
	t := &tools{code: code, toolchain: npm.NewToolchain(config, nil)}
	t.installer = npm.NewInstaller(config, t.toolchain)
	t.registry = npm.NewRegistry(config)
	t.types = npm.NewTypes(t.registry, nil)
	return t
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

// serve sets the tools up and looks types up until ctx ends.
func (t *tools) serve(ctx context.Context) {
	var work sync.WaitGroup
	defer work.Wait()
	work.Go(func() { _ = t.toolchain.Serve(ctx) }) // its status tells what failed
	work.Go(func() { _ = t.types.Serve(ctx) })     // ends with ctx only
}

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
func (t *tools) Install(ctx context.Context, folder string, report func(wire.Progress, string)) (library.Installed, error) {
	result, err := t.installer.Install(ctx, npm.Request{Folder: folder}, func(p npm.Progress) {
		report(wire.Progress{Phase: string(p.Phase), Done: p.Done, Total: p.Total, Text: p.Text}, p.Line)
	})
	return library.Installed{Skipped: result.Skipped}, err
}

// Status implements library.PackageManager.
func (t *tools) Status(folder, packageJSON string) ([]wire.Package, bool, error) {
	status, err := npm.StatusOf(folder, packageJSON)
	if err != nil {
		return nil, false, err
	}
	packages := make([]wire.Package, 0, len(status.Packages))
	for _, p := range status.Packages {
		packages = append(packages, wire.Package{Name: p.Name, Range: p.Range, Installed: p.Installed, Dev: p.Dev})
	}
	return packages, status.UpToDate, nil
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
	missing, err := npm.MissingImports(imports, packageJSON, nil, t.types.Known)
	if err != nil {
		return nil
	}
	out := make([]wire.MissingImport, 0, len(missing))
	for _, m := range missing {
		out = append(out, wire.MissingImport{Package: m.Package, Files: m.Files, Line: m.Line, Types: m.Types})
	}
	return out
}
