package wire

import (
	"encoding/json"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// MaxAsks is how many asks of one channel may be unanswered. Further ones are answered by a fault.
const MaxAsks = 32

// Messages about the language service. Its documents are named by virtual addresses below srcbook:///,
// such as srcbook:///src/a.ts, srcbook:///node_modules/zod/index.d.ts and srcbook:///lib/lib.dom.d.ts.
// Positions are those of the Language Server Protocol: lines and UTF-16 units, counted from 0.
type (
	// Ask ("ask") asks the language service. It is performed after every operation that was sent before
	// it on the channel. Method and Params are those of the Language Server Protocol, or srcbook/format
	// and srcbook/file.
	Ask struct {
		Type    string          `json:"type" enum:"ask"`
		Channel int             `json:"channel"`
		ID      int64           `json:"id" doc:"increasing in a channel"`
		Method  string          `json:"method"`
		Params  json.RawMessage `json:"params,omitempty"`
	}
	// Forget ("forget") gives an ask up. It is answered no more.
	Forget struct {
		Type    string `json:"type" enum:"forget"`
		Channel int    `json:"channel"`
		ID      int64  `json:"id"`
	}
	// Answer ("answer") answers an ask. Versions has the version of each cell that the answer speaks of.
	Answer struct {
		Type     string                  `json:"type" enum:"answer"`
		Channel  int                     `json:"channel"`
		ID       int64                   `json:"id"`
		Result   json.RawMessage         `json:"result,omitempty"`
		Fault    *Fault                  `json:"fault,omitempty"`
		Versions map[notebook.CellID]int `json:"versions,omitempty"`
	}
	// Diagnostics ("diagnostics") are all findings about one cell, in place of the earlier ones.
	Diagnostics struct {
		Type    string          `json:"type" enum:"diagnostics"`
		Channel int             `json:"channel"`
		Cell    notebook.CellID `json:"cell"`
		Version int             `json:"version" doc:"of the cell that was looked at"`
		Items   []Diagnostic    `json:"items"`
	}
)

// LanguageStatus says how the language service of a workspace stands.
type LanguageStatus struct {
	State    string     `json:"state" enum:"off,starting,ready,restarting,failed"`
	Version  string     `json:"version,omitempty" doc:"of TypeScript"`
	Message  string     `json:"message,omitempty" doc:"why it is not ready"`
	RetryAt  *time.Time `json:"retryAt,omitempty" doc:"when it starts again by itself"`
	Restarts int        `json:"restarts" doc:"how often it had to be started again"`
}

// Diagnostic is one finding about a cell, as the Language Server Protocol has it.
type Diagnostic struct {
	Range    TextRange     `json:"range"`
	Severity int           `json:"severity" minimum:"1" maximum:"4" doc:"1 error, 2 warning, 3 information, 4 hint"`
	Code     int           `json:"code,omitempty"`
	Source   string        `json:"source,omitempty"`
	Message  string        `json:"message"`
	Tags     []int         `json:"tags,omitempty" doc:"1 unnecessary, 2 deprecated"`
	Related  []RelatedText `json:"relatedInformation,omitempty"`
	Install  []string      `json:"install,omitempty" doc:"packages that would resolve it, such as @types/node"`
}

// RelatedText is another place that a diagnostic speaks of.
type RelatedText struct {
	Location TextLocation `json:"location"`
	Message  string       `json:"message"`
}

// TextLocation is a range of a document.
type TextLocation struct {
	URI   string    `json:"uri"`
	Range TextRange `json:"range"`
}

// TextRange is a range of a document, without its end.
type TextRange struct {
	Start TextPosition `json:"start"`
	End   TextPosition `json:"end"`
}

// TextPosition is a place between two characters.
type TextPosition struct {
	Line      int `json:"line" doc:"from 0"`
	Character int `json:"character" doc:"UTF-16 units from the start of the line"`
}
