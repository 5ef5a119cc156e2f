package srcmd

import "strings"

// blockQuote is the length of the block quote at pos, without the line breaks after it but for one
// that a list at its end may take; that may be one more than there are.
func (x *lexer) blockQuote(pos int) int {
	line := firstLine(x.src[pos:])
	if n := indent(line, 3); n == len(line) || line[n] != '>' {
		return 0
	}
	lazy := true
	if pos >= x.quoteReach { // else the lines were seen from an earlier quote
		var end int
		end, lazy = quoteReach(x.src[pos:])
		x.quoteReach = pos + end
	}
	return x.quoteWithin(x.src[pos:x.quoteReach], lazy)
}

func (x *lexer) quoteWithin(s string, lazy bool) int {
	s = strings.TrimRight(s, "\n")
	if lazy && len(s) <= *x.budget {
		return x.quoteLen(s)
	}
	return len(s)
}

// quoteReach is how far the lines of the quote at the start of s and the paragraph lines after them
// go; lazy says that there are such paragraph lines, which may or may not belong to the quote.
func quoteReach(s string) (end int, lazy bool) {
	for end < len(s) {
		line := firstLine(s[end:])
		n := indent(line, 3)
		if n == len(line) || line[n] != '>' {
			break
		}
		n++
		if n < len(line) && line[n] == ' ' {
			n++
		}
		length := len(line)
		if n < len(line) {
			length = n + paragraphLen(s[end+n:], false)
			lazy = lazy || length > len(line)
		}
		end = min(end+length+1, len(s))
	}
	return end, lazy
}

// quoteLen is the length of the quote among the lines of s. A line without ">" continues what the
// quote's last block is: a paragraph takes it, code does not, a list or a quote decides by itself.
func (x *lexer) quoteLen(s string) int {
	end := 0
	for end < len(s) {
		chunk := quoteChunk(s[end:])
		inner := lexer{src: stripQuote(s[end : end+chunk]), budget: x.budget, nested: true}
		*x.budget -= chunk
		inner.run()
		end += chunk
		if end == len(s) || len(inner.blocks) == 0 {
			continue
		}
		last := inner.blocks[len(inner.blocks)-1]
		switch last.kind {
		case code:
			return end
		case quote, list:
			if *x.budget -= len(s) - end; *x.budget < 0 {
				return len(s)
			}
			old := strings.TrimSuffix(inner.src[last.start:last.end], "\n")
			grown := old + s[end:]
			if last.kind == quote {
				reach, lazy := quoteReach(grown)
				return end + max(x.quoteWithin(grown[:reach], lazy)-len(old), 0)
			}
			end += max(listBlock(grown)-len(old), 0)
			if end == len(s) {
				return end + 1 // as the original, with the line break
			}
		}
		if end < len(s) && s[end] == '\n' {
			end++
		}
	}
	return end
}

// quoteChunk is the length of the lines up to the first quote line that is followed by one that is
// not, without the last line break.
func quoteChunk(s string) int {
	inside := false
	for end := 0; ; {
		line := firstLine(s[end:])
		n := indent(line, 3)
		quoted := n < len(line) && line[n] == '>'
		if inside && !quoted {
			return end - 1
		}
		inside = inside || quoted
		end += len(line) + 1
		if end > len(s) {
			return len(s)
		}
	}
}

// stripQuote takes the markers off the lines of a quote. A line without one that would underline the
// text before it is indented, because it may not make a heading from inside the quote.
func stripQuote(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		n := indent(line, 3)
		switch {
		case n < len(line) && line[n] == '>':
			n++
			if n < len(line) && (line[n] == ' ' || line[n] == '\t') {
				n++
			}
			lines[i] = line[n:]
		case i > 0 && setextDepth(line) > 0:
			lines[i] = "    " + line[n:]
		}
	}
	return strings.Join(lines, "\n")
}
