package wire

import "time"

// Workspace is a row of the library.
type Workspace struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind" enum:"notebook,app"`
	Title     string     `json:"title"`
	Language  string     `json:"language" enum:"typescript,javascript"`
	Summary   string     `json:"summary" doc:"first line of prose"`
	Cells     int        `json:"cells"`
	Running   int        `json:"running" doc:"cells that run now"`
	CreatedAt time.Time  `json:"createdAt"`
	UpdatedAt time.Time  `json:"updatedAt"`
	OpenedAt  *time.Time `json:"openedAt,omitempty"`
	TrashedAt *time.Time `json:"trashedAt,omitempty"`
	EditedBy  string     `json:"editedBy,omitempty" doc:"who changed it last; missing when nobody has"`
	File      string     `json:"file,omitempty" doc:"path of the file that the notebook is kept in; only told of a single workspace"`
}

// WorkspacePage is a page of the library. Next is empty on the last one.
type WorkspacePage struct {
	Items []Workspace `json:"items"`
	Next  string      `json:"next,omitempty" doc:"cursor of the next page"`
}

// NewWorkspace creates a notebook.
type NewWorkspace struct {
	Kind     string `json:"kind,omitempty" enum:"notebook" default:"notebook"`
	Title    string `json:"title,omitempty" doc:"empty: Untitled"`
	Language string `json:"language,omitempty" enum:"typescript,javascript" default:"typescript"`
}

// WorkspacePatch changes the named fields.
type WorkspacePatch struct {
	Title *string `json:"title,omitempty"`
}

// Import brings in a .src.md file. Exactly one of Text, URL and Example is set.
type Import struct {
	Filename string `json:"filename,omitempty" doc:"name of the file, for messages"`
	Text     string `json:"text,omitempty" doc:"the file's content"`
	URL      string `json:"url,omitempty" doc:"http or https address of the file"`
	Example  string `json:"example,omitempty" doc:"id of an example"`
}

// OpenFile opens a .src.md file on the server's disk in place: changes are written back to it.
type OpenFile struct {
	Path string `json:"path" minLength:"1" maxLength:"4096" doc:"absolute path"`
}

// Example is a notebook that the product ships.
type Example struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Summary  string `json:"summary"`
	Language string `json:"language" enum:"typescript,javascript"`
	Cells    int    `json:"cells"`
}

// SearchHit is a place where the query was found. The snippet marks matches as [start, end) in
// UTF-16 units.
type SearchHit struct {
	Workspace string   `json:"workspace"`
	Title     string   `json:"title"`
	Cell      string   `json:"cell,omitempty"`
	Filename  string   `json:"filename,omitempty"`
	Snippet   string   `json:"snippet"`
	Marks     [][2]int `json:"marks"`
}

// SearchResult is the answer to a search.
type SearchResult struct {
	Hits []SearchHit `json:"hits"`
}

// Symbol is a name that the code of an open notebook defines.
type Symbol struct {
	Workspace string `json:"workspace"`
	Title     string `json:"title" doc:"of the notebook"`
	Cell      string `json:"cell"`
	Filename  string `json:"filename"`
	Line      int    `json:"line" minimum:"1"`
	Name      string `json:"name"`
	Kind      string `json:"kind" doc:"such as class or function; empty when it is none of those that are known"`
	Container string `json:"container,omitempty" doc:"what the name is part of"`
}

// SymbolResult holds the names that were found, the best first. Missing counts the open notebooks whose
// names are not known now, because their language service starts or is busy.
type SymbolResult struct {
	Symbols []Symbol `json:"symbols"`
	Missing int      `json:"missing"`
}

// ExampleList holds the shipped examples.
type ExampleList struct {
	Examples []Example `json:"examples"`
}
