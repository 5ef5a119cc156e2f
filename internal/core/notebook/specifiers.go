package notebook

import "regexp"

// Specifier is what a text imports or requires: its name as written, and where that begins, in bytes.
type Specifier struct {
	Name string
	At   int
}

var imported = regexp.MustCompile(`(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]+)['"]`)

// Specifiers are what looks like an import in a code cell, also in a comment and in a text with mistakes.
func Specifiers(code string) []Specifier {
	var found []Specifier
	for _, m := range imported.FindAllStringSubmatchIndex(code, -1) {
		found = append(found, Specifier{Name: code[m[2]:m[3]], At: m[2]})
	}
	return found
}
