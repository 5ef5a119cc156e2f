package npm

import (
	"fmt"
	"os"
	"path/filepath"
)

// Status compares a package.json with what is installed.
type Status struct {
	Packages []Package
	// UpToDate: every dependency but optional ones is installed in a version that fits, and direct
	// dependencies fit each other.
	UpToDate  bool
	Missing   []string // not installed, or in a version that does not fit
	Conflicts []PeerConflict
	// Scripted are the installed packages, deeper ones too, that have install scripts. Where pnpm
	// installs, those whose scripts ran are left out.
	Scripted []string
}

// Package is a declared dependency and what is installed of it.
type Package struct {
	Dependency
	Installed string // version, empty when it is not installed
}

// PeerConflict is a direct dependency that asks for another version of a direct dependency.
type PeerConflict struct {
	Package, Version string // who asks
	Peer, Wants      string // for what
	Installed        string // and what is there
}

// String tells the conflict in a sentence.
func (c PeerConflict) String() string {
	return fmt.Sprintf("%s %s works with %s %s, but %s is installed", c.Package, c.Version, c.Peer, c.Wants, c.Installed)
}

// StatusOf compares the text of a package.json with the node_modules of a folder. It reads one small
// file for each dependency and the manager's own notes, and starts no process. Its only error is fault.CodePackageJSON.
func StatusOf(folder, packageText string) (Status, error) {
	declared, err := Dependencies(packageText)
	if err != nil {
		return Status{}, err
	}
	status := Status{Packages: make([]Package, 0, len(declared)), UpToDate: true}
	root, err := os.OpenRoot(folder)
	if err != nil {
		root = nil // no folder, nothing is installed
	} else {
		defer root.Close()
	}
	manifests := map[string]installedManifest{}
	for _, d := range declared {
		p := Package{Dependency: d}
		if root != nil {
			manifests[d.Name], _ = readInstalled(root, d.Name)
			p.Installed = manifests[d.Name].Version
		}
		status.Packages = append(status.Packages, p)
		if !d.Optional && (p.Installed == "" || !Satisfies(p.Installed, d.Range)) {
			status.Missing = append(status.Missing, d.Name)
		}
	}
	status.Conflicts = peerConflicts(status.Packages, manifests)
	status.UpToDate = len(status.Missing) == 0 && len(status.Conflicts) == 0
	if exists(filepath.Join(folder, npmLock)) {
		status.Scripted = scriptedPackages(folder)
	} else {
		status.Scripted = readModules(folder).pendingBuilds()
	}
	return status, nil
}

// peerConflicts are those among direct dependencies; npm refuses these and forgives deeper ones.
func peerConflicts(packages []Package, manifests map[string]installedManifest) []PeerConflict {
	var conflicts []PeerConflict
	for _, p := range packages {
		for _, peer := range packages { // in the order of names
			wants, ok := manifests[p.Name].Peers[peer.Name]
			if !ok || peer.Installed == "" || Satisfies(peer.Installed, wants) {
				continue
			}
			conflicts = append(conflicts, PeerConflict{
				Package: p.Name, Version: p.Installed, Peer: peer.Name, Wants: wants, Installed: peer.Installed,
			})
		}
	}
	return conflicts
}
