package history

import (
	"slices"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Change says what happened to a cell between two revisions.
type Change string

// The changes. A cell that was moved or renamed may have been edited as well; Difference.Edited says so.
const (
	Same    Change = "same"
	Edited  Change = "edited"
	Added   Change = "added"
	Removed Change = "removed"
	Moved   Change = "moved"
	Renamed Change = "renamed"
)

// Difference is a cell in two revisions: Before is nil for an added one, After for a removed one.
type Difference struct {
	Before, After *notebook.Cell
	Change        Change
	Edited        bool
}

// Compare lists the cells of two revisions in the order of the later one, removed cells where they
// were.
func Compare(before, after notebook.Notebook) []Difference {
	old, now := byID(before), byID(after)
	steady := steadyOrder(before, after)
	var all []Difference
	removed := func(from int) int {
		for ; from < len(before.Cells) && now[before.Cells[from].ID] == nil; from++ {
			all = append(all, Difference{Before: &before.Cells[from], Change: Removed})
		}
		return from
	}
	at := removed(0)
	for i := range after.Cells {
		c := &after.Cells[i]
		was := old[c.ID]
		all = append(all, difference(was, c, steady))
		if was != nil && steady[c.ID] {
			at = index(before, c.ID) + 1
		}
		if next := removed(at); next > at {
			at = next
		}
	}
	return appendMissing(all, before, now)
}

// appendMissing adds the removed cells that stood behind moved ones.
func appendMissing(all []Difference, before notebook.Notebook, now map[notebook.CellID]*notebook.Cell) []Difference {
	listed := map[notebook.CellID]bool{}
	for _, d := range all {
		if d.After == nil {
			listed[d.Before.ID] = true
		}
	}
	for i := range before.Cells {
		if c := &before.Cells[i]; now[c.ID] == nil && !listed[c.ID] {
			all = append(all, Difference{Before: c, Change: Removed})
		}
	}
	return all
}

func difference(was, is *notebook.Cell, steady map[notebook.CellID]bool) Difference {
	d := Difference{Before: was, After: is, Change: Same}
	switch {
	case was == nil:
		d.Change = Added
		return d
	case was.Filename != is.Filename:
		d.Change = Renamed
	case !steady[is.ID]:
		d.Change = Moved
	case was.Text != is.Text:
		d.Change = Edited
	}
	d.Edited = was.Text != is.Text
	return d
}

func byID(n notebook.Notebook) map[notebook.CellID]*notebook.Cell {
	cells := make(map[notebook.CellID]*notebook.Cell, len(n.Cells))
	for i := range n.Cells {
		cells[n.Cells[i].ID] = &n.Cells[i]
	}
	return cells
}

func index(n notebook.Notebook, id notebook.CellID) int {
	return slices.IndexFunc(n.Cells, func(c notebook.Cell) bool { return c.ID == id })
}

// steadyOrder are the cells that need not be moved for one order to become the other: a longest
// sequence that both have in common.
func steadyOrder(before, after notebook.Notebook) map[notebook.CellID]bool {
	place := make(map[notebook.CellID]int, len(before.Cells))
	for i, c := range before.Cells {
		place[c.ID] = i
	}
	var shared []int
	for _, c := range after.Cells {
		if i, there := place[c.ID]; there {
			shared = append(shared, i)
		}
	}
	steady := map[notebook.CellID]bool{}
	for _, i := range longestRise(shared) {
		steady[before.Cells[i].ID] = true
	}
	return steady
}

// longestRise is a longest increasing subsequence of distinct numbers.
func longestRise(numbers []int) []int {
	var tails []int // tails[k] is the index of the smallest number that ends a rise of k+1
	previous := make([]int, len(numbers))
	for i, n := range numbers {
		k, _ := slices.BinarySearchFunc(tails, n, func(at, n int) int { return numbers[at] - n })
		previous[i] = -1
		if k > 0 {
			previous[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	if len(tails) == 0 {
		return nil
	}
	rise := make([]int, 0, len(tails))
	for i := tails[len(tails)-1]; i >= 0; i = previous[i] {
		rise = append(rise, numbers[i])
	}
	slices.Reverse(rise)
	return rise
}
