package sandbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Marker is the environment variable that every process of a sandbox carries.
const Marker = "SRCBOOK_SANDBOX"

// UnprivilegedID is the user and group that processes run as when the server is root.
const UnprivilegedID = 65531

// Config is what a Sandbox needs.
type Config struct {
	// Folder keeps one file for each process that is alive. It must be the server's own.
	Folder string
	Log    *slog.Logger
}

// Sandbox starts processes and owns them until they have ended.
type Sandbox struct {
	folder   string
	log      *slog.Logger
	identity identity
	spawner  *spawner
	orphans  orphans

	mu     sync.Mutex
	closed bool
	alive  map[*Process]struct{}
	work   sync.WaitGroup
}

// New prepares a sandbox. It does not touch what an earlier server left behind: see Reap.
func New(c Config) (*Sandbox, error) {
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("create process folder %s: %w", c.Folder, err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	id := currentIdentity()
	return &Sandbox{
		folder: c.Folder, log: c.Log, identity: id, spawner: newSpawner(id),
		alive: map[*Process]struct{}{},
	}, nil
}

// Level is how well a process is kept apart.
type Level string

// The levels. Process means a process group, limits and an environment of its own: it keeps accidents
// in, not an attacker who runs as the same user.
const (
	LevelProcess Level = "process"
	LevelNone    Level = "none"
)

// Isolation describes what is in force, for the status bar, doctor and the health page.
type Isolation struct {
	Level       Level
	Description string
}

// Level reports the isolation in force.
func (s *Sandbox) Level() Isolation { return isolation(s.identity) }

// Spec describes a process.
type Spec struct {
	Path string   // the program, absolute
	Args []string // without the program's name
	Dir  string
	// Env is the whole environment. The marker is added to it.
	Env map[string]string
	// Files are inherited as descriptors 3, 4, and so on. The caller keeps and closes its copies.
	Files []*os.File
	// Readable are files or folders outside Dir that the process has to reach, besides what every user
	// of the machine can read.
	Readable []string
	Limits   Limits
	// Background lets the process have less of a busy processor than what people wait for. On Linux only.
	Background bool
	// Terminal gives the process a pseudo terminal of its own, of this size, in place of three pipes.
	Terminal *TerminalSize
}

// TerminalSize is that of a terminal, in characters.
type TerminalSize struct{ Columns, Rows uint16 }

// Limits bound a process tree. A zero field means no limit of ours.
type Limits struct {
	WallTime  time.Duration
	Memory    int64 // bytes resident in the whole tree, looked at four times a second
	OpenFiles uint64
	FileSize  uint64 // bytes of one file
	// Processes counts those of the unprivileged user, with their threads, in all trees together. It is
	// not applied when processes run as the server's own user, whose other programs it would count.
	Processes uint64
}

// Exit is how a process ended.
type Exit struct {
	Code     int    // exit code, -1 when a signal ended it
	Signal   string // such as SIGKILL, empty when it exited by itself
	OOM      bool   // it was over Limits.Memory
	TimedOut bool   // it was over Limits.WallTime
	Stopped  bool   // Stop or the end of its context ended it
	Peak     int64  // most bytes seen resident in the tree, 0 when not measured
}

// Start begins a process. When ctx ends, its tree is killed. The error is about the program, the folder
// or the machine's limits; nothing is left behind then.
func (s *Sandbox) Start(ctx context.Context, spec Spec) (*Process, error) {
	p, err := s.newProcess(spec)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Path, err)
	}
	if err := s.adopt(p); err != nil {
		p.kill()
		p.reap()
		p.closePipes()
		return nil, err
	}
	s.work.Go(func() { s.watch(ctx, p) })
	return p, nil
}

// adopt notes a process as alive, in memory and on disk.
func (s *Sandbox) adopt(p *Process) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fmt.Errorf("start %s: %w", p.spec.Path, errClosed)
	}
	if err := s.register(p); err != nil {
		return err
	}
	s.alive[p] = struct{}{}
	return nil
}

func (s *Sandbox) forget(p *Process) {
	s.unregister(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.alive, p)
}

// isRoot reports whether a process id is that of a program that was started and not yet collected.
func (s *Sandbox) isRoot(pid int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.alive {
		if p.Pid() == pid {
			return true
		}
	}
	return false
}

// Close kills every process tree and returns when all of them have ended. Later starts fail.
func (s *Sandbox) Close() {
	s.mu.Lock()
	s.closed = true
	for p := range s.alive {
		p.end(causeStop)
	}
	s.mu.Unlock()
	s.work.Wait()
	s.spawner.close()
}

var errClosed = errors.New("the sandbox is closed")

// newMark names one process tree. It is random, so that no other process carries it by chance.
func newMark() string { return rand.Text() }

func (s *Sandbox) entryPath(mark string) string { return filepath.Join(s.folder, mark+".json") }
