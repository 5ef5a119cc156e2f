package text

// Edits returns the changed parts in order, in positions of the document before the change, as Edits took
// them. Parts that touch each other are one.
func (c ChangeSet) Edits() []Edit {
	var edits []Edit
	at, joined := 0, false
	for _, s := range c.sections {
		if s.inserted == kept {
			at, joined = at+s.length, false
			continue
		}
		insert := of(s.text)
		if joined {
			last := &edits[len(edits)-1]
			last.To, last.Insert = at+s.length, of(last.Insert.s+s.text)
		} else {
			edits = append(edits, Edit{From: at, To: at + s.length, Insert: insert})
		}
		at, joined = at+s.length, true
	}
	return edits
}
