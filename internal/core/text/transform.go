package text

import (
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Compose returns the one change that does what first and then second do. A second change that does
// not fit the document after the first is refused with CodeChange, one that splits a surrogate pair
// inserted by the first with CodeSurrogate.
func Compose(first, second ChangeSet) (ChangeSet, error) {
	if first.to != second.from {
		return ChangeSet{}, fault.New(fault.CodeChange,
			"The second change is for a document of length %d, but the first one makes length %d", second.from, first.to)
	}
	switch {
	case first.IsEmpty():
		return second, nil
	case second.IsEmpty():
		return first, nil
	}
	out := builder{sections: make([]section, 0, len(first.sections)+len(second.sections))}
	a, b := iterate(first), iterate(second)
	for open := false; !a.done || !b.done; {
		switch {
		case !a.done && a.inserted == 0: // deleted before b saw it
			out.add(section{length: a.length}, open)
			a.next()
		case !b.done && b.length == 0: // inserted between two units that b saw
			out.add(section{inserted: b.inserted, text: b.text}, open)
			b.next()
		default:
			n, count := min(a.newLength(), b.length), len(out.sections)
			s, ok := overlap(&a, &b, n)
			if !ok {
				return ChangeSet{}, fault.New(fault.CodeSurrogate, "The second change splits a surrogate pair that the first one inserts")
			}
			out.add(s, open)
			open = (a.inserted > n || b.inserted != kept && b.length > n) && (open || len(out.sections) > count)
			a.forwardNew(n)
			b.forward(n)
		}
	}
	return out.changeSet(), nil
}

// overlap is what becomes of the next n units between two composed changes.
func overlap(a, b *iterator, n int) (section, bool) {
	var s section
	switch {
	case a.inserted == kept:
		s.length = n
	case a.off == 0:
		s.length = a.length
	}
	piece, ok := "", true
	if a.inserted != kept {
		piece, ok = a.take(n)
	}
	switch {
	case b.inserted == kept && a.inserted == kept:
		s.inserted = kept
	case b.inserted == kept:
		s.inserted, s.text = n, piece
	case b.off == 0:
		s.inserted, s.text = b.inserted, b.text
	}
	return s, ok
}

// Map returns c as it has to be made after other, where both start from the same document. Where
// both insert at one place, c comes second, or first with before. Changes for documents of different
// lengths are refused with CodeChange.
//
// For all a and b of one document, Compose(a, b.Map(a, false)) and Compose(b, a.Map(b, true)) make
// the same document.
func (c ChangeSet) Map(other ChangeSet, before bool) (ChangeSet, error) {
	if c.from != other.from {
		return ChangeSet{}, errLengths(c, other)
	}
	if other.IsEmpty() {
		return c, nil
	}
	return transform(c, other, before)
}

// transform is Map, except that it joins sections of c even when other is empty, as mapDesc does.
func transform(c, other ChangeSet, before bool) (ChangeSet, error) {
	out := builder{sections: make([]section, 0, len(c.sections)+len(other.sections))}
	a, b := iterate(c), iterate(other)
	placed := 0 // the section of a whose text is in out already, counted from 1
	for !a.done || !b.done {
		aChanges, bChanges := a.changes(), b.changes()
		switch {
		case bChanges && (!aChanges || placed == a.at ||
			a.off == 0 && (b.length < a.length || b.length == a.length && !before)):
			out.add(section{length: b.inserted, inserted: kept}, false)
			placed = a.cross(b.length, placed, &out)
			b.next()
		case aChanges:
			s, left := section{}, a.length
			s.length, left = b.cover(left)
			if placed < a.at {
				s.inserted, s.text = a.inserted, a.text
			}
			out.add(s, false)
			placed = a.at
			a.forward(a.length - left)
		case a.done || b.done:
			return ChangeSet{}, errLengths(c, other)
		default:
			n := min(a.length, b.length)
			out.add(section{length: n, inserted: kept}, false)
			a.forward(n)
			b.forward(n)
		}
	}
	return out.changeSet(), nil
}

func errLengths(a, b ChangeSet) error {
	return fault.New(fault.CodeChange, "The changes are for documents of different lengths: %d and %d", a.from, b.from)
}

// cross moves a over the next n units, which the other change replaces, and keeps only what a inserts
// there. It returns placed, brought up to date.
func (a *iterator) cross(n, placed int, out *builder) int {
	for n > 0 && !a.done {
		piece := min(a.length, n)
		if a.changes() && placed < a.at && a.length <= piece {
			out.add(section{inserted: a.inserted, text: a.text}, false)
			placed = a.at
		}
		a.forward(piece)
		n -= piece
	}
	return placed
}

// cover moves b over the next left units as far as it keeps or deletes them. It returns how many
// units it keeps, and how many of the given ones it did not reach.
func (b *iterator) cover(left int) (keeps, rest int) {
	for left > 0 && !b.done {
		switch {
		case b.inserted == kept:
			n := min(left, b.length)
			keeps += n
			left -= n
			b.forward(n)
		case b.inserted == 0 && b.length < left:
			left -= b.length
			b.next()
		default:
			return keeps, left
		}
	}
	return keeps, left
}

// Rebase moves updates over the updates of others that the document has received meanwhile: both
// lists start from the same document, and each update applies to the result of the one before it.
// Updates that do not fit are refused with CodeChange.
//
// It goes over the others' updates one by one, as an editor does that gives @codemirror/collab each
// update in a receiveUpdates of its own. Editors have to do so: mapping over two changes is not the
// same as mapping over their composition, in which an insertion is no longer before or after what
// was deleted around it. An editor that composes what happens to arrive together, as receiveUpdates
// does with a list, would end with another document whenever the server composed differently.
func Rebase(updates, over []ChangeSet) ([]ChangeSet, error) {
	if len(updates) == 0 || len(over) == 0 {
		return updates, nil
	}
	rebased := slices.Clone(updates)
	for _, other := range over {
		for i, c := range rebased {
			var err error
			if rebased[i], err = c.Map(other, false); err != nil {
				return nil, err
			}
			if other, err = transform(other, c, true); err != nil {
				return nil, err
			}
		}
	}
	return rebased, nil
}
