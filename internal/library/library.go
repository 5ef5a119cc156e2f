// Package library holds the use cases around workspaces: listing, creating, importing, exporting,
// searching, secrets, settings and packages. A file holds one noun. A Library is safe for concurrent
// use; what is open and being edited it asks of the live sessions, never of the store.
package library

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

// Workspaces keeps the library's rows. Methods return a fault of CodeWorkspaceNotFound for an
// unknown id.
type Workspaces interface {
	// CreateWorkspace adds a row together with the state that it begins with.
	CreateWorkspace(ctx context.Context, w workspace.Workspace, snapshot []byte) error
	Workspace(ctx context.Context, id string) (workspace.Workspace, error)
	ListWorkspaces(ctx context.Context, f workspace.Filter) (rows []workspace.Workspace, next string, err error)
	TrashWorkspace(ctx context.Context, id string, at time.Time) error
	RestoreWorkspace(ctx context.Context, id string) error
	PurgeWorkspace(ctx context.Context, id string) error
}

// Index keeps what the library knows of the content of workspaces.
type Index interface {
	UpdateIndex(ctx context.Context, id string, index workspace.Index) error
	Search(ctx context.Context, query workspace.Query, limit int) ([]workspace.Hit, error)
	TouchWorkspace(ctx context.Context, id string, openedAt time.Time) error
}

// Sessions are the live sessions of open workspaces.
type Sessions interface {
	// State is the present state of a workspace, opening it when needed.
	State(ctx context.Context, workspace string) (live.State, int64, error)
	// Do applies operations for the author; they are durable when it returns.
	Do(ctx context.Context, workspace, author string, ops ...live.Op) ([]live.Entry, error)
	// Signal tells the viewers of a workspace something that is not journalled.
	Signal(workspace string, signal wire.Signal)
	// Flush writes the workspace folder up to the present state.
	Flush(ctx context.Context, workspace string) error
	// Evict stops everything of a workspace and unloads it.
	Evict(ctx context.Context, workspace string) error
	// Open lists the workspaces that are open now.
	Open() []string
	// Output is what is kept of a run's output from chunk from on, and the number to go on with.
	Output(ctx context.Context, workspace string, run live.RunID, from int64) ([]wire.OutputChunk, int64, error)
	// Running counts the runs of a workspace that have not ended; 0 when it is not open.
	Running(workspace string) int
}

// Config is what a Library is built from. All fields but Now and Log are required.
type Config struct {
	Workspaces    Workspaces
	Index         Index
	SecretStore   SecretStore
	Grants        Grants
	SettingsStore SettingsStore
	Vault         Vault
	Fetcher       Fetcher
	Examples      []Example
	Folders       Folders
	Origins       Origins
	Packages      PackageManager
	Registry      Registry
	Imports       ImportScanner
	Now           func() time.Time // time.Now when nil
	Log           *slog.Logger     // slog.Default when nil
}

// Library is the set of use cases. New makes one; Attach must be called before it serves requests.
type Library struct {
	Config
	sessions Sessions
	installs installs
	scripts  *sync.Mutex // held while the allowed install scripts are changed
}

// New returns a library over the given stores.
func New(c Config) *Library {
	if c.Now == nil {
		c.Now = func() time.Time { return time.Now().UTC() }
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Library{Config: c, installs: newInstalls(), scripts: &sync.Mutex{}}
}

// Attach joins the live sessions, which themselves need the library to be built.
func (l *Library) Attach(s Sessions) { l.sessions = s }

// newID is a random id of 26 characters, 130 bits.
func newID() string { return strings.ToLower(rand.Text()) }

// newCellID is a random cell id, short because it is sent with every edit.
func newCellID() notebook.CellID { return notebook.CellID(strings.ToLower(rand.Text()[:12])) }
