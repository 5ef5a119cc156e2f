package wire

import "github.com/srcbook/srcbook/internal/core/notebook"

// Boot is what every page of the interface begins with. The server puts it into the page that it
// sends to somebody who is signed in, and saves four requests before the first paint.
type Boot struct {
	Session    Session       `json:"session"`
	Status     Status        `json:"status"`
	Settings   Settings      `json:"settings"`
	Workspaces WorkspacePage `json:"workspaces" doc:"first page of the library"`
	Notebook   *BootNotebook `json:"notebook,omitempty" doc:"on the page of a notebook: its beginning"`
}

// BootNotebook is the beginning of a notebook, to be painted before its session is open. It is not
// kept up to date.
type BootNotebook struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Cells []BootCell `json:"cells" doc:"prose and code from the beginning on"`
	More  bool       `json:"more,omitempty" doc:"there is something after these cells"`
}

// BootCell is a cell as it is painted first.
type BootCell struct {
	ID       notebook.CellID `json:"id"`
	Kind     notebook.Kind   `json:"kind" enum:"markdown,code"`
	Filename string          `json:"filename,omitempty"`
	Code     string          `json:"code,omitempty" doc:"of code: its text, or whole lines from its beginning"`
	Prose    string          `json:"prose,omitempty" doc:"of prose: safe HTML"`
	Output   []OutputChunk   `json:"output,omitempty" doc:"what the latest run printed"`
	Stale    bool            `json:"stale,omitempty" doc:"the output is of an earlier version of the code"`
}
