package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// ClientID identifies one editor instance (a browser tab, the folder watcher, the server itself),
// never a person. OpID is "<client>:<counter>"; counters of one client only grow, which makes
// sending an operation again harmless.
type (
	ClientID string
	OpID     string
	RunID    string
)

// NewOpID names the n-th operation of a client.
func NewOpID(client ClientID, n uint64) OpID {
	return OpID(string(client) + ":" + strconv.FormatUint(n, 10))
}

// Split returns the client and the counter of an id.
func (id OpID) Split() (ClientID, uint64, error) {
	client, counter, found := strings.Cut(string(id), ":")
	n, err := strconv.ParseUint(counter, 10, 53)
	if !found || err != nil || client == "" || len(client) > maxClientID || n == 0 {
		return "", 0, fault.New(fault.CodeMessage, "%q is not an operation id", string(id))
	}
	return ClientID(client), n, nil
}

const maxClientID = 64

// Entry is an operation with its place in the journal. Seq is 1 for the first entry of a workspace
// and has no gaps. Author names the person or service for people to read.
type Entry struct {
	Seq    int64
	ID     OpID
	Author string
	At     time.Time
	Op     Op
}

// Op is what can happen to a workspace. The set is closed; see the types that follow.
type Op interface{ opType() string }

// Operations that clients send.
type (
	// EditText changes the text of a cell. Changes[0] applies to version Base of the cell, each
	// further one to the result of the one before. A Base behind the present version is rebased.
	EditText struct {
		Cell    notebook.CellID  `json:"cell"`
		Base    int              `json:"base" minimum:"0" doc:"version of the cell that the first change applies to"`
		Changes []text.ChangeSet `json:"changes" doc:"CodeMirror change sets"`
	}
	// InsertCell adds a cell after another one; After "" means first.
	InsertCell struct {
		Cell     notebook.CellID `json:"cell"`
		After    notebook.CellID `json:"after"`
		Kind     notebook.Kind   `json:"kind" enum:"markdown,code"`
		Filename string          `json:"filename,omitempty"`
		Text     string          `json:"text"`
	}
	// DeleteCell takes a cell out of the notebook. Its text is kept and goes on accepting edits.
	DeleteCell struct {
		Cell notebook.CellID `json:"cell"`
	}
	// RestoreCell brings a deleted cell back to where it was.
	RestoreCell struct {
		Cell notebook.CellID `json:"cell"`
	}
	// MoveCell puts a cell after another one; After "" means first.
	MoveCell struct {
		Cell  notebook.CellID `json:"cell"`
		After notebook.CellID `json:"after"`
	}
	// RenameCell gives a code cell another file name.
	RenameCell struct {
		Cell     notebook.CellID `json:"cell"`
		Filename string          `json:"filename"`
	}
	// SetTitle renames the notebook.
	SetTitle struct {
		Title string `json:"title"`
	}
	// StartRuns runs cells. Several run in the given order: the next starts when the one before has
	// left evaluating, and the first failure skips the rest. Restart stops runs of the same cells
	// first; without it an active cell is a conflict.
	StartRuns struct {
		Runs    []RunRequest `json:"runs" minItems:"1"`
		Restart bool         `json:"restart,omitempty"`
	}
	// StopRun ends a run, or takes it out of the queue.
	StopRun struct {
		Run RunID `json:"run"`
	}
	// ClearOutput forgets the last, ended run of a cell, or of every cell when Cell is "".
	ClearOutput struct {
		Cell notebook.CellID `json:"cell,omitempty"`
	}
	// SetCheckpoint gives the revision after entry Seq a name; an empty name takes it away. Seq 0 is
	// the revision that the operation itself makes, the only one that a client may name.
	SetCheckpoint struct {
		Seq  int64  `json:"seq,omitempty" minimum:"0" doc:"the revision; 0 or absent: the present one"`
		Name string `json:"name"`
	}
)

// Operations that only the server makes.
type (
	// AdvanceRun reports what a run does.
	AdvanceRun struct {
		Run   RunID `json:"run"`
		Phase Phase `json:"phase" enum:"queued,starting,evaluating,running,exited"`
		Ports []int `json:"ports,omitempty" doc:"TCP ports that the run listens on"`
		Stdin bool  `json:"stdin,omitempty" doc:"the run has asked for input"`
		Exit  *Exit `json:"exit,omitempty"`
	}
	// NoteRestore says that the operations that follow it in its batch bring an earlier revision
	// back. It changes nothing itself.
	NoteRestore struct {
		Seq  int64           `json:"seq" minimum:"0" doc:"the revision that was brought back"`
		Cell notebook.CellID `json:"cell,omitempty" doc:"the only cell that was; absent: all of it"`
		Undo bool            `json:"undo,omitempty" doc:"a restoration was taken back"`
	}
)

// RunRequest names one run to start. The id is chosen by the requester: 1 to 40 of A-Z a-z 0-9 _ -.
type RunRequest struct {
	Run      RunID           `json:"run"`
	Cell     notebook.CellID `json:"cell"`
	Terminal bool            `json:"terminal,omitempty" doc:"give the run a terminal as standard input and output"`
}

func (EditText) opType() string    { return "text.edit" }
func (InsertCell) opType() string  { return "cell.insert" }
func (DeleteCell) opType() string  { return "cell.delete" }
func (RestoreCell) opType() string { return "cell.restore" }
func (MoveCell) opType() string    { return "cell.move" }
func (RenameCell) opType() string  { return "cell.rename" }
func (SetTitle) opType() string    { return "title.set" }
func (StartRuns) opType() string   { return "run.start" }
func (StopRun) opType() string     { return "run.stop" }
func (ClearOutput) opType() string { return "output.clear" }
func (AdvanceRun) opType() string  { return "run.state" }

func (SetCheckpoint) opType() string { return "checkpoint.set" }
func (NoteRestore) opType() string   { return "history.restore" }

// TypeOf is the name of an operation on the wire and in the journal.
func TypeOf(op Op) string { return op.opType() }

// ClientOps holds a zero value of each operation that a client may send.
var ClientOps = []Op{
	EditText{},
	InsertCell{},
	DeleteCell{},
	RestoreCell{},
	MoveCell{},
	RenameCell{},
	SetTitle{},
	StartRuns{},
	StopRun{},
	ClearOutput{},
	SetCheckpoint{},
}

// ServerOps holds a zero value of each operation that only the server makes.
var ServerOps = []Op{AdvanceRun{}, NoteRestore{}}

// CellOf is the cell whose content or place an operation changes, "" when it changes none.
func CellOf(op Op) notebook.CellID {
	switch op := op.(type) {
	case EditText:
		return op.Cell
	case InsertCell:
		return op.Cell
	case DeleteCell:
		return op.Cell
	case RestoreCell:
		return op.Cell
	case MoveCell:
		return op.Cell
	case RenameCell:
		return op.Cell
	default:
		return ""
	}
}

// FromClient reports whether a client may send op.
func FromClient(op Op) bool {
	switch op := op.(type) {
	case AdvanceRun, NoteRestore:
		return false
	case SetCheckpoint:
		return op.Seq == 0
	default:
		return true
	}
}

// EncodeOp writes op as a JSON object whose "type" names it.
func EncodeOp(op Op) ([]byte, error) {
	body, err := json.Marshal(op)
	if err != nil {
		return nil, fmt.Errorf("encode operation %s: %w", op.opType(), err)
	}
	head := `{"type":"` + op.opType() + `"`
	if bytes.Equal(body, []byte("{}")) {
		return []byte(head + "}"), nil
	}
	return append([]byte(head+","), body[1:]...), nil
}

// DecodeOp reads what EncodeOp writes. Unknown types and fields are refused with CodeMessage.
func DecodeOp(raw []byte) (Op, error) {
	if bytes.HasPrefix(raw, []byte(`{"type":"text.edit",`)) { // most are, so they are not read for that
		return decodeInto[EditText](raw)
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, fault.Wrap(fault.CodeMessage, err, "The operation is not a JSON object")
	}
	switch head.Type {
	case "text.edit":
		return decodeInto[EditText](raw)
	case "cell.insert":
		return decodeInto[InsertCell](raw)
	case "cell.delete":
		return decodeInto[DeleteCell](raw)
	case "cell.restore":
		return decodeInto[RestoreCell](raw)
	case "cell.move":
		return decodeInto[MoveCell](raw)
	case "cell.rename":
		return decodeInto[RenameCell](raw)
	case "title.set":
		return decodeInto[SetTitle](raw)
	case "run.start":
		return decodeInto[StartRuns](raw)
	case "run.stop":
		return decodeInto[StopRun](raw)
	case "output.clear":
		return decodeInto[ClearOutput](raw)
	case "run.state":
		return decodeInto[AdvanceRun](raw)
	case "checkpoint.set":
		return decodeInto[SetCheckpoint](raw)
	case "history.restore":
		return decodeInto[NoteRestore](raw)
	default:
		return nil, fault.New(fault.CodeMessage, "%q is not an operation", head.Type)
	}
}

// decodeInto reads one kind of operation, refusing fields that it does not have.
func decodeInto[T Op](raw []byte) (Op, error) {
	var op T
	malformed := func(err error) error {
		return fault.Wrap(fault.CodeMessage, err, "The operation %s is malformed", op.opType())
	}
	if err := text.CheckJSON(raw); err != nil {
		return nil, err
	}
	body, err := withoutType(raw, op.opType())
	if err != nil {
		return nil, malformed(err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&op); err != nil {
		var f *fault.Error
		if errors.As(err, &f) {
			return nil, f
		}
		return nil, malformed(err)
	}
	if rest := bytes.TrimSpace(body[d.InputOffset():]); len(rest) > 0 {
		return nil, malformed(fmt.Errorf("%q follows it", rest))
	}
	return op, nil
}

// withoutType is the JSON object raw without its member "type". Where that comes first, as everybody
// writes it, nothing is read again.
func withoutType(raw []byte, kind string) ([]byte, error) {
	if rest, first := bytes.CutPrefix(raw, []byte(`{"type":"`+kind+`",`)); first && len(rest) > 0 && rest[0] == '"' {
		return append([]byte{'{'}, rest...), nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	delete(fields, "type")
	return json.Marshal(fields)
}
