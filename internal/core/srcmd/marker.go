package srcmd

import (
	"fmt"
	"regexp"
	"strings"
)

// Our markers are HTML comments, which every Markdown reader hides. The original's reader keeps them
// as text of the prose around them.
const cellMarker = "<!-- srcbook:cell -->"

// What can stand between markers: a prose cell whose text is taken as it stands, and what a code cell
// printed.
const (
	markdownEnclosure = "markdown"
	outputEnclosure   = "output"
)

var startMarker = regexp.MustCompile(`^<!-- srcbook:(markdown|output)( [a-z0-9]{1,10})? -->[ \t]*$`)

// markerStart and markerEnd enclose a text. The tag tells them from markers inside the text.
func markerStart(of, tag string) string { return "<!-- srcbook:" + of + tag + " -->" }
func markerEnd(of, tag string) string   { return "<!-- /srcbook:" + of + tag + " -->" }

// marker is the block of one of our markers at pos; its end is 0 when there is none.
func (x *lexer) marker(pos int) block {
	line := firstLine(x.src[pos:])
	if x.nested || !strings.HasPrefix(line, "<!-- srcbook:") {
		return block{}
	}
	next := pos + len(line)
	after := next + lineBreaks(x.src[next:])
	if strings.TrimRight(line, " \t") == cellMarker {
		return block{kind: separator, end: after}
	}
	m := startMarker.FindStringSubmatch(line)
	if m == nil {
		return block{}
	}
	from := min(next+1, len(x.src))
	text, length := x.enclosed(from, markerEnd(m[1], m[2]))
	if length < 0 {
		return block{kind: unclosed, text: m[1], end: after}
	}
	kind := literal
	if m[1] == outputEnclosure {
		kind = printed
	}
	end := from + length
	return block{kind: kind, text: text, end: end + lineBreaks(x.src[end:])}
}

// enclosed is the text from a position up to the line of the end marker, and its length with that
// line; -1 when the marker does not come.
func (x *lexer) enclosed(from int, end string) (text string, length int) {
	if x.unclosed[end] {
		return "", -1
	}
	for at := from; ; {
		i := strings.Index(x.src[at:], end)
		if i < 0 {
			x.unclosed[end] = true
			return "", -1
		}
		at += i
		rest := firstLine(x.src[at+len(end):])
		if x.src[at-1] == '\n' && strings.Trim(rest, " \t") == "" {
			return strings.TrimSuffix(x.src[from:at], "\n"), at + len(end) + len(rest) - from
		}
		at += len(end)
	}
}

// enclose writes text between markers that do not occur in it.
func enclose(of, text string) string {
	used := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "<!-- /srcbook:"+of) {
			used[strings.TrimRight(line, " \t")] = true
		}
	}
	tag := ""
	for n := 2; used[markerEnd(of, tag)]; n++ {
		tag = fmt.Sprintf(" %d", n)
	}
	return markerStart(of, tag) + "\n" + text + "\n" + markerEnd(of, tag)
}
