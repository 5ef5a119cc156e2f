package npm

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Request asks for an installation.
type Request struct {
	Folder string // the workspace folder, with its package.json
	// Frozen installs exactly what the lock file names, and fails where it does not fit package.json.
	Frozen bool
	// AllowScripts are the packages whose install scripts may run. No others do, nor do those of the
	// workspace's own package.json.
	AllowScripts []string
	// AllowPeerConflicts installs direct dependencies that do not fit each other with a warning, as
	// npm's --legacy-peer-deps does.
	AllowPeerConflicts bool
}

// npmLock is the file that has a workspace installed by npm.
const npmLock = "package-lock.json"

// Phase is a stage of an installation.
type Phase string

// The phases, in their order.
const (
	PhaseWaiting     Phase = "waiting" // for the package tools
	PhaseResolving   Phase = "resolving"
	PhaseDownloading Phase = "downloading"
	PhaseLinking     Phase = "linking"
	PhaseDone        Phase = "done"
)

// Progress is a step of an installation.
type Progress struct {
	Phase       Phase
	Done, Total int    // packages; Total grows while dependencies are being resolved, 0 while unknown
	Text        string // what is being done, for people
	Line        string // a line for the log, empty when there is none
}

// Result is a finished installation.
type Result struct {
	Manager   string // pnpm or npm
	Added     int
	Removed   int
	Skipped   []string // packages whose install scripts were not run
	Conflicts []PeerConflict
	Elapsed   time.Duration
}

// Installer installs packages of workspaces.
type Installer struct {
	config    Config
	toolchain *Toolchain

	mu     sync.Mutex
	active map[string]bool // folders
}

// NewInstaller returns an installer that uses the tools of t.
func NewInstaller(c Config, t *Toolchain) *Installer {
	return &Installer{config: c, toolchain: t, active: map[string]bool{}}
}

// Install brings a workspace's node_modules up to its package.json. Canceling ctx ends the whole
// process tree; the next installation goes on from what is there. report gets each step, one at a time.
//
// Errors: fault.CodeInstallActive when the folder is being installed already, CodeToolchain while the
// tools are not there, CodePackageJSON, CodePackageName, CodePackageNotFound, CodePackageVersion,
// CodeRegistry, CodePeerConflict, CodeStorageFull, CodeCanceled, and CodeInstallFailed for the rest.
func (i *Installer) Install(ctx context.Context, r Request, report func(Progress)) (Result, error) {
	if report == nil {
		report = func(Progress) {}
	}
	if !i.claim(r.Folder) {
		return Result{}, fault.New(fault.CodeInstallActive, "Packages are being installed already")
	}
	defer i.release(r.Folder)
	manifest, err := readManifest(r.Folder)
	if err != nil {
		return Result{}, fault.Wrap(fault.CodePackageJSON, err, "package.json cannot be read")
	}
	if err := checkDependencies(string(manifest)); err != nil {
		return Result{}, err
	}
	start := time.Now()
	result, err := i.install(ctx, r, report)
	result.Elapsed = time.Since(start)
	if err != nil {
		report(Progress{Phase: PhaseDone, Text: "Failed", Line: fault.From(err).Message})
		return result, err
	}
	report(Progress{Phase: PhaseDone, Done: result.Added, Total: result.Added, Text: "Done", Line: summary(result)})
	return result, nil
}

func (i *Installer) install(ctx context.Context, r Request, report func(Progress)) (Result, error) {
	env, err := i.prepare(r)
	if err != nil {
		return Result{}, err
	}
	var result Result
	if exists(filepath.Join(r.Folder, npmLock)) {
		result, err = i.withNpm(ctx, r, env, report)
	} else {
		if i.toolchain.Status().State != ToolchainReady {
			report(Progress{Phase: PhaseWaiting, Text: "Waiting for the package tools"})
		}
		if err := i.toolchain.Wait(ctx); err != nil {
			return Result{}, err
		}
		result, err = i.withPnpm(ctx, r, env, report)
	}
	if err != nil {
		return result, err
	}
	return result, i.settlePeers(r, &result, report)
}

// prepare makes the folders of the installation fit for the tools' user.
func (i *Installer) prepare(r Request) (map[string]string, error) {
	env, err := i.config.environment()
	if err != nil {
		return nil, storageFault(err, "The installation cannot be prepared")
	}
	if err := own(i.config.Sandbox, i.config.storeFolder(), i.config.homeFolder(), r.Folder); err != nil {
		return nil, storageFault(err, "The installation cannot be prepared")
	}
	return env, nil
}

func (i *Installer) readable() []string {
	return []string{i.config.storeFolder(), i.config.homeFolder(), i.toolchain.Folder()}
}

// settlePeers refuses direct dependencies that do not fit each other, as npm does, unless they are
// allowed; then it only warns.
func (i *Installer) settlePeers(r Request, result *Result, report func(Progress)) error {
	manifest, err := readManifest(r.Folder)
	if err != nil {
		return nil // it was there a moment ago; the next status tells
	}
	status, err := StatusOf(r.Folder, string(manifest))
	if err != nil || len(status.Conflicts) == 0 {
		return nil
	}
	result.Conflicts = status.Conflicts
	details := make([]fault.Detail, 0, len(status.Conflicts))
	for _, c := range status.Conflicts {
		details = append(details, fault.Detail{Message: c.String()})
		report(Progress{Phase: PhaseLinking, Text: "Checking peer dependencies", Line: "warning: " + c.String()})
	}
	if r.AllowPeerConflicts || i.lenient() {
		return nil
	}
	return fault.New(fault.CodePeerConflict, "%s", status.Conflicts[0]).WithDetails(details...)
}

// lenient reports whether the operator's npm forgives peer conflicts.
func (i *Installer) lenient() bool {
	settings := npmSettings(i.config.Environ)
	return settings["legacy_peer_deps"] == "true" || settings["force"] == "true"
}

func (i *Installer) claim(folder string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.active[folder] {
		return false
	}
	i.active[folder] = true
	return true
}

func (i *Installer) release(folder string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.active, folder)
}

func summary(r Result) string {
	line := "Packages are up to date"
	switch {
	case r.Added > 0 && r.Removed > 0:
		line = "Added " + count(r.Added) + ", removed " + count(r.Removed)
	case r.Added > 0:
		line = "Added " + count(r.Added)
	case r.Removed > 0:
		line = "Removed " + count(r.Removed)
	}
	if len(r.Skipped) > 0 {
		line += "; install scripts were not run for " + strings.Join(r.Skipped, ", ")
	}
	return line + " (" + r.Elapsed.Round(10*time.Millisecond).String() + ")"
}

// allowedOf are the packages of candidates that may run scripts.
func allowedOf(candidates, allowed []string) (may, mayNot []string) {
	for _, name := range candidates {
		if slices.Contains(allowed, name) {
			may = append(may, name)
		} else {
			mayNot = append(mayNot, name)
		}
	}
	return may, mayNot
}

func readManifest(folder string) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return readRegular(root, "package.json")
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
