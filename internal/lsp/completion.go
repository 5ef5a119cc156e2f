package lsp

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const completionMethod = "textDocument/completion"

// maxCompletions is how many completions a list keeps that is too large to be sent as it is: more than
// anybody looks at, and little enough to be sent with every letter.
const maxCompletions = 2_000

// cutCompletions keeps of a list the completions that fit best to what is typed before the place, and says
// that the list is not complete, so that the editor asks again with the next letter.
func cutCompletions(raw json.RawMessage, typed string) json.RawMessage {
	list := map[string]json.RawMessage{}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		if json.Unmarshal(raw, &list) != nil || json.Unmarshal(list["items"], &items) != nil {
			return raw // no list, which is refused for its size
		}
	}
	list["items"], list["isIncomplete"] = marshal(best(items, typed)), json.RawMessage("true")
	return marshal(list)
}

// candidate is a completion with what it is ordered by.
type candidate struct {
	Label  string `json:"label"`
	Filter string `json:"filterText"`
	Sort   string `json:"sortText"`

	fit int // 0 is best
	raw json.RawMessage
}

func best(items []json.RawMessage, typed string) []json.RawMessage {
	var fitting []candidate
	for _, raw := range items {
		c := candidate{raw: raw}
		if json.Unmarshal(raw, &c) != nil {
			continue
		}
		var fits bool
		if c.fit, fits = fit(cmp.Or(c.Filter, c.Label), typed); fits {
			fitting = append(fitting, c)
		}
	}
	slices.SortStableFunc(fitting, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), strings.Compare(a.Sort, b.Sort), cmp.Compare(len(a.Label), len(b.Label)))
	})
	kept := make([]json.RawMessage, 0, maxCompletions)
	for _, c := range fitting[:min(len(fitting), maxCompletions)] {
		kept = append(kept, c.raw)
	}
	return kept
}

// fit grades how well a name fits to what is typed: it begins so, it does but for capitals, or it has the
// letters in their order. It is false when the name has not.
func fit(name, typed string) (int, bool) {
	switch {
	case strings.HasPrefix(name, typed):
		return 0, true
	case len(name) >= len(typed) && strings.EqualFold(name[:len(typed)], typed):
		return 1, true
	}
	rest := strings.ToLower(name)
	for _, letter := range strings.ToLower(typed) {
		i := strings.IndexRune(rest, letter)
		if i < 0 {
			return 0, false
		}
		rest = rest[i+utf8.RuneLen(letter):]
	}
	return 2, true
}

// wordBefore is the beginning of a name that stands before a place.
func wordBefore(text string, at Position) string {
	for range at.Line {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	line, _, _ := strings.Cut(text, "\n")
	units := 0
	end := len(line)
	for i, r := range line {
		if units >= at.Character {
			end = i
			break
		}
		units += unitsOf(r)
	}
	begin := strings.LastIndexFunc(line[:end], func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '$'
	})
	if begin < 0 {
		return line[:end]
	}
	_, width := utf8.DecodeRuneInString(line[begin:])
	return line[begin+width : end]
}
