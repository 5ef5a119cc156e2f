package srcmd

import (
	"regexp"
	"strings"
)

// paragraphLen is the length of the paragraph at the start of s, without its last line break. Inside
// block quotes the original does not let tables interrupt one.
func paragraphLen(s string, tables bool) int {
	n := len(firstLine(s))
	for n < len(s) {
		next := s[n+1:]
		if interruptsParagraph(next) || tables && tableHead(next) > 0 {
			break
		}
		n += 1 + len(firstLine(next))
	}
	return n
}

// interruptsParagraph reports whether the line at the start of s cannot continue a paragraph.
func interruptsParagraph(s string) bool {
	line := firstLine(s)
	if line == "" {
		return true
	}
	hasBreak := len(line) < len(s)
	if hasBreak && strings.Trim(line, " ") == "" {
		return true
	}
	if isRule(line, 3, " \t") || interruptingTag(s) {
		return true
	}
	return startsBlock(line, hasBreak)
}

// startsBlock reports whether the line starts a heading, quote, fence or list inside other text.
func startsBlock(line string, hasBreak bool) bool {
	rest := line[indent(line, 3):]
	if rest == "" {
		return false
	}
	switch rest[0] {
	case '#':
		n := run(rest, '#')
		return n <= 6 && (len(rest) == n || spaceAt(rest[n:]))
	case '>':
		return true
	case '`', '~':
		_, ok := openingFence(line)
		return ok && hasBreak
	case '*', '+', '-':
		return strings.HasPrefix(rest[1:], " ")
	case '1':
		return strings.HasPrefix(rest[1:], ". ") || strings.HasPrefix(rest[1:], ") ")
	}
	return false
}

// interruptingTag reports whether s starts with a tag that ends a paragraph.
func interruptingTag(s string) bool {
	if s[0] != '<' {
		return false
	}
	for _, raw := range [...]string{"<script", "<pre", "<style", "<textarea", "<!--"} {
		if strings.HasPrefix(s, raw) {
			return true
		}
	}
	return blockTagLen(s, false) > 0
}

// setextHeading is the length of the underlined heading at pos, with the line breaks after it.
func (x *lexer) setextHeading(pos int) (n, depth int, text string) {
	s := x.src[pos:]
	if endsSetextText(s) || pos < x.setextFailed {
		return 0, 0, ""
	}
	n = len(firstLine(s))
	for n < len(s) {
		line := firstLine(s[n+1:])
		if depth := setextDepth(line); depth > 0 {
			end := n + 1 + len(line)
			return end + lineBreaks(s[end:]), depth, s[:n]
		}
		if blank(line) || endsSetextText(s[n+1:]) {
			break
		}
		n += 1 + len(line)
	}
	x.setextFailed = pos + n
	return 0, 0, ""
}

// setextDepth is 1 or 2 for a line that underlines a heading, else 0.
func setextDepth(line string) int {
	rest := strings.TrimRight(line[indent(line, 3):], " ")
	switch {
	case rest == "":
		return 0
	case run(rest, '=') == len(rest):
		return 1
	case run(rest, '-') == len(rest):
		return 2
	}
	return 0
}

// endsSetextText reports whether the line at the start of s, which is not blank, cannot be part of an
// underlined heading.
func endsSetextText(s string) bool {
	line := firstLine(s)
	if codeIndent(s) > 0 || bulletLen(line) > 0 && strings.HasPrefix(line[bulletLen(line):], " ") {
		return true
	}
	rest := line[indent(line, 3):]
	switch rest[0] {
	case '`', '~':
		return run(rest, rest[0]) >= 3
	case '>', '#':
		return true
	case '<':
		return len(line) < len(s) && len(rest) > 2 && strings.IndexByte(rest, '>') == len(rest)-1
	}
	return false
}

var definitionLine = regexp.MustCompile(`^ {0,3}\[(?:\\.|[^\[\]\\])*[^\s\[\]\\](?:\\.|[^\[\]\\])*\]: *(?:<[^<>]*>|[^<\s]\S*)(?: +(?:"[^"]*"|'[^']*'|\([^()]*\)))? *$`)

// linkDefinition is the length of a one-line "[label]: address" at the start of s with the line
// breaks after it. Definitions over several lines read as paragraphs, which keeps their text alike.
func linkDefinition(s string) int {
	line := firstLine(s)
	if n := indent(line, 3); n == len(line) || line[n] != '[' || !definitionLine.MatchString(line) {
		return 0
	}
	return len(line) + lineBreaks(s[len(line):])
}

var delimiterRow = regexp.MustCompile(`^ {0,3}(?:\| *)?:?-+:? *(?:\| *:?-+:? *)*(?:\| *)?$`)

// tableHead is the length of a line with a delimiter row under it, without the last line break.
func tableHead(s string) int {
	line, rest := cutLine(s)
	if strings.Trim(line, " ") == "" || len(line) == len(s) {
		return 0
	}
	row := firstLine(rest)
	at := indent(row, 3)
	if at == len(row) || strings.IndexByte("|:-", row[at]) < 0 || !delimiterRow.MatchString(row) {
		return 0
	}
	return len(line) + 1 + len(row)
}

// tableBlock is the length of the table at the start of s with the line breaks after it.
func tableBlock(s string) int {
	n := tableHead(s)
	if n == 0 {
		return 0
	}
	header, rest := cutLine(s[:n])
	row := rest[indent(rest, 3):]
	if !strings.ContainsAny(row, ":|") || cellCount(header) != columnCount(row) {
		return 0
	}
	if n == len(s) {
		return n
	}
	n++
	for n < len(s) {
		line := firstLine(s[n:])
		hasBreak := n+len(line) < len(s)
		if endsTable(s[n:], line, hasBreak) {
			break
		}
		n += len(line)
		if hasBreak {
			n++
		}
	}
	return n + lineBreaks(s[n:])
}

func endsTable(s, line string, hasBreak bool) bool {
	if hasBreak && strings.Trim(line, " ") == "" {
		return true
	}
	if n := codeIndent(line); n > 0 && len(line) > n {
		return true
	}
	return isRule(line, 3, " \t") || line != "" && interruptingTag(s) || startsBlock(line, hasBreak)
}

func columnCount(row string) int {
	row = strings.TrimPrefix(row, "|")
	if cut := strings.TrimRight(row, " "); strings.HasSuffix(cut, "|") {
		row = cut[:len(cut)-1]
	}
	return strings.Count(row, "|") + 1
}

// cellCount is the number of cells in a table's header. A pipe after an odd number of backslashes is
// text; an empty first or last cell does not count.
func cellCount(row string) int {
	var cells []string
	start, escaped := 0, false
	for i := 0; i < len(row); i++ {
		switch {
		case row[i] == '\\':
			escaped = !escaped
			continue
		case row[i] == '|' && !escaped:
			cells = append(cells, row[start:i])
			start = i + 1
		}
		escaped = false
	}
	cells = append(cells, row[start:])
	if blank(cells[0]) {
		cells = cells[1:]
	}
	if len(cells) > 0 && blank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return len(cells)
}
