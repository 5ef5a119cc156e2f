package text

import "github.com/srcbook/srcbook/internal/core/fault"

// Compose returns the one change that does what a and then b do. A b that does not fit the document
// after a is refused with CodeChange, one that splits a surrogate pair inserted by a with
// CodeSurrogate.
func Compose(a, b ChangeSet) (ChangeSet, error) {
	return compose(a, b, true)
}

// compose is Compose. Changes made by lengths have no text to compose, and are composed without it.
func compose(first, second ChangeSet, withText bool) (ChangeSet, error) {
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
			s, ok := overlap(&a, &b, n, withText)
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
func overlap(a, b *iterator, n int, withText bool) (section, bool) {
	var s section
	switch {
	case a.inserted == kept:
		s.length = n
	case a.off == 0:
		s.length = a.length
	}
	piece, ok := "", true
	if a.inserted != kept && withText {
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

// transform is Map, except that it joins sections of c even when other is empty.
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
// It is rebaseUpdates of @codemirror/collab where no update in over is one of updates. Updates that
// do not fit are refused with CodeChange.
func Rebase(updates, over []ChangeSet) ([]ChangeSet, error) {
	if len(updates) == 0 || len(over) == 0 {
		return updates, nil
	}
	path, composed := lengths(over[0]), false
	var err error
	for _, c := range over[1:] {
		composed = !path.IsEmpty() && (composed || !c.IsEmpty())
		if path, err = compose(path, lengths(c), false); err != nil {
			return nil, err
		}
	}
	rebased := make([]ChangeSet, len(updates))
	for i, c := range updates {
		if rebased[i], err = c.Map(path, false); err != nil {
			return nil, err
		}
		if composed && c.IsEmpty() {
			continue // as rebaseUpdates, which here joins the sections of a single update only
		}
		if path, err = transform(path, c, true); err != nil {
			return nil, err
		}
	}
	return rebased, nil
}

// lengths returns c without its text, which is all that mapping over it needs.
func lengths(c ChangeSet) ChangeSet {
	bare := make([]section, len(c.sections))
	for i, s := range c.sections {
		bare[i] = section{length: s.length, inserted: s.inserted}
	}
	c.sections = bare
	return c
}
