package workspace

import (
	"strings"
	"time"
)

// Query is what a search looks for. Text is words that all have to be there; the other fields narrow
// the search, and are ignored when zero.
type Query struct {
	Text     string
	Language string    // of the workspace
	Package  string    // that its package.json names
	Author   string    // who changed it: the beginning of the name, without regard to case
	After    time.Time // the cell was changed at this time or later
	Before   time.Time // the cell was changed earlier
}

// ParseQuery reads a query as people type it: words, and filters such as language:javascript,
// package:zod, author:Ada, author:"Ada L", after:2026-01-31 and before:2026-02. Dates are those of
// the zone given. What is no filter is text.
func ParseQuery(s string, zone *time.Location) Query {
	var q Query
	var words []string
	for _, term := range terms(s) {
		key, value, ok := strings.Cut(term, ":")
		if !ok || !q.filter(strings.ToLower(key), strings.Trim(value, `"`), zone) {
			words = append(words, term)
		}
	}
	q.Text = strings.Join(words, " ")
	return q
}

// terms splits at white space outside quotes that follow a colon.
func terms(s string) []string {
	var list []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := strings.IndexAny(s, " \t\n\r")
		if end < 0 {
			end = len(s)
		}
		if colon := strings.Index(s[:end], `:"`); colon >= 0 {
			if quote := strings.IndexByte(s[colon+2:], '"'); quote >= 0 {
				end = colon + 2 + quote + 1
			}
		}
		list = append(list, s[:end])
		s = s[end:]
	}
	return list
}

// filter takes a filter; false says that it is none.
func (q *Query) filter(key, value string, zone *time.Location) bool {
	if value == "" {
		return false
	}
	switch key {
	case "language", "lang":
		q.Language = strings.ToLower(value)
		if full, short := map[string]string{"ts": "typescript", "js": "javascript"}[q.Language]; short {
			q.Language = full
		}
	case "package", "pkg":
		q.Package = strings.ToLower(value)
	case "author", "by":
		q.Author = value
	case "after", "before":
		at, ok := parseDate(value, zone)
		if !ok {
			return false
		}
		if key == "after" {
			q.After = at
		} else {
			q.Before = at
		}
	default:
		return false
	}
	return true
}

// parseDate reads a day, a month or a year as the time when it begins.
func parseDate(s string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}
