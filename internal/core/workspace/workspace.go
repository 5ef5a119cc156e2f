// Package workspace holds the records that services and the store share: the library's rows, secrets,
// browser sessions, run records and search hits. They are plain values without behaviour beyond
// their own rules; times are UTC with microsecond precision.
package workspace

import (
	"regexp"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Kind is what a workspace is.
type Kind string

// The kinds.
const (
	Notebook Kind = "notebook"
	App      Kind = "app"
)

// Workspace is a row of the library. The zero TrashedAt means that it is not in the trash.
type Workspace struct {
	ID        string
	Kind      Kind
	Title     string
	Language  string
	Summary   string // first line of prose
	Cells     int
	CreatedAt time.Time
	UpdatedAt time.Time
	OpenedAt  time.Time // zero when never opened
	TrashedAt time.Time
	EditedBy  string // who changed it last, as its index knows; empty when nobody has, never ServerName
}

// Filter selects rows of the library, newest update first.
type Filter struct {
	Trashed bool
	Query   string // case-insensitive part of the title
	After   string // cursor of the page before
	Limit   int    // 1 to 500
}

// Index is what the library and the search know of a workspace's content.
type Index struct {
	Title    string
	Language string
	Summary  string
	Cells    int
	Packages []string // that its package.json names
	Parts    []Part
	At       time.Time // of the latest change
}

// Part is one searchable text of a workspace.
type Part struct {
	Cell     string
	Filename string
	Body     string
}

// Hit is a place where a search found its query. Marks are [start, end) in UTF-16 units of Snippet.
type Hit struct {
	Workspace string
	Title     string
	Cell      string
	Filename  string
	Snippet   string
	Marks     [][2]int
}

// Secret is a secret with its sealed value; see the vault for the seal.
type Secret struct {
	Name        string
	Description string
	Sealed      []byte
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Granted     []string // workspaces whose cells get it
}

// Session is a signed-in browser. Only the SHA-256 of its token is kept.
type Session struct {
	TokenHash [32]byte
	Label     string
	Name      string // of the person; "" for the one who started the server
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// Chunk is a piece of a run's output. Seq counts from 0 without gaps, but for a range that was cut,
// where one chunk of stream "cut" stands for all that is missing.
type Chunk struct {
	Seq    int64
	Stream string // out, err or cut
	Text   string
}

var secretName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,99}$`)

// reserved are environment names that a secret may not take, because they change how Node itself
// starts or finds programs.
var reserved = map[string]bool{
	"PATH": true, "HOME": true, "NODE_OPTIONS": true, "NODE_PATH": true, "LD_PRELOAD": true,
	"LD_LIBRARY_PATH": true, "NODE_EXTRA_CA_CERTS": true, "SRCBOOK_RUN": true,
}

// CheckSecretName refuses a name that cannot be an environment variable of a run.
func CheckSecretName(name string) error {
	switch {
	case !secretName.MatchString(name):
		return fault.New(fault.CodeSecretName, "%q cannot be the name of a secret", name)
	case reserved[name]:
		return fault.New(fault.CodeSecretName, "%s is reserved for the system", name)
	}
	return nil
}
