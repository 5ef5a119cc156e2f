package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

const (
	// The latest documents come first, so that a common word costs no more than a rare one.
	sqliteSearchCandidates = `
SELECT workspaces.id, workspaces.title, documents.part, documents.title, substr(documents.body, 1, $5)
FROM documents_text
JOIN documents ON documents.id = documents_text.rowid
JOIN workspaces ON workspaces.id = documents.workspace
WHERE documents_text MATCH $1 AND documents_text.rowid >= $2 AND documents_text.rowid < $3
    AND workspaces.trashed_at = 0
ORDER BY documents_text.rowid DESC LIMIT $4`

	sqlFirstDocumentSince = `SELECT id FROM documents WHERE changed_at >= $1 ORDER BY changed_at, id LIMIT 1`
)

const (
	rankedMatches   = 200    // documents of a search that are compared
	rankedRunes     = 20_000 // of each of them
	hitsOfWorkspace = 4      // so that one notebook does not fill the list
	maxSearchWords  = 20
)

// Search finds the cells and titles, outside the trash, that have all words of the query, few of each
// workspace. The best come first, of those whose title or file name has all words, however old they are,
// and of the latest others. A better ranking of all that match is not to be had in the time: the index
// knows columns but no places, so that bm25 would read and take apart every text. A hit without Cell is one in the title; a query
// of filters alone finds titles. A word matches what begins with it, also inside names such as
// userName, without regard to case and accents. Any input is allowed; a query without words and
// filters finds nothing.
func (s *Store) Search(ctx context.Context, query workspace.Query, limit int) ([]workspace.Hit, error) {
	words := searchWords(query.Text)
	filters := filterTerms(query)
	if len(words) == 0 && len(filters) == 0 {
		return []workspace.Hit{}, nil
	}
	from, err := s.firstDocumentSince(ctx, query.After, 0)
	if err != nil {
		return nil, err
	}
	to, err := s.firstDocumentSince(ctx, query.Before, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	var found []match
	for _, expression := range expressions(words, filters) {
		some, err := all(ctx, s, "search", scanMatch, sqliteSearchCandidates, expression, from, to, rankedMatches, rankedRunes)
		if err != nil && strings.Contains(err.Error(), "phrase queries are not supported") {
			// A word of a script that FTS5 does not know, which it takes for several words.
			return []workspace.Hit{}, nil
		}
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return hitsOf(rank(found, words), words, limit), nil
}

// firstDocumentSince is the number of the first document that was changed at a time or later, beyond
// all numbers when there is none. Without a time it is always.
func (s *Store) firstDocumentSince(ctx context.Context, at time.Time, always int64) (int64, error) {
	if at.IsZero() {
		return always, nil
	}
	ids, err := all(ctx, s, "search", scanInt, sqlFirstDocumentSince, micros(at))
	if err != nil || len(ids) == 0 {
		return math.MaxInt64, err
	}
	return ids[0], nil
}

// searchWords are the words of a query that have something to look for.
func searchWords(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	words = slices.DeleteFunc(words, func(word string) bool { return !strings.ContainsFunc(word, isWordRune) })
	return words[:min(len(words), maxSearchWords)]
}

// expressions are queries for FTS5, the first only for titles and the second for file names, which are
// found however old they are.
// Each word is quoted, so that nothing of it is read as syntax.
func expressions(words, filters []string) []string {
	if len(words) == 0 {
		return []string{strings.Join(append(filters, "facets : "+quoted(titleFacet)), " AND ")}
	}
	everywhere := strings.Join(append(termsIn("title body names", words), filters...), " AND ")
	named := strings.Join(append(termsIn("title", words), filters...), " AND ")
	return []string{everywhere + " AND facets : " + quoted(titleFacet), named, everywhere}
}

// termsIn look for each word in columns of the index.
func termsIn(columns string, words []string) []string {
	terms := make([]string, 0, len(words))
	for _, word := range words {
		term := allOf(columns, tokens(word))
		if parts := tokens(seamed(word)); len(parts) > len(tokens(word)) {
			term = "(" + term + " OR " + allOf(columns, parts) + ")"
		}
		terms = append(terms, term)
	}
	return terms
}

func allOf(columns string, tokens []string) string {
	terms := make([]string, 0, len(tokens))
	for _, token := range tokens {
		terms = append(terms, "{"+columns+"} : "+quoted(token)+"*")
	}
	return "(" + strings.Join(terms, " AND ") + ")"
}

// tokens are what the index takes for the words of a text.
func tokens(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) })
}

// isWordRune says what FTS5's unicode61 tokenizer makes part of a word.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

// quoted is a string of FTS5's syntax.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// A facet is a property of a workspace as one word of the index, which no text holds by chance.
const titleFacet = "facettitle"

func facet(key, value string) string {
	return "facet" + key + hex.EncodeToString([]byte(strings.ToLower(value)))
}

// facetsOf are the facets of all documents of a workspace.
func facetsOf(index workspace.Index, authors []string) string {
	facets := []string{facet("language", index.Language)}
	for _, name := range index.Packages {
		facets = append(facets, facet("package", name))
	}
	for _, name := range authors {
		facets = append(facets, facet("author", name))
	}
	return strings.Join(facets, " ")
}

func filterTerms(query workspace.Query) []string {
	var terms []string
	if query.Language != "" {
		terms = append(terms, "facets : "+quoted(facet("language", query.Language)))
	}
	if query.Package != "" {
		terms = append(terms, "facets : "+quoted(facet("package", query.Package)))
	}
	if query.Author != "" {
		terms = append(terms, "facets : "+quoted(facet("author", query.Author))+"*")
	}
	if len(terms) == 0 && (!query.After.IsZero() || !query.Before.IsZero()) {
		terms = append(terms, "facets : "+quoted("facetlanguage")+"*") // which all have
	}
	return terms
}

// match is a document that has all words.
type match struct {
	workspace string
	title     string // of the workspace
	part      string
	name      string // the document's own title
	body      string
	score     float64
}

func scanMatch(row scanner) (m match, err error) {
	err = row.Scan(&m.workspace, &m.title, &m.part, &m.name, &m.body)
	m.name, m.body = unseamed(m.name), unseamed(m.body)
	return m, err
}

// rank sorts the best first: where the title or the file name has the words, where they stand whole
// and often, and what was changed last. It drops what was found twice.
func rank(found []match, words []string) []match {
	// By name, because a document that changes between two queries gets another number.
	type name struct{ workspace, part string }
	seen := make(map[name]bool, len(found))
	wanted := make([][]rune, len(words))
	for i, word := range words {
		wanted[i] = fold(word)
	}
	ranked := found[:0]
	for i, m := range found {
		if seen[name{m.workspace, m.part}] {
			continue
		}
		seen[name{m.workspace, m.part}] = true
		m.score = -float64(i) / float64(len(found)) // the latest came first
		title, body := fold(m.name), fold(m.body)
		for _, word := range wanted {
			whole, part := occurrences(title, word)
			if m.score += 3*float64(min(part, 1)) + 5*float64(min(whole, 1)); m.part == "" {
				m.score += 8 * float64(min(part+whole, 1))
			}
			whole, part = occurrences(body, word)
			m.score += 2*math.Log1p(float64(whole)) + math.Log1p(float64(part))
		}
		ranked = append(ranked, m)
	}
	slices.SortStableFunc(ranked, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	return ranked
}

// hitsOf are the first matches as hits, few of each workspace.
func hitsOf(ranked []match, words []string, limit int) []workspace.Hit {
	hits := []workspace.Hit{}
	perWorkspace := map[string]int{}
	for _, m := range ranked {
		if len(hits) == limit {
			break
		}
		if perWorkspace[m.workspace]++; perWorkspace[m.workspace] > hitsOfWorkspace {
			continue
		}
		h := workspace.Hit{Workspace: m.workspace, Title: m.title, Cell: m.part}
		if m.part == "" {
			h.Snippet, h.Marks = snippet(m.name, words)
			hits = append(hits, h)
			continue
		}
		h.Filename = m.name
		if h.Snippet, h.Marks = snippet(m.body, words); h.Marks == nil {
			if name, marks := snippet(m.name, words); marks != nil {
				h.Snippet, h.Marks = name, marks
			}
		}
		hits = append(hits, h)
	}
	return hits
}
