package wire

import "time"

// FolderStatus is how the notebook's files on disk stand: those that differ from the notebook in a way
// that was not brought in, by their names. It is told when it changes, and on joining unless it is empty.
type FolderStatus struct {
	Conflicts []FolderConflict `json:"conflicts"`
}

// FolderConflict says that a file of the workspace folder, or the file that the notebook was opened
// from, changed in a way that was not brought in.
type FolderConflict struct {
	File    string `json:"file" doc:"relative to the workspace folder, or the absolute path of the notebook's own file"`
	Fault   Fault  `json:"fault"`
	Compare bool   `json:"compare,omitempty" doc:"both sides can be looked at, and one of them kept"`
}

// ConflictSide is what one side of a conflict has.
type ConflictSide struct {
	Text    string     `json:"text"`
	Missing bool       `json:"missing,omitempty" doc:"the file is not there"`
	At      *time.Time `json:"at,omitempty" doc:"of the last change, where it is known"`
}

// ConflictSides are both sides of a conflict.
type ConflictSides struct {
	File     string       `json:"file"`
	Notebook ConflictSide `json:"notebook" doc:"what the notebook has for the file"`
	Disk     ConflictSide `json:"disk" doc:"what the file has"`
	Version  string       `json:"version" doc:"of the file, to name it when one side is kept"`
	Refusal  *Fault       `json:"refusal,omitempty" doc:"why the file's side cannot be taken; absent: it can"`
	Partly   bool         `json:"partly,omitempty" doc:"all but the first lines of the file, its head, can be taken"`
}

// ResolveConflict keeps one side of a conflict.
type ResolveConflict struct {
	File    string `json:"file" minLength:"1"`
	Version string `json:"version" doc:"of the file that was looked at; another one is a conflict"`
	Keep    string `json:"keep" enum:"notebook,file"`
}

// ResolvedConflict says what keeping a side did. Before and After are the revisions around it, equal when
// there was nothing to do, as when somebody else was quicker.
type ResolvedConflict struct {
	Before int64  `json:"before"`
	After  int64  `json:"after"`
	Aside  string `json:"aside,omitempty" doc:"the file beside it that holds the file's side, where the history cannot"`
}
