package hub

import (
	"strings"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/wire"
)

// maxLine is how many UTF-16 units a viewer shows as one line.
const maxLine = 8_192

// lineCounter counts the lines that a run's output makes at a viewer. The zero value begins.
type lineCounter struct {
	stream string
	units  int  // of the open line
	open   bool // the last line has not ended
}

// lineCount is what a piece of output adds.
type lineCount struct {
	begun     int  // lines that begin in it
	continues bool // it begins within a line
}

func (c *lineCounter) add(stream, text string) lineCount {
	if stream != c.stream {
		c.stream, c.open = stream, false
	}
	n := lineCount{continues: c.open}
	if short(text, c.unitsOfOpen()) {
		n.begun = c.addShort(text)
		return n
	}
	for text != "" {
		if !c.open {
			c.units = 0
			n.begun++
		}
		end := strings.IndexByte(text, '\n') + 1
		c.open = end == 0
		if c.open {
			end = len(text)
		}
		fits, units := prefix(text[:end], maxLine-c.units)
		c.units += units
		if fits < end {
			c.open, end = false, fits
		}
		text = text[end:]
	}
	return n
}

// addShort counts the lines of a text in which none grows too long.
func (c *lineCounter) addShort(text string) int {
	begun, last := strings.Count(text, "\n"), strings.LastIndexByte(text, '\n')
	if c.open {
		begun--
	}
	if !c.open || last >= 0 {
		c.units = 0
	}
	rest := text[last+1:]
	_, units := prefix(rest, maxLine)
	c.units += units
	if c.open = c.open && last < 0 || rest != ""; c.open {
		begun++
	}
	return begun
}

func (c *lineCounter) unitsOfOpen() int {
	if c.open {
		return c.units
	}
	return 0
}

// short reports that no line of a text is too long, even if each byte were a unit. The first goes on one
// that has some units before.
func short(text string, before int) bool {
	for at, room := 0, maxLine-before; at+room < len(text); room = maxLine {
		next := strings.LastIndexByte(text[at:at+room], '\n')
		if next < 0 {
			return false
		}
		at += next + 1
	}
	return true
}

// prefix is how many bytes at the beginning of a text are whole characters of at most so many UTF-16
// units, but at least one, and how many units those are.
func prefix(text string, room int) (bytes, units int) {
	for bytes < len(text) {
		r, size := utf8.DecodeRuneInString(text[bytes:])
		n := 1
		if r >= 0x10000 {
			n = 2
		}
		if units+n > room && bytes > 0 {
			break
		}
		bytes, units = bytes+size, units+n
	}
	return bytes, units
}

// tally is the size of output that is read from its beginning.
type tally struct {
	size  wire.OutputSize
	lines lineCounter
}

func (t *tally) add(chunks []wire.OutputChunk) {
	for _, c := range chunks {
		t.size.Bytes += int64(len(c.Text))
		t.size.Lines += int64(t.lines.add(c.Stream, c.Text).begun)
		t.size.Cut = t.size.Cut || c.Stream == streamCut
	}
}
