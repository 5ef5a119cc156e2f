package runner

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Text reports a run to a person: what cells write goes where they write it, and headings, errors and
// the summary go to standard error.
//
// The cell that was started last writes as it likes. Every line that another one writes, such as a
// server in the background, begins with its name.
type Text struct {
	Out, Err io.Writer
	Color    bool // of what we say ourselves; what cells write stays as it is
	// Shared says that Out and Err are one terminal, where a line that a cell left open has to be ended
	// before we say something.
	Shared bool

	current string
	open    map[string]bool             // streams in the middle of a line
	partial map[string]*strings.Builder // by cell and stream: begun lines of cells in the background
}

// SGR codes: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR
const (
	bold, dim, red, green, yellow = "1", "2", "31", "32", "33"
)

func (t *Text) paint(code, text string) string {
	if !t.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// say writes a line of our own.
func (t *Text) say(line string) {
	if t.Shared && (t.open["stdout"] || t.open["stderr"]) {
		fmt.Fprintln(t.Err)
		t.open = nil
	}
	fmt.Fprintln(t.Err, line)
}

// Progress implements Reporter.
func (t *Text) Progress(text string) { t.say(t.paint(dim, text)) }

// Started implements Reporter.
func (t *Text) Started(cell string) {
	t.current = cell
	t.say(t.paint(bold, "── "+cell+" "+strings.Repeat("─", max(3, 60-len(cell)))))
}

// Output implements Reporter.
func (t *Text) Output(cell, stream, text string) {
	if cell == t.current {
		t.write(stream, text)
		return
	}
	t.prefixed(cell, stream, text)
}

func (t *Text) write(stream, text string) {
	if text == "" {
		return
	}
	out := t.Out
	if stream == "stderr" {
		out = t.Err
	}
	_, _ = io.WriteString(out, text) // whoever reads may have gone
	if t.open == nil {
		t.open = map[string]bool{}
	}
	t.open[stream] = !strings.HasSuffix(text, "\n")
}

// maxPartial is how much of a line waits for its end.
const maxPartial = 64 << 10

// prefixed writes whole lines with the name of the cell.
func (t *Text) prefixed(cell, stream, text string) {
	key := stream + " " + cell
	if t.partial == nil {
		t.partial = map[string]*strings.Builder{}
	}
	if t.partial[key] == nil {
		t.partial[key] = &strings.Builder{}
	}
	begun := t.partial[key]
	for line := range strings.SplitAfterSeq(text, "\n") {
		begun.WriteString(line)
		if strings.HasSuffix(line, "\n") || begun.Len() > maxPartial {
			t.background(cell, stream, begun)
		}
	}
}

func (t *Text) background(cell, stream string, begun *strings.Builder) {
	if begun.Len() == 0 {
		return
	}
	line := strings.TrimSuffix(begun.String(), "\n")
	begun.Reset()
	if t.open[stream] {
		t.write(stream, "\n")
	}
	t.write(stream, t.paint(dim, cell+" |")+" "+line+"\n")
}

// Ended implements Reporter.
func (t *Text) Ended(r Result) {
	for _, stream := range []string{"stdout", "stderr"} {
		if begun := t.partial[stream+" "+r.Cell]; begun != nil {
			t.background(r.Cell, stream, begun)
		}
	}
	switch {
	case r.State == Finished:
	case r.Served:
		t.say(t.paint(dim, "■ "+r.Cell+" was still serving and was stopped"))
	case r.State == Skipped:
		t.say(t.paint(yellow, "- "+r.Cell+" was skipped"))
	case r.State == Stopped:
		t.say(t.paint(yellow, "■ "+r.Cell+" was stopped"))
	default:
		t.failed(r)
	}
}

func (t *Text) failed(r Result) {
	place := r.Cell
	if f := r.Failure; f != nil && f.File != "" {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	code := ""
	if r.Fault != "" {
		code = t.paint(dim, " ("+string(r.Fault)+")")
	}
	t.say(t.paint(red, "✗ "+place) + "  " + r.Message + code)
	if r.Failure == nil {
		return
	}
	if r.Failure.Frame != "" {
		t.say(strings.TrimRight(r.Failure.Frame, "\n"))
	}
	if r.Failure.Package != "" {
		t.say("Declare it in package.json and run without --install never.")
	}
}

// Summary prints the last line.
func (t *Text) Summary(s Summary) {
	if len(s.Results) == 0 {
		t.say("There is no code cell to run.")
		return
	}
	served := 0
	for _, r := range s.Results {
		if r.Served {
			served++
		}
	}
	parts := []string{plural(len(s.Results), "cell")}
	for _, count := range []struct {
		n    int
		what string
	}{
		{s.Count(Finished), "finished"},
		{served, "served"},
		{s.Count(Failed), "failed"},
		{s.Count(TimedOut), "timed out"},
		{s.Count(Stopped) - served, "stopped"},
		{s.Count(Skipped), "skipped"},
	} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	mark := t.paint(green, "✓")
	if !s.Good() {
		mark = t.paint(red, "✗")
	}
	t.say(fmt.Sprintf("%s %s in %s", mark, strings.Join(parts, ", "), s.Elapsed.Round(10*time.Millisecond)))
}
