package srcmd

import "strings"

// kind is the kind of a top-level block.
type kind uint8

const (
	space kind = iota
	code
	heading
	rule
	quote
	list
	html
	definition
	table
	paragraph
	separator // our marker between two prose cells
	literal   // a prose cell between our markers
	printed   // the output of a cell between our markers
	unclosed  // the start of one of these two without its end
)

// block is a top-level block of a document: src[start:end]. Blocks follow each other without gaps.
type block struct {
	kind       kind
	depth      int // of a heading
	start, end int
	// text is the content of a heading, code or literal block.
	text string
}

// lexer cuts Markdown into top-level blocks at exactly the borders of marked 14, the parser of the
// original Srcbook, in time linear in the length of the document.
type lexer struct {
	src    string
	blocks []block
	// setextFailed is the end of the text in which the last search for a setext underline failed; a
	// search that starts before it would fail at the same place.
	setextFailed int
	// quoteReach is the end of the lines that the last block quote could have taken.
	quoteReach int
	// budget bounds the bytes lexed again inside block quotes.
	budget *int
	// nested says that the text is inside a block quote, where our markers mean nothing.
	nested bool
	// unclosed remembers end markers that do not come any more, so that no text is searched twice.
	unclosed map[string]bool
}

// lex returns the blocks of src, whose only line break is "\n".
func lex(src string) []block {
	budget := 8*len(src) + 1<<16
	x := lexer{src: src, budget: &budget, unclosed: map[string]bool{}}
	x.run()
	return x.blocks
}

func (x *lexer) run() {
	for pos := 0; pos < len(x.src); {
		b := x.next(pos)
		b.start = pos
		pos = b.end
		if !x.merge(b) {
			x.blocks = append(x.blocks, b)
		}
	}
}

// merge joins what belongs to the block before: the line break that ends it, and an indented or
// definition-like continuation of a paragraph.
func (x *lexer) merge(b block) bool {
	if len(x.blocks) == 0 {
		return false
	}
	last := &x.blocks[len(x.blocks)-1]
	lineEnd := b.kind == space && b.end-b.start == 1 && x.src[b.start] == '\n'
	continued := last.kind == paragraph && (b.kind == definition || b.kind == code && b.depth == indented)
	if !lineEnd && !continued {
		return false
	}
	last.end = b.end
	return true
}

// indented marks, as the depth of a code block, one that is not fenced.
const indented = 1

// next is the block that starts at pos. The order of the attempts is the original's.
func (x *lexer) next(pos int) block {
	s := x.src[pos:]
	if n := blankLines(s); n > 0 {
		return block{kind: space, end: pos + n}
	}
	if n := indentedCode(s); n > 0 {
		return block{kind: code, depth: indented, end: pos + n, text: unindent(s[:n])}
	}
	if n, text := fencedCode(s); n > 0 {
		return block{kind: code, end: pos + n, text: text}
	}
	if n, depth, text := atxHeading(s); n > 0 {
		return block{kind: heading, depth: depth, end: pos + n, text: text}
	}
	if n := thematicBreak(s); n > 0 {
		return block{kind: rule, end: pos + n}
	}
	if n := x.blockQuote(pos); n > 0 {
		return block{kind: quote, end: min(pos+n, len(x.src))}
	}
	if n := listBlock(s); n > 0 {
		return block{kind: list, end: pos + n}
	}
	if b := x.marker(pos); b.end > 0 {
		return b
	}
	if n := htmlBlock(s); n > 0 {
		return block{kind: html, end: pos + n}
	}
	if n := linkDefinition(s); n > 0 {
		return block{kind: definition, end: pos + n}
	}
	if n := tableBlock(s); n > 0 {
		return block{kind: table, end: pos + n}
	}
	if n, depth, text := x.setextHeading(pos); n > 0 {
		return block{kind: heading, depth: depth, end: pos + n, text: text}
	}
	return block{kind: paragraph, end: pos + paragraphLen(s, true)}
}

// codeIndent is the length of a code block's indentation at the start of s, 0 when there is none.
func codeIndent(s string) int {
	switch n := indent(s, 4); {
	case n == 4:
		return 4
	case n < len(s) && s[n] == '\t':
		return n + 1
	}
	return 0
}

// indentedCode is the length of the indented code at the start of s, with the blank lines after it.
func indentedCode(s string) int {
	n := 0
	for n < len(s) && codeIndent(s[n:]) > 0 {
		n += len(firstLine(s[n:]))
		if n == len(s) {
			return n
		}
		n++
		n += blankLines(s[n:])
	}
	return n
}

// unindent takes up to four spaces, or else one tab, from each line of indented code.
func unindent(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		n := indent(line, 4)
		if n == 0 && strings.HasPrefix(line, "\t") {
			n = 1
		}
		lines[i] = line[n:]
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// fence is the opening line of a fenced code block.
type fence struct {
	indent int
	char   byte
	length int
}

// openingFence reads the fence in the first line of s.
func openingFence(line string) (fence, bool) {
	n := indent(line, 3)
	if n == len(line) || line[n] != '`' && line[n] != '~' {
		return fence{}, false
	}
	f := fence{indent: n, char: line[n], length: run(line[n:], line[n])}
	if f.length < 3 || f.char == '`' && strings.IndexByte(line[n+f.length:], '`') >= 0 {
		return fence{}, false
	}
	return f, true
}

// closes reports whether a line ends the block that f opened. Both fence characters may follow the
// needed ones, as the original has it.
func (f fence) closes(line string) bool {
	line = line[indent(line, 3):]
	n := run(line, f.char)
	if n < f.length {
		return false
	}
	return strings.Trim(strings.TrimLeft(line[n:], "`~"), " ") == ""
}

// fencedCode is the length of the fenced block at the start of s, without the line break that ends
// its last line, and its content. A fence that is never closed reaches to the end.
func fencedCode(s string) (n int, text string) {
	first := firstLine(s)
	f, ok := openingFence(first)
	if !ok {
		return 0, ""
	}
	if len(first) == len(s) {
		return len(s), ""
	}
	body := len(first) + 1
	for at := body; ; {
		line := firstLine(s[at:])
		if f.closes(line) {
			return at + len(line), f.dedent(strings.TrimSuffix(s[body:at], "\n"))
		}
		at += len(line)
		if at == len(s) {
			return len(s), f.dedent(strings.TrimSuffix(s[body:], "\n"))
		}
		at++
	}
}

// dedent takes the indentation of the opening fence from the lines that have as much.
func (f fence) dedent(text string) string {
	if f.indent == 0 || f.char != '`' {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = line[dedentLen(line, f.indent):]
	}
	return strings.Join(lines, "\n")
}

// dedentLen is the length of n leading white space characters, 0 when there are fewer.
func dedentLen(line string, n int) int {
	for at, r := range line {
		if n == 0 {
			return at
		}
		if !isSpace(r) {
			return 0
		}
		n--
	}
	if n > 0 {
		return 0
	}
	return len(line)
}

// atxHeading is the length of the "#" heading at the start of s with the line breaks after it.
func atxHeading(s string) (n, depth int, text string) {
	line := firstLine(s)
	at := indent(line, 3)
	depth = run(line[at:], '#')
	rest := line[at+depth:]
	if depth < 1 || depth > 6 || rest != "" && !spaceAt(rest) {
		return 0, 0, ""
	}
	return len(line) + lineBreaks(s[len(line):]), depth, closingSequence(trim(rest))
}

// closingSequence takes the trailing "#"s off a heading, unless they are part of a word.
func closingSequence(text string) string {
	if !strings.HasSuffix(text, "#") {
		return text
	}
	if cut := strings.TrimRight(text, "#"); cut == "" || strings.HasSuffix(cut, " ") {
		return trim(cut)
	}
	return text
}

// thematicBreak is the length of the line if it is one, without its line break.
func thematicBreak(s string) int {
	line := firstLine(s)
	if isRule(line, 3, " \t") {
		return len(line)
	}
	return 0
}

// isRule reports whether line is three or more of one of - _ *, at most maxIndent spaces in, with
// only characters of fill between and after them.
func isRule(line string, maxIndent int, fill string) bool {
	n := indent(line, maxIndent)
	if n == len(line) || strings.IndexByte("-_*", line[n]) < 0 {
		return false
	}
	count := 0
	for i := n; i < len(line); i++ {
		switch {
		case line[i] == line[n]:
			count++
		case strings.IndexByte(fill, line[i]) < 0:
			return false
		}
	}
	return count >= 3
}
