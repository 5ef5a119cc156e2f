package store

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// seam stands where the parts of a name in code meet. It is no part of a word for the text index,
// and it has no width.
const seam = '\u200b'

// seamed puts a seam between the parts of names such as userName and HTTPServer. The index takes the
// underscores and dashes of other names for the ends of words anyway.
func seamed(s string) string {
	var out strings.Builder
	at := 0
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		before, here := runes[i-1], runes[i]
		if !unicode.IsUpper(here) {
			continue
		}
		begins := unicode.IsLower(before) || unicode.IsDigit(before)
		last := unicode.IsUpper(before) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if begins || last {
			out.WriteString(string(runes[at:i]))
			out.WriteRune(seam)
			at = i
		}
	}
	if at == 0 {
		return s
	}
	out.WriteString(string(runes[at:]))
	return out.String()
}

// unseamed takes the seams out again.
func unseamed(s string) string { return strings.ReplaceAll(s, string(seam), "") }

// maxNames bounds how many names of one text are kept.
const maxNames = 5_000

// maxNameEnds bounds how many ends of one name are kept, the longest first.
const maxNameEnds = 8

// nameRules counts the changes of what joinedNames returns. Documents that have another number stored
// are brought up to date by RefreshIndex.
const nameRules = 1

// joinedNames are the names of a seamed text that consist of several parts, whole and from each part on
// but for the last, which the text has as a word already: refillTokenBucket is refilltokenbucket and
// tokenbucket. Each is there once.
func joinedNames(s string) string {
	if !strings.ContainsRune(s, seam) {
		return ""
	}
	known, kept := map[string]bool{}, map[string]bool{}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r != seam && !isWordRune(r) }) {
		if !strings.ContainsRune(word, seam) || known[word] || len(known) == maxNames {
			continue
		}
		known[word] = true
		parts := strings.Split(strings.ToLower(word), string(seam))
		for i := range min(len(parts)-1, maxNameEnds) {
			kept[strings.Join(parts[i:], "")] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(kept)), " ")
}

// unmarked is a text without what the index cannot hold or uses for itself.
func unmarked(s string) string {
	return strings.NewReplacer("\x00", " ", string(seam), "").Replace(s)
}
