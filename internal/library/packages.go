package library

import (
	"context"
	"fmt"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/wire"
)

// PackageManager installs the packages of a workspace folder and knows what is installed.
type PackageManager interface {
	// Install brings the folder's node_modules up to its package.json and runs the install scripts of
	// the allowed packages only. It reports progress and log lines as they come; canceling ctx ends
	// the whole process tree.
	Install(ctx context.Context, folder string, allowed []string, report func(wire.Progress, string)) error
	// Compare compares package.json with what is installed. It starts no process.
	Compare(folder, packageJSON string) (Comparison, error)
	// CheckName refuses what no npm package can be called, with CodePackageName.
	CheckName(name string) error
	// Tools is how far the package tools have been set up, nil when they are ready.
	Tools() *wire.ToolchainStatus
	// AddDependency and RemoveDependency edit the text of a package.json, keeping its format.
	AddDependency(packageJSON, name, versions string, dev bool) (string, error)
	RemoveDependency(packageJSON, name string) (string, error)
}

// Comparison is what package.json declares against what is installed.
type Comparison struct {
	Packages  []wire.Package
	Conflicts []wire.PeerConflict
	Scripted  []string // installed packages with install scripts that ran at no time, or may have run
	UpToDate  bool
}

// Registry looks packages up.
type Registry interface {
	SearchPackages(ctx context.Context, query string) ([]wire.FoundPackage, error)
	// LatestVersion is the newest release of a package.
	LatestVersion(ctx context.Context, name string) (string, error)
}

// ImportScanner finds the imports that no declared package provides.
type ImportScanner interface {
	MissingImports(sources map[string]string, packageJSON, folder string) []wire.MissingImport
}

// SearchPackages asks the registry.
func (l *Library) SearchPackages(ctx context.Context, query string) ([]wire.FoundPackage, error) {
	return l.Registry.SearchPackages(ctx, query)
}

// PackagesStatus is what is known of a workspace's packages now.
func (l *Library) PackagesStatus(ctx context.Context, id string) (wire.PackagesStatus, error) {
	if _, err := l.present(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return wire.PackagesStatus{}, err
	}
	return l.DescribePackages(ctx, id, state)
}

// DescribePackages is the packages' status for a state that the caller holds. It reads the workspace
// folder and starts no process.
func (l *Library) DescribePackages(ctx context.Context, id string, state live.State) (wire.PackagesStatus, error) {
	allowed, err := l.AllowedScripts(ctx, id)
	if err != nil {
		return wire.PackagesStatus{}, err
	}
	status := l.installs.status(id)
	folder := l.Folders.FolderPath(id)
	manifest := packageJSON(state)
	there, err := l.Packages.Compare(folder, manifest)
	switch {
	case status.State == installing:
	case err != nil:
		f := wire.FaultOf(err)
		status.State, status.Fault = "invalid", &f
	case there.UpToDate:
		status.State, status.Fault = "up_to_date", nil
	case status.Fault != nil:
		status.State = "failed"
	default:
		status.State = "out_of_date"
	}
	status.Packages = append([]wire.Package{}, there.Packages...)
	status.Conflicts, status.Allowed, status.Tools = there.Conflicts, allowed, l.Packages.Tools()
	status.Skipped = without(there.Scripted, allowed)
	status.Missing = append([]wire.MissingImport{}, l.Imports.MissingImports(state.Notebook().Sources(), manifest, folder)...)
	return status, nil
}

func packageJSON(state live.State) string {
	if c := state.Cell(notebook.PackageID); c != nil {
		return c.Text.String()
	}
	return notebook.DefaultPackage
}

// AddPackages declares packages in package.json, the newest version where none is asked for, and
// starts an installation.
func (l *Library) AddPackages(ctx context.Context, author, id string, add []wire.AddPackage) (wire.PackagesStatus, error) {
	if _, err := l.present(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	for i, p := range add {
		if p.Range != "" {
			continue
		}
		latest, err := l.Registry.LatestVersion(ctx, p.Name)
		if err != nil {
			return wire.PackagesStatus{}, err
		}
		add[i].Range = "^" + latest
	}
	err := l.editManifest(ctx, author, id, func(manifest string) (string, error) {
		for _, p := range add {
			edited, err := l.Packages.AddDependency(manifest, p.Name, p.Range, p.Dev)
			if err != nil {
				return "", err
			}
			manifest = edited
		}
		return manifest, nil
	})
	if err != nil {
		return wire.PackagesStatus{}, err
	}
	return l.Install(ctx, id)
}

// RemovePackage takes a package out of package.json and starts an installation.
func (l *Library) RemovePackage(ctx context.Context, author, id, name string) (wire.PackagesStatus, error) {
	if _, err := l.present(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	err := l.editManifest(ctx, author, id, func(manifest string) (string, error) {
		return l.Packages.RemoveDependency(manifest, name)
	})
	if err != nil {
		return wire.PackagesStatus{}, err
	}
	return l.Install(ctx, id)
}

// UpdatePackages moves the named dependencies, or all, to their newest versions and installs them.
func (l *Library) UpdatePackages(ctx context.Context, author, id string, names []string) (wire.PackagesStatus, error) {
	status, err := l.PackagesStatus(ctx, id)
	if err != nil {
		return status, err
	}
	var add []wire.AddPackage
	for _, p := range status.Packages {
		if len(names) == 0 || slices.Contains(names, p.Name) {
			add = append(add, wire.AddPackage{Name: p.Name, Dev: p.Dev})
		}
	}
	if len(add) == 0 {
		return status, nil
	}
	return l.AddPackages(ctx, author, id, add)
}

// editManifest changes package.json as an ordinary edit: attributed, merged with what others type,
// undoable.
func (l *Library) editManifest(ctx context.Context, author, id string, edit func(string) (string, error)) error {
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return err
	}
	c := state.Cell(notebook.PackageID)
	if c == nil {
		return fault.New(fault.CodeCellNotFound, "The notebook has no package.json")
	}
	edited, err := edit(c.Text.String())
	if err != nil {
		return err
	}
	after, err := text.New(edited)
	if err != nil {
		return err
	}
	if after == c.Text {
		return nil
	}
	op := live.EditText{Cell: c.ID, Base: c.Version, Changes: []text.ChangeSet{text.Diff(c.Text, after)}}
	if _, err := l.sessions.Do(ctx, id, author, op); err != nil {
		return fmt.Errorf("edit package.json of %s: %w", id, err)
	}
	return nil
}
