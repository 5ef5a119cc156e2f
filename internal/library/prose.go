package library

import (
	"regexp"
	"strings"
)

var (
	markdownLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	markdownMark = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "")
	// Emphasis by one mark: with _ only around whole words, as in Markdown.
	starred     = regexp.MustCompile(`\*(\S|\S[^*]*\S)\*`)
	underlined  = regexp.MustCompile(`(^|[^\w_])_(\S|\S[^_]*\S)_($|[^\w_])`)
	leadingMark = regexp.MustCompile(`^(>|[-*+]|\d+[.)])\s+`)
)

// plain is a line of Markdown as a reader sees it, near enough for a one-line summary.
func plain(line string) string {
	line = leadingMark.ReplaceAllString(line, "")
	line = markdownLink.ReplaceAllString(line, "$1")
	line = markdownMark.Replace(line)
	line = starred.ReplaceAllString(line, "$1")
	return strings.TrimSpace(underlined.ReplaceAllString(line, "$1$2$3"))
}
