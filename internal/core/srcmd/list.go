package srcmd

import "strings"

// bulletLen is the length of a list marker at the start of s: "-", "*", "+", "1." or "1)".
func bulletLen(s string) int {
	if s == "" {
		return 0
	}
	if strings.IndexByte("*+-", s[0]) >= 0 {
		return 1
	}
	n := 0
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 0 && n < len(s) && (s[n] == '.' || s[n] == ')') {
		return n + 1
	}
	return 0
}

// itemMarker is the length of the indentation and marker at the start of a list item's line, 0 when
// it is not one. kind is the marker's last character, which is alike in all items of a list.
func itemMarker(line string, maxIndent int) (n int, kind byte) {
	at := indent(line, maxIndent)
	n = bulletLen(line[at:])
	if n == 0 {
		return 0, 0
	}
	n += at
	if n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0, 0
	}
	return n, line[n-1]
}

// listBlock is the length of the list at the start of s, without white space after its last item.
func listBlock(s string) int {
	line := firstLine(s)
	n, kind := itemMarker(line, 3)
	if n == 0 || len(line) == n+1 { // a marker and a single blank start no list
		return 0
	}
	end := 0
	for end < len(s) {
		line := firstLine(s[end:])
		if n, k := itemMarker(line, 3); n == 0 || k != kind || thematicBreak(line) > 0 {
			break
		}
		end += itemLen(s[end:])
	}
	return len(trimEnd(s[:end]))
}

// item is the state of reading one list item.
type item struct {
	indent int    // columns of the item's content
	nested int    // spaces before a marker that still starts a new item or block
	blank  bool   // a blank line was seen
	last   string // the line before, without the content's indentation
}

// itemLen is the length of the list item at the start of s, with the line break of its last line.
func itemLen(s string) int {
	line, rest := cutLine(s)
	marker, _ := itemMarker(line, 3)
	end := len(s) - len(rest)
	it := newItem(line, marker)
	if it.blank && strings.Trim(firstLine(rest), " \t") == "" {
		return end + lineLen(rest)
	}
	for end < len(s) {
		line := firstLine(s[end:])
		if it.endsAt(line) {
			break
		}
		end += lineLen(s[end:])
	}
	return end
}

// lineLen is the length of the first line of s with its line break.
func lineLen(s string) int {
	line, _ := cutLine(s)
	return min(len(line)+1, len(s))
}

func newItem(line string, marker int) item {
	content := line[marker:]
	tabs := run(content, '\t')
	it := item{last: strings.Repeat("   ", tabs) + content[tabs:]}
	if it.blank = blank(it.last); it.blank {
		it.indent = marker + 1
	} else {
		column := indent(content, len(content))
		if column > 4 {
			column = 1
		}
		it.indent = marker + column
	}
	it.nested = min(3, it.indent-1)
	return it
}

// endsAt reports whether the item ends before a line, and takes the line in otherwise.
func (it *item) endsAt(line string) bool {
	if it.opensFence(line) || it.opensHeading(line) || it.opensHTML(line) || isRule(line, it.nested, " ") {
		return true
	}
	if n, _ := itemMarker(line, it.nested); n > 0 {
		return true
	}
	spaced := strings.ReplaceAll(line, "\t", "    ")
	empty := blank(line)
	if !empty && indent(spaced, len(spaced)) < it.indent {
		if it.blank || !it.continues() {
			return true
		}
	}
	it.blank = it.blank || empty
	it.last = spaced[min(it.indent, len(spaced)):]
	return false
}

// continues reports whether the line before may be continued by one with too little indentation.
func (it *item) continues() bool {
	spaced := strings.ReplaceAll(it.last, "\t", "    ")
	column := indent(spaced, len(spaced))
	code := column >= 4 && column < len(spaced)
	return !code && !it.opensFence(it.last) && !it.opensHeading(it.last) && !isRule(it.last, it.nested, " ")
}

func (it *item) opensFence(line string) bool {
	rest := line[indent(line, it.nested):]
	return strings.HasPrefix(rest, "```") || strings.HasPrefix(rest, "~~~")
}

func (it *item) opensHeading(line string) bool {
	return strings.HasPrefix(line[indent(line, it.nested):], "#")
}

func (it *item) opensHTML(line string) bool {
	rest := line[indent(line, it.nested):]
	if len(rest) < 2 || rest[0] != '<' {
		return false
	}
	return strings.HasPrefix(rest, "<!--") || isLetter(rest[1]) && strings.IndexByte(rest, '>') > 1
}
