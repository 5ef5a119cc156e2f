package npm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// ToolchainState is how far the tools have been set up.
type ToolchainState string

// The states. Failed is left by itself: the next attempt follows after a pause.
const (
	ToolchainMissing    ToolchainState = "missing"
	ToolchainInstalling ToolchainState = "installing"
	ToolchainReady      ToolchainState = "ready"
	ToolchainFailed     ToolchainState = "failed"
)

// ToolchainStatus says how far the tools have been set up. Done and Total count downloads; Total is
// an estimate.
type ToolchainStatus struct {
	State       ToolchainState
	Detail      string
	Done, Total int
	Fault       *fault.Error // of the last attempt, when State is failed
}

const (
	firstRetry = 2 * time.Second
	maxRetry   = 5 * time.Minute
	staleAfter = time.Hour
)

// Toolchain sets up the pinned npm tools in <folder>/toolchain/<hash of the lock file>. Several servers
// and commands may share the folder: whoever is first wins.
type Toolchain struct {
	config  Config
	changed func(ToolchainStatus)
	ready   chan struct{}
	after   func(time.Duration) <-chan time.Time

	nudge chan struct{} // ends a pause between attempts
	once  sync.Once     // for closing ready

	mu     sync.Mutex
	status ToolchainStatus
	failed chan struct{} // closed at the end of a failed attempt, and replaced
}

// NewToolchain returns the tools as they are on disk. changed is told every change of the status, one
// at a time; it may be nil.
func NewToolchain(c Config, changed func(ToolchainStatus)) *Toolchain {
	t := &Toolchain{
		config: c, changed: changed, ready: make(chan struct{}), failed: make(chan struct{}), after: time.After,
		nudge: make(chan struct{}, 1), status: ToolchainStatus{State: ToolchainMissing},
	}
	if t.verify(t.Folder()) == nil {
		t.status.State = ToolchainReady
		t.once.Do(func() { close(t.ready) })
	}
	return t
}

// Folder is where the tools are or will be; their packages are in its node_modules.
func (t *Toolchain) Folder() string {
	sum := sha256.Sum256(t.config.Lock)
	return filepath.Join(t.config.Folder, "toolchain", hex.EncodeToString(sum[:8]))
}

// Ready is closed once the tools can be used.
func (t *Toolchain) Ready() <-chan struct{} { return t.ready }

// Status is how far the tools have been set up.
func (t *Toolchain) Status() ToolchainStatus {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.status
}

// Pnpm is the command that runs the pinned pnpm, to be followed by arguments. It is of use once Ready.
func (t *Toolchain) Pnpm() []string { return pnpmIn(t.config.Node, t.Folder()) }

// pnpmIn prefers the native program of this machine; pnpm's wrapper finds it too, a Node start later.
func pnpmIn(node, folder string) []string {
	modules := filepath.Join(folder, "node_modules")
	name := "pnpm"
	if runtime.GOOS == "windows" {
		name = "pnpm.exe"
	}
	if native, _ := filepath.Glob(filepath.Join(modules, "@pnpm", "exe.*", name)); len(native) == 1 {
		return native
	}
	return []string{node, filepath.Join(modules, "pnpm", "bin", "pnpm.mjs")}
}

// Wait returns when the tools are ready, or when ctx ends, or with fault.CodeToolchain when the latest
// attempt to set them up failed or the running one does. After a failure it has the next attempt start
// at once.
func (t *Toolchain) Wait(ctx context.Context) error {
	t.mu.Lock()
	status, failed := t.status, t.failed
	t.mu.Unlock()
	if status.State == ToolchainFailed {
		select {
		case t.nudge <- struct{}{}:
		default: // it was asked for already
		}
		return status.Fault
	}
	select {
	case <-t.ready:
		return nil
	case <-failed:
		return fault.New(fault.CodeToolchain, "%s", t.Status().Detail)
	case <-ctx.Done():
		return canceled(ctx)
	}
}

// Serve sets the tools up and returns nil when they are ready, or ctx's error. While the registry
// cannot be reached it tries again, with longer and longer pauses.
func (t *Toolchain) Serve(ctx context.Context) error {
	for pause := firstRetry; t.Status().State != ToolchainReady; pause = min(2*pause, maxRetry) {
		err := t.attempt(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			t.succeed()
			return nil
		}
		t.fail(err, pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.nudge:
		case <-t.after(pause):
		}
	}
	return nil
}

// Setup makes one attempt, for commands that cannot go on without the tools.
func (t *Toolchain) Setup(ctx context.Context) error {
	if t.Status().State == ToolchainReady {
		return nil
	}
	if err := t.attempt(ctx); err != nil {
		t.fail(err, 0)
		return err
	}
	t.succeed()
	return nil
}

func (t *Toolchain) succeed() {
	t.update(func(s *ToolchainStatus) { *s = ToolchainStatus{State: ToolchainReady, Done: s.Total, Total: s.Total} })
	t.once.Do(func() { close(t.ready) })
}

func (t *Toolchain) fail(err error, pause time.Duration) {
	f := fault.From(err)
	t.update(func(s *ToolchainStatus) {
		s.State, s.Fault, s.Detail = ToolchainFailed, f, f.Message
		if pause > 0 {
			s.Detail += fmt.Sprintf("; the next attempt follows in %s", pause)
		}
	})
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.failed)
	t.failed = make(chan struct{})
}

func (t *Toolchain) update(change func(*ToolchainStatus)) {
	t.mu.Lock()
	change(&t.status)
	status := t.status
	t.mu.Unlock()
	if t.changed != nil {
		t.changed(status)
	}
}

// attempt installs into a folder of its own, checks the result and moves it into place at once, so that
// nobody ever sees half of it.
func (t *Toolchain) attempt(ctx context.Context) error {
	t.update(func(s *ToolchainStatus) {
		*s = ToolchainStatus{State: ToolchainInstalling, Detail: "Setting up the package tools", Total: t.downloads()}
	})
	parent := filepath.Dir(t.Folder())
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return storageFault(err, "The folder for the package tools cannot be created")
	}
	removeStale(parent)
	folder, err := os.MkdirTemp(parent, ".new-")
	if err != nil {
		return storageFault(err, "The folder for the package tools cannot be created")
	}
	defer os.RemoveAll(folder) // gone already when it was moved into place
	if err := t.install(ctx, folder); err != nil {
		return err
	}
	if err := t.tryOut(ctx, folder); err != nil {
		return err
	}
	if err := disown(folder); err != nil {
		return storageFault(err, "The package tools cannot be put into place")
	}
	return t.place(folder)
}

func (t *Toolchain) install(ctx context.Context, folder string) error {
	for name, data := range map[string][]byte{"package.json": t.config.Manifest, "package-lock.json": t.config.Lock} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return storageFault(err, "The package tools cannot be written")
		}
	}
	if t.config.Npm == "" {
		return fault.New(fault.CodeToolchain, "npm was not found").
			WithNext("Install npm, which usually comes with Node.js, and restart Srcbook.")
	}
	env, err := t.config.environment()
	if err != nil {
		return storageFault(err, "The package tools cannot be set up")
	}
	if err := own(t.config.Sandbox, folder, t.config.homeFolder()); err != nil {
		return storageFault(err, "The package tools cannot be set up")
	}
	cmd := command{
		argv: []string{t.config.Npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http", "--color=false"},
		dir:  folder, env: env, readable: []string{t.config.homeFolder()},
	}
	out := npmOutput{}
	exit, err := t.config.run(ctx, cmd, func(line string) {
		out.add(line)
		if name, ok := npmDownload(line); ok {
			t.update(func(s *ToolchainStatus) { s.Done, s.Detail = min(s.Done+1, s.Total), "Downloaded "+name })
		}
	})
	if err != nil {
		return err
	}
	if exit.Code != 0 {
		return toolchainFault(out.fault())
	}
	return nil
}

// tryOut runs the installed pnpm, since a package for the wrong machine installs without complaint.
func (t *Toolchain) tryOut(ctx context.Context, folder string) error {
	if err := t.verify(folder); err != nil {
		return fault.Wrap(fault.CodeToolchain, err, "The package tools are incomplete")
	}
	env, err := t.config.environment()
	if err != nil {
		return storageFault(err, "The package tools cannot be tried")
	}
	var out tail
	cmd := command{argv: append(pnpmIn(t.config.Node, folder), "--version"), dir: folder, env: env, readable: []string{t.config.homeFolder()}}
	exit, err := t.config.run(ctx, cmd, out.add)
	if err != nil {
		return err
	}
	if exit.Code != 0 {
		return fault.Wrap(fault.CodeToolchain, out.error(), "pnpm does not run on this machine")
	}
	return nil
}

// verify checks that a folder holds every tool in its pinned version.
func (t *Toolchain) verify(folder string) error {
	var manifest struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(t.config.Manifest, &manifest); err != nil {
		return fmt.Errorf("read the manifest of the tools: %w", err)
	}
	lock, err := os.ReadFile(filepath.Join(folder, "package-lock.json"))
	if err != nil || !bytes.Equal(lock, t.config.Lock) {
		return fmt.Errorf("the lock file in %s is another one", folder)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for name, want := range manifest.Dependencies {
		if got := installedVersion(root, name); got != want {
			return fmt.Errorf("%s is %q instead of %q", name, got, want)
		}
	}
	return nil
}

func (t *Toolchain) place(folder string) error {
	if err := os.Chmod(folder, 0o755); err != nil {
		return storageFault(err, "The package tools cannot be put into place")
	}
	err := os.Rename(folder, t.Folder())
	if err == nil || t.verify(t.Folder()) == nil {
		return nil // somebody else was first
	}
	// What is there is broken: it is replaced.
	if err := os.RemoveAll(t.Folder()); err != nil {
		return storageFault(err, "The damaged package tools cannot be removed")
	}
	if err := os.Rename(folder, t.Folder()); err != nil {
		return storageFault(err, "The package tools cannot be put into place")
	}
	return nil
}

// downloads is how many packages of the lock file this machine needs, about: of those that are for
// certain machines, one for each package that has them.
func (t *Toolchain) downloads() int {
	var lock struct {
		Packages map[string]struct {
			Optional bool              `json:"optional"`
			Choices  map[string]string `json:"optionalDependencies"`
		} `json:"packages"`
	}
	if json.Unmarshal(t.config.Lock, &lock) != nil {
		return 0
	}
	n := 0
	for path, p := range lock.Packages {
		if path != "" && !p.Optional {
			n++
			if len(p.Choices) > 0 {
				n++
			}
		}
	}
	return n
}

func toolchainFault(err *fault.Error) error {
	return fault.Wrap(fault.CodeToolchain, err, "The package tools could not be set up: %s", err.Message).WithNext(err.Next)
}

// removeStale deletes what attempts that were killed left behind.
func removeStale(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return // the attempt itself will meet the same error
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), ".new-") && time.Since(info.ModTime()) > staleAfter {
			_ = os.RemoveAll(filepath.Join(parent, e.Name())) // only space is lost
		}
	}
}

func own(s Sandbox, folders ...string) error {
	for _, folder := range folders {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		if err := s.Own(folder); err != nil {
			return err
		}
	}
	return nil
}

// disown takes a folder back from the tools' user, so that no code of a workspace can change it.
func disown(folder string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return root.Lchown(name, 0, 0)
	})
}
