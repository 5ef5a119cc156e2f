package history

import (
	"slices"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Match gives the cells of a notebook that was read from a file the ids that they have in known,
// so that the two can be compared as revisions: code by its file name or, where that is new, by its
// text; prose by its text or by its place between others that are known. Cells without a counterpart
// keep their ids.
func Match(known, read notebook.Notebook) notebook.Notebook {
	m := matcher{known: known.Cells, read: slices.Clone(read.Cells), of: map[int]int{}, taken: map[int]bool{}}
	for i := range m.read {
		m.pair(i, func(old notebook.Cell) bool { return sameRole(old, m.read[i]) })
	}
	for i := range m.read {
		m.pair(i, func(old notebook.Cell) bool { return old.Kind == m.read[i].Kind && old.Text == m.read[i].Text })
	}
	m.pairByPlace()
	for i, old := range m.of {
		m.read[i].ID = m.known[old].ID
	}
	read.Cells = m.read
	return read
}

// sameRole reports whether two cells are the same file; package.json and tsconfig.json are files too.
func sameRole(a, b notebook.Cell) bool {
	return a.Kind == b.Kind && a.Kind != notebook.Markdown && notebook.SameFile(a.Filename, b.Filename)
}

type matcher struct {
	known, read []notebook.Cell
	of          map[int]int // index in known by index in read
	taken       map[int]bool
}

// pair joins a cell that has no counterpart with the first free one that is the same.
func (m *matcher) pair(i int, same func(notebook.Cell) bool) {
	if _, paired := m.of[i]; paired {
		return
	}
	for old := range m.known {
		if !m.taken[old] && same(m.known[old]) {
			m.of[i], m.taken[old] = old, true
			return
		}
	}
}

// pairByPlace joins prose that was edited with the prose that stood at its place: after the same
// neighbour and before the next one that is known.
func (m *matcher) pairByPlace() {
	at := 0 // in known, behind the last counterpart
	for i, c := range m.read {
		if old, paired := m.of[i]; paired {
			at = old + 1
			continue
		}
		if c.Kind == notebook.Markdown && at < len(m.known) && !m.taken[at] && m.known[at].Kind == notebook.Markdown {
			m.of[i], m.taken[at] = at, true
			at++
		}
	}
}
