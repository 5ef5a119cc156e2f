package wire

import (
	"encoding/json"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Protocol is the version that both ends must share. It changes when an old client could
// misunderstand a new server.
const Protocol = 2

// Limits of the socket.
const (
	MaxMessageBytes = 16 << 20 // after inflation; holds the largest cell
	MaxChannels     = 32
)

// Messages from the client. Type is the constant in the comment of each.
type (
	// Open ("open") begins to follow a workspace. Client names the editor instance whose operations
	// come from this channel. Since is the last sequence number that the client has, 0 for none;
	// Outputs says how many chunks of each run it has.
	Open struct {
		Type      string               `json:"type" enum:"open"`
		Channel   int                  `json:"channel" minimum:"1"`
		Workspace string               `json:"workspace"`
		Client    live.ClientID        `json:"client"`
		Since     int64                `json:"since,omitempty"`
		Outputs   map[live.RunID]int64 `json:"outputs,omitempty"`
	}
	// Close ("close") stops following.
	Close struct {
		Type    string `json:"type" enum:"close"`
		Channel int    `json:"channel"`
	}
	// Submit ("op") sends an operation.
	Submit struct {
		Type    string          `json:"type" enum:"op"`
		Channel int             `json:"channel"`
		ID      live.OpID       `json:"id"`
		Op      json.RawMessage `json:"op"`
	}
	// Input ("input") writes to the standard input of a run, or ends it. For a run with a terminal it
	// may tell the size of the screen.
	Input struct {
		Type    string     `json:"type" enum:"input"`
		Channel int        `json:"channel"`
		Run     live.RunID `json:"run"`
		Text    string     `json:"text,omitempty"`
		End     bool       `json:"end,omitempty"`
		Columns int        `json:"columns,omitempty" minimum:"0" doc:"width of the screen in characters; 0: as before"`
		Rows    int        `json:"rows,omitempty" minimum:"0"`
	}
	// Ping ("ping") asks for a Pong; it measures the round trip and keeps both ends aware.
	Ping struct {
		Type string `json:"type" enum:"ping"`
		N    int64  `json:"n"`
	}
)

// Messages from the server.
type (
	// Welcome ("welcome") is the first message. Boot changes with each start of the server.
	Welcome struct {
		Type      string `json:"type" enum:"welcome"`
		Protocol  int    `json:"protocol"`
		Version   string `json:"version"`
		Boot      string `json:"boot"`
		Heartbeat int    `json:"heartbeat" doc:"milliseconds between the server's pings; silence of twice that means a dead connection"`
	}
	// Opened ("opened") answers Open. Without a snapshot the replayed operations follow.
	Opened struct {
		Type     string    `json:"type" enum:"opened"`
		Channel  int       `json:"channel"`
		Seq      int64     `json:"seq" doc:"the sequence number of the snapshot, or Since"`
		Head     int64     `json:"head" doc:"the latest sequence number at this moment"`
		Snapshot *Snapshot `json:"snapshot,omitempty"`
	}
	// OpMessage ("op") is an operation that took effect.
	OpMessage struct {
		Type    string          `json:"type" enum:"op"`
		Channel int             `json:"channel"`
		Seq     int64           `json:"seq"`
		ID      live.OpID       `json:"id"`
		Author  string          `json:"author"`
		At      time.Time       `json:"at"`
		Op      json.RawMessage `json:"op"`
	}
	// Ack ("ack") says that the client's own operation is durable and took effect as Seq.
	Ack struct {
		Type      string    `json:"type" enum:"ack"`
		Channel   int       `json:"channel"`
		ID        live.OpID `json:"id"`
		Seq       int64     `json:"seq"`
		At        time.Time `json:"at"`
		Duplicate bool      `json:"duplicate,omitempty" doc:"it had been accepted before; seq is the present head"`
	}
	// Reject ("reject") says that an operation was refused and changed nothing.
	Reject struct {
		Type    string    `json:"type" enum:"reject"`
		Channel int       `json:"channel"`
		ID      live.OpID `json:"id"`
		Fault   Fault     `json:"fault"`
	}
	// Output ("output") carries a piece of a run's output: the chunks From up to, not including, To. Of
	// a run that the channel does not watch it carries the beginning, and how much there is in All.
	Output struct {
		Type    string        `json:"type" enum:"output"`
		Channel int           `json:"channel"`
		Run     live.RunID    `json:"run"`
		From    int64         `json:"from"`
		To      int64         `json:"to"`
		Chunks  []OutputChunk `json:"chunks"`
		Reset   bool          `json:"reset,omitempty" doc:"drop what was received of this run before"`
		All     *OutputSize   `json:"all,omitempty" doc:"all that is kept; set when more is kept than is sent without watching the run"`
	}
	// Signal ("signal") tells about something that is not part of the ordered operations. Exactly
	// one of its parts is set.
	Signal struct {
		Type     string          `json:"type" enum:"signal"`
		Channel  int             `json:"channel"`
		Packages *PackagesStatus `json:"packages,omitempty"`
		Folder   *FolderStatus   `json:"folder,omitempty"`
		Storage  *StorageStatus  `json:"storage,omitempty"`
		Language *LanguageStatus `json:"language,omitempty"`
	}
	// Closed ("closed") ends a channel from the server's side. The client may open it again when
	// the fault's kind is unavailable or conflict.
	Closed struct {
		Type    string `json:"type" enum:"closed"`
		Channel int    `json:"channel"`
		Fault   Fault  `json:"fault"`
	}
	// Pong ("pong") answers Ping.
	Pong struct {
		Type string `json:"type" enum:"pong"`
		N    int64  `json:"n"`
	}
	// Error ("error") answers a message that could not be understood. The connection stays.
	Error struct {
		Type    string `json:"type" enum:"error"`
		Channel int    `json:"channel,omitempty"`
		Fault   Fault  `json:"fault"`
	}
)

// Snapshot is the state of a workspace.
type Snapshot struct {
	Workspace string            `json:"workspace"`
	Kind      string            `json:"kind" enum:"notebook,app"`
	Title     string            `json:"title"`
	Language  notebook.Language `json:"language" enum:"typescript,javascript"`
	Cells     []Cell            `json:"cells"`
	Removed   []RemovedCell     `json:"removed"`
	Runs      []*live.Run       `json:"runs"`
	// Confirmed is the counter of the last operation that was accepted from the client that asked.
	Confirmed uint64         `json:"confirmed"`
	Packages  PackagesStatus `json:"packages"`
}

// Cell is one cell of a snapshot.
type Cell struct {
	ID       notebook.CellID `json:"id"`
	Kind     notebook.Kind   `json:"kind" enum:"markdown,code,package,tsconfig"`
	Filename string          `json:"filename,omitempty"`
	Text     string          `json:"text"`
	Version  int             `json:"version"`
}

// RemovedCell is a deleted cell that can be restored.
type RemovedCell struct {
	Cell     Cell            `json:"cell"`
	After    notebook.CellID `json:"after"`
	EditedBy string          `json:"editedBy,omitempty" doc:"who last edited it after it was deleted, missing when nobody did"`
}

// OutputChunk is a piece of output of one stream. Chunk numbers count these.
type OutputChunk struct {
	Stream string `json:"s" enum:"out,err,cut" doc:"cut: the text says what was left out here"`
	Text   string `json:"t"`
}

// StorageStatus says whether edits are accepted.
type StorageStatus struct {
	Writable bool   `json:"writable"`
	Fault    *Fault `json:"fault,omitempty"`
}
