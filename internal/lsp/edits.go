package lsp

import "github.com/srcbook/srcbook/internal/core/text"

// TextEdit is a change of a document, as the protocol has it.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// Edits are the changes that make after of before: small ones, so that places in the text stay where they
// are.
func Edits(before, after text.Text) []TextEdit {
	edits := []TextEdit{}
	rest, p, at := before.String(), Position{}, 0
	to := func(unit int) Position {
		n := bytesOf(rest, unit-at)
		p, rest, at = advance(p, rest[:n]), rest[n:], unit
		return p
	}
	for _, e := range text.Diff(before, after).Edits() {
		start := to(e.From)
		edits = append(edits, TextEdit{Range: Range{Start: start, End: to(e.To)}, NewText: e.Insert.String()})
	}
	return edits
}

// bytesOf is how many bytes of s the first UTF-16 units take, which end at a character's end.
func bytesOf(s string, units int) int {
	for i, r := range s {
		if units <= 0 {
			return i
		}
		units -= unitsOf(r)
	}
	return len(s)
}
