// Package text holds documents and the changes made to them, measured in UTF-16 code units as
// browsers, CodeMirror and the language server measure them.
//
// Values are immutable and safe for concurrent use. A Text is always well-formed Unicode with "\n"
// as its only line break, so that its UTF-16 form never contains a lone surrogate.
package text

import (
	"strings"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Text is an immutable document. The zero value is the empty document.
type Text struct {
	s     string
	units int // length in UTF-16 code units; equal to len(s) exactly when s is ASCII
}

// New returns s as a document. CRLF and lone CR become LF, as CodeMirror splits lines. Text that is
// not valid UTF-8 is refused with CodeSurrogate.
func New(s string) (Text, error) {
	if !utf8.ValidString(s) {
		return Text{}, fault.New(fault.CodeSurrogate, "The text is not valid UTF-8")
	}
	return of(normalize(s)), nil
}

// Lossy is New for text from the outside world: invalid bytes become U+FFFD.
func Lossy(s string) Text {
	return of(normalize(strings.ToValidUTF8(s, "\uFFFD")))
}

func of(s string) Text { return Text{s: s, units: utf16Len(s)} }

// String returns the document.
func (t Text) String() string { return t.s }

// Len is the length in UTF-16 code units.
func (t Text) Len() int { return t.units }

func normalize(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func utf16Len(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b&0xC0 == 0x80: // continuation byte
		case b >= 0xF0: // four bytes: a surrogate pair
			n += 2
		default:
			n++
		}
	}
	return n
}
