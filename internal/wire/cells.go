package wire

// EncodedCells are cells as text, in the grammar of a .src.md file without metadata and title.
type EncodedCells struct {
	Text string `json:"text"`
}

// DecodedCells are the cells of a text in reading order. A package.json among them is left out.
type DecodedCells struct {
	Cells []DecodedCell `json:"cells"`
}

// DecodedCell is a cell that is not part of a notebook yet.
type DecodedCell struct {
	Kind     string `json:"kind" enum:"markdown,code"`
	Filename string `json:"filename,omitempty" doc:"of code"`
	Text     string `json:"text"`
}
