package runner

import (
	"encoding/json"
	"io"
	"time"
)

// JSON reports a run as one JSON object a line:
//
//	{"type":"cell.start","cell":"a.ts"}
//	{"type":"output","cell":"a.ts","stream":"stdout","text":"…"}
//	{"type":"cell.exit","cell":"a.ts","state":"finished","code":0,"ms":12.3}
//	{"type":"summary","cells":3,"failed":0}
//
// The state is finished, failed, stopped or timed_out. A cell that did not finish has a message too,
// one that failed the code of the catalogue of errors as fault, and the place of its error as file, line and column where that is known. A server that was stopped
// because all other cells were done is stopped, with "served":true, and does not count as failed. A
// cell that was skipped has no line; the summary counts it as skipped.
type JSON struct {
	Out io.Writer
	// Err gets the lines about installations, as text.
	Err io.Writer
}

type jsonLine struct {
	Type    string   `json:"type"`
	Cell    string   `json:"cell,omitempty"`
	Stream  string   `json:"stream,omitempty"`
	Text    string   `json:"text,omitempty"`
	State   State    `json:"state,omitempty"`
	Code    *int     `json:"code,omitempty"`
	MS      *float64 `json:"ms,omitempty"`
	Served  bool     `json:"served,omitempty"`
	Message string   `json:"message,omitempty"`
	Fault   string   `json:"fault,omitempty"`
	File    string   `json:"file,omitempty"`
	Line    int      `json:"line,omitempty"`
	Column  int      `json:"column,omitempty"`
	Cells   *int     `json:"cells,omitempty"`
	Failed  *int     `json:"failed,omitempty"`
	Skipped int      `json:"skipped,omitempty"`
}

func (j *JSON) print(line jsonLine) {
	encoder := json.NewEncoder(j.Out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(line) // whoever reads may have gone
}

// Progress implements Reporter.
func (j *JSON) Progress(text string) { _, _ = io.WriteString(j.Err, text+"\n") }

// Started implements Reporter.
func (j *JSON) Started(cell string) { j.print(jsonLine{Type: "cell.start", Cell: cell}) }

// Output implements Reporter.
func (j *JSON) Output(cell, stream, text string) {
	j.print(jsonLine{Type: "output", Cell: cell, Stream: stream, Text: text})
}

// Ended implements Reporter.
func (j *JSON) Ended(r Result) {
	if r.State == Skipped {
		return
	}
	ms := milliseconds(r.Elapsed)
	line := jsonLine{
		Type: "cell.exit", Cell: r.Cell, State: r.State, Code: &r.Code, MS: &ms, Served: r.Served, Message: r.Message,
		Fault: string(r.Fault),
	}
	if f := r.Failure; f != nil {
		line.File, line.Line, line.Column = f.File, f.Line, f.Column
	}
	j.print(line)
}

// Summary prints the last line.
func (j *JSON) Summary(s Summary) {
	cells, failed := len(s.Results), s.Failed()
	j.print(jsonLine{Type: "summary", Cells: &cells, Failed: &failed, Skipped: s.Count(Skipped)})
}

// milliseconds has one decimal.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond)) / float64(time.Millisecond)
}
