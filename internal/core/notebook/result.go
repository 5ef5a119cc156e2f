package notebook

// Result is what the latest run of a cell printed and how it ended, for files that carry outputs.
type Result struct {
	Chunks []Chunk
	// Failure says in a sentence why the run did not finish; empty when it did.
	Failure string
}

// Chunk is a piece of output. Stream is "out" or "err"; a chunk of stream "cut" says what was left
// out at its place.
type Chunk struct {
	Stream, Text string
}

// Results holds the results of the cells that have one.
type Results map[CellID]Result
