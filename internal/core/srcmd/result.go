package srcmd

import (
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// escape is a control sequence of a terminal (ECMA-48), or a control character that is no white space.
var escape = regexp.MustCompile("\x1b\\[[0-9;:?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[ -/]*[0-~]?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

// encodeResult is what a cell printed between markers; "" when it printed nothing.
func encodeResult(r notebook.Result) string {
	blocks := resultBlocks(r)
	if blocks == nil {
		return ""
	}
	return enclose(outputEnclosure, strings.Join(blocks, "\n\n"))
}

// resultBlocks is what a cell printed as fenced code blocks.
func resultBlocks(r notebook.Result) []string {
	var blocks []string
	stream, printed := "", ""
	end := func() {
		if printed = strings.Trim(strings.ReplaceAll(printed, "\r", ""), "\n"); strings.TrimSpace(printed) != "" {
			ticks := strings.Repeat("`", fenceLength(printed))
			blocks = append(blocks, ticks+stream+"\n"+printed+"\n"+ticks)
		}
		printed = ""
	}
	for _, c := range r.Chunks {
		name := "text"
		switch c.Stream {
		case "err":
			name = "text stderr"
		case "cut":
			c.Text = "\n[" + c.Text + "]\n"
		}
		if name != stream {
			end()
			stream = name
		}
		printed += escape.ReplaceAllString(c.Text, "")
	}
	end()
	if r.Failure != "" {
		stream, printed = "text failure", r.Failure
		end()
	}
	return blocks
}
