package text

import (
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// ChangeSet is an immutable change to a document of one exact length: CodeMirror's ChangeSet. The
// zero value changes nothing in the empty document. All lengths and positions are UTF-16 units.
//
// Two change sets with the same effect may differ in their sections, and the sections decide how
// other changes are mapped over them. Parse, Compose, Map, Invert and Rebase therefore keep exactly
// the sections that @codemirror/state keeps, so that every replica agrees.
type ChangeSet struct {
	sections []section
	from, to int // length of the document before and after
}

// section covers the next part of the document: length units that stay when inserted is kept, and
// otherwise give way to text, which is inserted units long. No section is without effect and extent.
type section struct {
	length, inserted int
	text             string // lines joined with "\n"
}

const kept = -1

func (s section) newLength() int {
	if s.inserted == kept {
		return s.length
	}
	return s.inserted
}

// Edit replaces the units From up to To of a document.
type Edit struct {
	From, To int
	Insert   Text
}

// Unchanged is the change set that leaves a document of the given length, which must
// not be negative, as it is.
func Unchanged(docLen int) ChangeSet {
	var b builder
	b.add(section{length: docLen, inserted: kept}, false)
	return b.changeSet()
}

// Replace is the change set with one edit. Its errors are those of Edits.
func Replace(from, to int, insert Text, docLen int) (ChangeSet, error) {
	return Edits(docLen, Edit{From: from, To: to, Insert: insert})
}

// Edits is the change set of several edits, all in positions of the unchanged document, in order
// and without overlap. Anything else is refused with CodeChange.
func Edits(docLen int, edits ...Edit) (ChangeSet, error) {
	if docLen < 0 {
		return ChangeSet{}, fault.New(fault.CodeChange, "A document cannot have length %d", docLen)
	}
	var b builder
	at := 0
	for _, e := range edits {
		if e.From < at || e.To < e.From || e.To > docLen {
			return ChangeSet{}, fault.New(fault.CodeChange,
				"The edit from %d to %d overlaps another one or is outside a document of length %d", e.From, e.To, docLen)
		}
		b.add(section{length: e.From - at, inserted: kept}, false)
		b.add(section{length: e.To - e.From, inserted: e.Insert.units, text: e.Insert.s}, false)
		at = e.To
	}
	b.add(section{length: docLen - at, inserted: kept}, false)
	return b.changeSet(), nil
}

// Len is the length of the document that the change applies to.
func (c ChangeSet) Len() int { return c.from }

// NewLen is the length of the document after the change.
func (c ChangeSet) NewLen() int { return c.to }

// Size is about how many bytes of memory the change set takes.
func (c ChangeSet) Size() int {
	const perSection = 32
	n := perSection * len(c.sections)
	for _, s := range c.sections {
		n += len(s.text)
	}
	return n
}

// IsEmpty reports whether the change leaves every document as it is.
func (c ChangeSet) IsEmpty() bool {
	return len(c.sections) == 0 || len(c.sections) == 1 && c.sections[0].inserted == kept
}

// Apply returns the changed document. A document of another length is refused with CodeChange, and
// a change that splits one of its surrogate pairs with CodeSurrogate.
func (c ChangeSet) Apply(t Text) (Text, error) {
	if c.from != t.units {
		return Text{}, fault.New(fault.CodeChange, "The change is for a document of length %d, not %d", c.from, t.units)
	}
	if c.IsEmpty() {
		return t, nil
	}
	var few [16]int
	ends, size, err := c.byteEnds(t, few[:0])
	if err != nil {
		return Text{}, err
	}
	var b strings.Builder
	b.Grow(size)
	start := 0
	for i, s := range c.sections {
		if s.inserted == kept {
			b.WriteString(t.s[start:ends[i]])
		} else {
			b.WriteString(s.text)
		}
		start = ends[i]
	}
	return Text{s: b.String(), units: c.to}, nil
}

// byteEnds appends the byte offset in t at which each section ends, and returns the size in bytes of
// the changed document.
func (c ChangeSet) byteEnds(t Text, ends []int) (_ []int, size int, err error) {
	var at place
	for _, s := range c.sections {
		end, ok := t.byteAt(at, at.unit+s.length)
		if !ok {
			return nil, 0, errSplit(at.unit, at.unit+s.length)
		}
		if s.inserted == kept {
			size += end - at.byte
		} else {
			size += len(s.text)
		}
		ends = append(ends, end)
		at = place{unit: at.unit + s.length, byte: end}
	}
	return ends, size, nil
}

// Invert returns the change that undoes c, where doc is the document before c. Its errors are those
// of Apply.
func (c ChangeSet) Invert(doc Text) (ChangeSet, error) {
	if c.from != doc.units {
		return ChangeSet{}, fault.New(fault.CodeChange, "The change is for a document of length %d, not %d", c.from, doc.units)
	}
	ends, _, err := c.byteEnds(doc, make([]int, 0, len(c.sections)))
	if err != nil {
		return ChangeSet{}, err
	}
	inverse := make([]section, len(c.sections))
	start := 0
	for i, s := range c.sections {
		inverse[i] = s
		if s.inserted != kept {
			// The clone keeps an undo history from holding on to whole documents.
			inverse[i] = section{length: s.inserted, inserted: s.length, text: strings.Clone(doc.s[start:ends[i]])}
		}
		start = ends[i]
	}
	return ChangeSet{sections: inverse, from: c.to, to: c.from}, nil
}

// MapPos returns where a position of the old document is in the new one. When text was inserted at
// the position or around it was replaced, it stays before that for assoc < 0 and goes after it
// otherwise. Positions outside the document count as its nearest end.
func (c ChangeSet) MapPos(pos, assoc int) int {
	pos = min(max(pos, 0), c.from)
	before, after := 0, 0
	for _, s := range c.sections {
		end := before + s.length
		switch {
		case s.inserted == kept:
			if end > pos {
				return after + pos - before
			}
		case end > pos || end == pos && assoc < 0 && s.length == 0:
			if pos == before || assoc < 0 {
				return after
			}
			return after + s.inserted
		}
		before, after = end, after+s.newLength()
	}
	return after
}
