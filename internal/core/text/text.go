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

// Bytes is the length in bytes of UTF-8.
func (t Text) Bytes() int { return len(t.s) }

// Slice returns the part of the document from unit from up to unit to. A range outside the document
// is refused with CodeChange, one that splits a surrogate pair with CodeSurrogate.
func (t Text) Slice(from, to int) (string, error) {
	if from < 0 || to < from || to > t.units {
		return "", fault.New(fault.CodeChange, "The range %d to %d is outside a document of length %d", from, to, t.units)
	}
	start, startOK := t.byteAt(place{}, from)
	end, endOK := t.byteAt(place{unit: from, byte: start}, to)
	if !startOK || !endOK {
		return "", errSplit(from, to)
	}
	return t.s[start:end], nil
}

func errSplit(from, to int) error {
	return fault.New(fault.CodeSurrogate, "The range %d to %d splits a surrogate pair", from, to)
}

func normalize(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
