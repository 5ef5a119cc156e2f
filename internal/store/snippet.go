package store

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// snippetBefore and snippetRunes are how much is shown before the first match and in all.
const (
	snippetBefore = 40
	snippetRunes  = 200
)

// foldRune is a letter without case and accents, as the text index compares them.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	return unicode.ToLower(base)
}

// fold is a text without case and accents, rune by rune.
func fold(s string) []rune {
	runes := make([]rune, 0, len(s))
	for _, r := range s {
		runes = append(runes, foldRune(r))
	}
	return runes
}

// index is where a folded text has a word, from a rune on; -1 when it has not.
func index(text, word []rune, from int) int {
	for i := from; i+len(word) <= len(text); i++ {
		if text[i] != word[0] {
			continue
		}
		n := 1
		for n < len(word) && text[i+n] == word[n] {
			n++
		}
		if n == len(word) {
			return i
		}
	}
	return -1
}

// occurrences counts where a folded text has a word as a whole, and where as a part of one.
func occurrences(text, word []rune) (whole, part int) {
	for i := index(text, word, 0); i >= 0; i = index(text, word, i+len(word)) {
		end := i + len(word)
		if (i == 0 || !isWordRune(text[i-1])) && (end == len(text) || !isWordRune(text[end])) {
			whole++
		} else {
			part++
		}
	}
	return whole, part
}

// snippet is the part of a text around the first word that it has, on one line, with the places of
// all words in it, in UTF-16 units. A text with none of the words is shown from its beginning.
func snippet(text string, words []string) (shown string, marks [][2]int) {
	runes, folded := []rune(text), fold(text)
	var wanted [][]rune
	first := -1
	for _, word := range words {
		for _, w := range [][]rune{fold(word), fold(strings.Join(tokens(word), ""))} {
			if i := index(folded, w, 0); len(w) > 0 && i >= 0 {
				wanted = append(wanted, w)
				if first < 0 || i < first {
					first = i
				}
				break
			}
		}
	}
	from := max(0, first-snippetBefore)
	if len(runes) <= snippetRunes {
		from = 0
	}
	to := min(len(runes), from+snippetRunes)
	var out strings.Builder
	at := 0
	write := func(r rune) {
		out.WriteRune(r)
		at += unitsOf(r)
	}
	if from > 0 {
		write('…')
	}
	marked := from
	for i := from; i < to; i++ {
		if i >= marked {
			if n := longestAt(folded[i:to], wanted); n > 0 {
				marked = i + n
				marks = append(marks, [2]int{at, at + lengthOf(runes[i:marked])})
			}
		}
		if unicode.IsControl(runes[i]) {
			write(' ')
			continue
		}
		write(runes[i])
	}
	if to < len(runes) {
		write('…')
	}
	return out.String(), marks
}

// longestAt is the length of the longest of the words that a text begins with.
func longestAt(text []rune, words [][]rune) int {
	longest := 0
	for _, word := range words {
		if len(word) > longest && len(word) <= len(text) && index(text[:len(word)], word, 0) == 0 {
			longest = len(word)
		}
	}
	return longest
}

// lengthOf is the length of a text in UTF-16 units.
func lengthOf(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += unitsOf(r)
	}
	return n
}

// unitsOf is how many UTF-16 units a rune takes.
func unitsOf(r rune) int { return max(1, utf16.RuneLen(r)) }
