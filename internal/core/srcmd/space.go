package srcmd

import (
	"strings"
	"unicode/utf8"
)

// isSpace reports whether the original's language counts r as white space (ECMAScript \s). It differs
// from Unicode's White_Space in U+0085 and U+FEFF, and the borders of cells depend on it.
func isSpace(r rune) bool {
	switch {
	case r == ' ', r >= '\t' && r <= '\r':
		return true
	case r < 0xA0:
		return false
	}
	switch r {
	case 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

func trim(s string) string    { return strings.TrimFunc(s, isSpace) }
func trimEnd(s string) string { return strings.TrimRightFunc(s, isSpace) }
func blank(s string) bool     { return trim(s) == "" }

func spaceAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && isSpace(r)
}

// indent counts the leading spaces of s, up to limit.
func indent(s string, limit int) int {
	n := 0
	for n < len(s) && n < limit && s[n] == ' ' {
		n++
	}
	return n
}

// run counts how often c repeats at the start of s.
func run(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// cutLine splits s after its first line. The line has no line break.
func cutLine(s string) (line, rest string) {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

func firstLine(s string) string {
	line, _ := cutLine(s)
	return line
}

// lineBreaks counts the line breaks at the start of s.
func lineBreaks(s string) int { return run(s, '\n') }

// skipBlanks is the length of spaces and tabs at the start of s.
func skipBlanks(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t') {
		n++
	}
	return n
}

// blankLines is the length of the blank lines at the start of s.
func blankLines(s string) int {
	n := 0
	for n < len(s) {
		i := n + skipBlanks(s[n:])
		if i == len(s) {
			return i
		}
		if s[i] != '\n' {
			break
		}
		n = i + 1
	}
	return n
}
