package kernel

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// Config is what a Kernel needs. Sandbox and Folder are required.
type Config struct {
	Sandbox *sandbox.Sandbox
	// Folder is where the kernel keeps its own scripts and Node's compile cache. It is created.
	Folder string
	// Node is the path of the node program; when empty, the one in PATH.
	Node string
	// Limits of every run; DefaultLimits where zero.
	Limits sandbox.Limits
	// RunsPerWorkspace is how many runs of a workspace may be alive at once; 32 when zero.
	RunsPerWorkspace int
	// IdleAfter is how long an unused warm process is kept; 5 minutes when zero.
	IdleAfter time.Duration
	// Grace is how long each step of a stop waits before the next; 2 seconds when zero.
	Grace time.Duration
	Log   *slog.Logger
}

// DefaultLimits are generous for a notebook and stop what would take the machine down. The system counts
// processes, with their threads, over all runs together, and a Node has a dozen threads.
var DefaultLimits = sandbox.Limits{
	Memory: 2 << 30, OpenFiles: 4096, FileSize: 1 << 30, Processes: 4096,
}

// Kernel runs modules.
type Kernel struct {
	config  Config
	node    Node
	scripts string
	base    map[string]string
	cache   *transformCache
	pool    *pool

	mu     sync.Mutex
	closed bool
	active map[*Run]struct{}
	work   sync.WaitGroup
}

// Sink takes what a run does, one call at a time; the last is Advance with live.Exited.
type Sink interface {
	// Advance reports a phase, open ports, or a wish for input.
	Advance(op live.AdvanceRun)
	// Output takes text of a stream, "out" or "err". It is valid UTF-8 and at most 64 KB. While it does
	// not return, the run is not read, and waits once its pipe is full.
	Output(stream, text string)
}

// Request is one run.
type Request struct {
	ID        string
	Workspace string
	Folder    string // absolute path of the workspace's folder, which holds Sources as files
	Entry     string // file name of the cell: "a.ts" is src/a.ts
	// Sources are the present texts of src/*, package.json and tsconfig.json by path below Folder. They
	// win over what is on disk.
	Sources map[string]string
	// Env is added to the base environment: granted secrets and what the user set.
	Env      map[string]string
	Args     []string      // process.argv from 2 on
	WallTime time.Duration // 0 is no limit
	// Terminal gives the run a terminal of this size as standard input and output. All that it prints is
	// "out" then, with what controls the terminal.
	Terminal *sandbox.TerminalSize
}

// New checks Node, writes the kernel's scripts and returns a kernel. It fails with fault.CodeNode when
// there is no usable Node, or no way to run cells on this system.
func New(ctx context.Context, c Config) (*Kernel, error) {
	if err := available(); err != nil {
		return nil, err
	}
	node, err := FindNode(ctx, c.Node)
	if err != nil {
		return nil, err
	}
	c = c.withDefaults()
	scripts, err := writeScripts(c.Folder)
	if err != nil {
		return nil, err
	}
	k := &Kernel{
		config: c, node: node, scripts: scripts, base: BaseEnv(),
		cache: newTransformCache(node.Version), active: map[*Run]struct{}{},
	}
	k.pool = newPool(k.start, c.IdleAfter, c.Log)
	return k, nil
}

func (c Config) withDefaults() Config {
	if c.Limits == (sandbox.Limits{}) {
		c.Limits = DefaultLimits
	}
	if c.RunsPerWorkspace == 0 {
		c.RunsPerWorkspace = 32
	}
	if c.IdleAfter == 0 {
		c.IdleAfter = 5 * time.Minute
	}
	if c.Grace == 0 {
		c.Grace = 2 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Node is the program that runs cells.
func (k *Kernel) Node() Node { return k.node }

// Warm prepares a process for a workspace, if there is none. It returns at once.
func (k *Kernel) Warm(workspace, folder string) { k.pool.warm(workspace, folder) }

// Cool ends the warm process of a workspace, as when it is closed or its folder goes.
func (k *Kernel) Cool(workspace string) { k.pool.cool(workspace) }

// Close stops every run and every warm process and returns when all have ended.
func (k *Kernel) Close() {
	k.mu.Lock()
	k.closed = true
	for r := range k.active {
		r.end(live.ServerRestarted)
	}
	k.mu.Unlock()
	k.pool.close()
	k.work.Wait()
}

// Run begins a run and returns at once. When ctx ends, the run is killed. The error is
// fault.CodeTooManyRuns, fault.CodeShutdown, or about a request that makes no sense; nothing reaches the
// sink then.
func (k *Kernel) Run(ctx context.Context, r Request, sink Sink) (*Run, error) {
	if !filepath.IsAbs(r.Folder) || r.Entry == "" || !filepath.IsLocal(r.Entry) {
		return nil, fault.New(fault.CodeInvalid, "There is no cell %q to run", r.Entry)
	}
	run := newRun(ctx, k, r, sink)
	if err := k.enter(run); err != nil {
		run.cancel()
		return nil, err
	}
	go func() {
		defer k.leave(run)
		run.run()
	}()
	return run, nil
}

func (k *Kernel) enter(run *Run) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	here := 0
	for r := range k.active {
		if r.request.Workspace == run.request.Workspace {
			here++
		}
	}
	switch limit := k.config.RunsPerWorkspace; {
	case k.closed:
		return fault.New(fault.CodeShutdown, "The kernel is shutting down")
	case here >= limit:
		return fault.New(fault.CodeTooManyRuns, "At most %d cells can run at once", limit)
	}
	k.active[run] = struct{}{}
	k.work.Add(1)
	return nil
}

func (k *Kernel) leave(run *Run) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.active, run)
	k.work.Done()
}

// inherited are the variables that a process gets from the server: what says where and in which
// language it runs, and nothing that could hold a secret or change how Node starts.
var inherited = []string{"PATH", "LANG", "LANGUAGE", "TZ", "TMPDIR", "HOME", "USER", "LOGNAME", "SHELL"}

// BaseEnv is the environment of a run before anything is granted. A user that is not the server's own
// has no home there; it gets the folder for temporary files.
func BaseEnv() map[string]string {
	env := map[string]string{}
	for _, name := range inherited {
		if value, set := os.LookupEnv(name); set {
			env[name] = value
		}
	}
	for _, entry := range os.Environ() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "LC_") {
			env[name] = value
		}
	}
	if os.Geteuid() == 0 {
		maps.Copy(env, map[string]string{"HOME": os.TempDir(), "USER": "srcbook", "LOGNAME": "srcbook"})
	}
	return env
}

// Node is a Node.js that was found.
type Node struct {
	Path    string // with links resolved
	Version string // such as 20.19.0
}

// FindNode looks for Node at a path, or in PATH when it is empty. It fails with fault.CodeNode.
func FindNode(ctx context.Context, path string) (Node, error) {
	if path == "" {
		path = "node"
	}
	found, err := exec.LookPath(path)
	if err != nil {
		return Node{}, fault.Wrap(fault.CodeNode, err, "Node.js was not found")
	}
	if found, err = filepath.EvalSymlinks(found); err == nil {
		found, err = filepath.Abs(found)
	}
	if err != nil {
		return Node{}, fault.Wrap(fault.CodeNode, err, "Node.js was not found")
	}
	cmd := exec.CommandContext(ctx, found, "--version")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := cmd.Output()
	if err != nil {
		return Node{}, fault.Wrap(fault.CodeNode, err, "Node.js at %s does not start", found)
	}
	n := Node{Path: found, Version: strings.TrimPrefix(strings.TrimSpace(string(out)), "v")}
	if !n.supported() {
		return Node{}, fault.New(fault.CodeNode, "Node.js %s is too old", n.Version)
	}
	return n, nil
}

func (n Node) parts() (major, minor int) {
	if _, err := fmt.Sscanf(n.Version, "%d.%d", &major, &minor); err != nil {
		return 0, 0
	}
	return major, minor
}

// supported tells whether runs work: 20.19 and later, without the two lines that were never kept up.
func (n Node) supported() bool {
	major, minor := n.parts()
	return major > 20 || (major == 20 && minor >= 19)
}

// hooksThemselves tells whether Node has module.registerHooks.
func (n Node) hooksThemselves() bool {
	major, minor := n.parts()
	return major >= 24 || (major == 23 && minor >= 5) || (major == 22 && minor >= 15)
}
