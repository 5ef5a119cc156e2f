package store

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

// The text index marks matches with these control characters; unmarked keeps them out of documents.
const (
	markFrom = '\x01'
	markTo   = '\x02'
)

func unmarked(s string) string {
	if !strings.ContainsAny(s, "\x00\x01\x02") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r <= markTo {
			return ' '
		}
		return r
	}, s)
}

// A match in the title counts eight times one in the body.
const sqliteSearch = `
SELECT workspaces.id, workspaces.title, documents.part, CASE WHEN documents.part = '' THEN '' ELSE documents.title END,
    snippet(documents_text, -1, char(1), char(2), '…', 24)
FROM documents_text
JOIN documents ON documents.id = documents_text.rowid
JOIN workspaces ON workspaces.id = documents.workspace
WHERE documents_text MATCH $1 AND workspaces.trashed_at = 0
ORDER BY bm25(documents_text, 8.0, 1.0), documents.id LIMIT $2`

// Search finds the cells and titles, outside the trash, that have all words of the query, the best
// first. A hit without Cell is one in the title. A word matches what begins with it, without regard to case and accents. Any input is allowed; one
// without words finds nothing.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]workspace.Hit, error) {
	match := matchExpression(query)
	if match == "" {
		return []workspace.Hit{}, nil
	}
	return all(ctx, s, "search", scanHit, sqliteSearch, match, limit)
}

// matchExpression quotes each word, so that nothing of it is read as FTS5 syntax.
func matchExpression(query string) string {
	var words []string
	for _, word := range strings.FieldsFunc(query, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		if !strings.ContainsFunc(word, isWordRune) {
			continue
		}
		words = append(words, `"`+strings.ReplaceAll(word, `"`, `""`)+`"*`)
		if len(words) == maxSearchWords {
			break
		}
	}
	return strings.Join(words, " ")
}

const maxSearchWords = 20

// isWordRune says what FTS5's unicode61 tokenizer makes part of a word.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

func scanHit(row scanner) (workspace.Hit, error) {
	var h workspace.Hit
	var marked string
	err := row.Scan(&h.Workspace, &h.Title, &h.Cell, &h.Filename, &marked)
	h.Snippet, h.Marks = unmark(marked)
	return h, err
}

// unmark takes the marks out of a snippet and returns where they were, in UTF-16 units.
func unmark(marked string) (snippet string, marks [][2]int) {
	var text strings.Builder
	units := 0
	for _, r := range marked {
		switch r {
		case markFrom:
			marks = append(marks, [2]int{units, units})
		case markTo:
			marks[len(marks)-1][1] = units
		default:
			text.WriteRune(r)
			units += max(1, utf16.RuneLen(r))
		}
	}
	return text.String(), marks
}
