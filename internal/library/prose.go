package library

import (
	"regexp"
	"strings"
)

var (
	markdownLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	markdownMark = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "")
	leadingMark  = regexp.MustCompile(`^(>|[-*+]|\d+[.)])\s+`)
)

// plain is a line of Markdown as a reader sees it, near enough for a one-line summary.
func plain(line string) string {
	line = leadingMark.ReplaceAllString(line, "")
	line = markdownLink.ReplaceAllString(line, "$1")
	return strings.TrimSpace(markdownMark.Replace(line))
}
