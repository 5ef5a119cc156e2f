// Package notebook says what a notebook is: a title, a language, and cells in order, each a text
// document. It holds the rules of file names and structure; it does no I/O. Values are immutable by
// convention: every edit returns a new value and shares what did not change.
package notebook

import (
	"encoding/json"

	"github.com/srcbook/srcbook/internal/core/text"
)

// Language is the language that new code cells of a notebook get, and whether it has a tsconfig.
type Language string

// The languages.
const (
	TypeScript Language = "typescript"
	JavaScript Language = "javascript"
)

// Kind is the kind of a cell.
type Kind string

// The kinds. Package and TSConfig are the notebook's two configuration documents; they are cells so
// that they are edited together, journalled and restored as every other text.
const (
	Markdown Kind = "markdown"
	Code     Kind = "code"
	Package  Kind = "package"
	TSConfig Kind = "tsconfig"
)

// CellID identifies a cell for the life of the notebook. Ids are chosen by the client that inserts
// the cell: 1 to 40 of the characters A-Z a-z 0-9 _ -. The two configuration cells have the fixed
// ids PackageID and TSConfigID, which no client can choose because of their dot.
type CellID string

// The ids of the configuration cells.
const (
	PackageID  CellID = "package.json"
	TSConfigID CellID = "tsconfig.json"
)

// Cell is one document of a notebook. Filename is set for every kind but Markdown; a code cell is
// the ES module src/<Filename> of its workspace.
type Cell struct {
	ID       CellID
	Kind     Kind
	Filename string
	Text     text.Text
}

// Notebook is a whole notebook. Cells begins with the package cell, then (TypeScript only) the
// tsconfig cell, then prose and code in reading order.
type Notebook struct {
	Title    string
	Language Language
	// Front is the text before the title that is neither metadata nor a cell, kept as it was read.
	Front string
	// Metadata holds the keys of the srcbook comment that we do not know, in file order.
	Metadata []MetadataField
	Cells    []Cell
}

// MetadataField is one unknown key of the file's metadata with its raw JSON value.
type MetadataField struct {
	Key   string
	Value json.RawMessage
}

// Limits of a notebook. A file or an operation that goes beyond one is refused with its number.
const (
	MaxCells      = 5_000
	MaxCellBytes  = 10 << 20
	MaxFileBytes  = 32 << 20
	MaxTitleRunes = 200
)
