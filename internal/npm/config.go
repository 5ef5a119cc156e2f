package npm

import (
	"context"
	"path/filepath"

	"github.com/srcbook/srcbook/internal/sandbox"
)

// Sandbox starts the package tools. *sandbox.Sandbox is one.
type Sandbox interface {
	// Start begins a process whose tree is killed when ctx ends.
	Start(ctx context.Context, spec sandbox.Spec) (*sandbox.Process, error)
	// Own gives a folder and all in it to the user that processes run as.
	Own(path string) error
}

// Config is what the package tools need. It is the same for Toolchain, Installer and Registry.
type Config struct {
	// Folder is ours in the data folder: the tools, the shared store and the caches live there.
	Folder  string
	Sandbox Sandbox
	Node    string // absolute path of the Node.js executable
	// Npm is the absolute path of the npm that came with Node. It sets up the tools, and installs
	// workspaces that have a package-lock.json.
	Npm string
	// NodeVersion is the version of the Node.js that runs cells, such as 20.19.0, empty when there is none.
	// It may wait until that is known. Nil is none.
	NodeVersion func(context.Context) string
	// Environ is the server's environment, "NAME=value". Only the operator's npm, proxy and
	// certificate settings are taken from it.
	Environ []string
	// Home is the operator's home folder, whose .npmrc is honoured.
	Home string
	// Manifest and Lock are package.json and package-lock.json of the pinned tools.
	Manifest, Lock []byte
	// Copy gives every workspace copies of package files. Without it the files are hard links into the
	// shared store: quicker and far smaller, but whoever writes to one writes to all.
	Copy bool
}

func (c Config) storeFolder() string { return filepath.Join(c.Folder, "store") }
func (c Config) homeFolder() string  { return filepath.Join(c.Folder, "home") }
