package workspace

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// MaxNameRunes is how long the name of a person may be.
const MaxNameRunes = 60

// ServerName is how the server itself appears among authors. No person is called so.
const ServerName = "Srcbook"

// joiners are invisible and yet part of how Persian and some emoji are written.
const joiners = "\u200c\u200d"

// CheckName refuses, with CodeInvalid, a name that a person cannot have among others: empty, longer
// than MaxNameRunes, with blanks around it or with characters that do not show, or the server's.
func CheckName(name string) error {
	hidden := func(r rune) bool { return !unicode.IsGraphic(r) && !strings.ContainsRune(joiners, r) }
	switch {
	case name == "" || name != strings.TrimSpace(name):
		return fault.New(fault.CodeInvalid, "A name is not empty and has no blanks around it")
	case utf8.RuneCountInString(name) > MaxNameRunes:
		return fault.New(fault.CodeInvalid, "A name has at most %d characters", MaxNameRunes)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, hidden):
		return fault.New(fault.CodeInvalid, "A name has no characters that cannot be seen")
	case strings.EqualFold(name, ServerName):
		return fault.New(fault.CodeInvalid, "%s is the server itself", ServerName)
	}
	return nil
}
