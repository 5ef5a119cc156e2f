package wire

import "time"

// HistoryItem is a row of a notebook's timeline: a stretch of work that led from one revision to
// another. A revision is the notebook after the operation with that sequence number.
type HistoryItem struct {
	Kind      string    `json:"kind" enum:"work,packages,restore,created"`
	From      int64     `json:"from" doc:"the revision before"`
	Seq       int64     `json:"seq" doc:"the revision that it led to"`
	StartedAt time.Time `json:"startedAt"`
	At        time.Time `json:"at"`
	Authors   []string  `json:"authors"`
	Edits     int       `json:"edits" doc:"operations that changed the notebook"`
	Cells     []string  `json:"cells" doc:"ids of the cells that were changed"`
	Name      string    `json:"name,omitempty" doc:"what somebody called the revision"`
	Folded    bool      `json:"folded,omitempty" doc:"only the last of its revisions is kept"`
}

// HistoryPage is a page of the timeline, the newest first. Next is absent on the last one.
type HistoryPage struct {
	Items []HistoryItem `json:"items"`
	Next  int64         `json:"next,omitempty" doc:"what to ask for before to get the next page"`
	Head  int64         `json:"head" doc:"the present revision"`
}

// Revision is a notebook as it was.
type Revision struct {
	Seq      int64          `json:"seq"`
	Title    string         `json:"title"`
	Language string         `json:"language" enum:"typescript,javascript"`
	Cells    []RevisionCell `json:"cells"`
}

// RevisionCell is a cell as it was.
type RevisionCell struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" enum:"markdown,code,package,tsconfig"`
	Filename string `json:"filename,omitempty"`
	Text     string `json:"text"`
}

// CellDifference is a cell in two revisions, in the order of the later one; removed cells stand where
// they were. The texts of a cell that is the same are left out.
type CellDifference struct {
	ID       string  `json:"id"`
	Kind     string  `json:"kind" enum:"markdown,code,package,tsconfig"`
	Change   string  `json:"change" enum:"same,edited,added,removed,moved,renamed"`
	Label    string  `json:"label" doc:"the file name, or the first line of prose"`
	OldLabel string  `json:"oldLabel,omitempty" doc:"the former file name of a renamed cell"`
	Before   *string `json:"before,omitempty"`
	After    *string `json:"after,omitempty"`
}

// HistoryDifferences say how two revisions differ.
type HistoryDifferences struct {
	From     int64            `json:"from"`
	To       int64            `json:"to"`
	Title    string           `json:"title"`
	OldTitle string           `json:"oldTitle"`
	Cells    []CellDifference `json:"cells"`
	Authors  []string         `json:"authors" doc:"who changed something between, where that is still known"`
	At       *time.Time       `json:"at,omitempty" doc:"of the last change between"`
}

// RestoreRevision says what to bring back of a revision.
type RestoreRevision struct {
	Cell  string `json:"cell,omitempty" doc:"only this cell; absent: the whole notebook"`
	Since int64  `json:"since,omitempty" minimum:"0" doc:"take back what changed up to this later revision and keep what changed after it; this undoes a restoration"`
}

// RestoredRevision says what a restoration did. Before and After are equal when nothing differed.
type RestoredRevision struct {
	Before     int64 `json:"before"`
	After      int64 `json:"after"`
	Operations int   `json:"operations"`
}

// NameRevision gives a revision a name, or takes it away.
type NameRevision struct {
	Name string `json:"name" maxLength:"800" doc:"one line of at most 200 characters; empty: no name"`
}
