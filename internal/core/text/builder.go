package text

// builder collects sections, joining neighbours exactly as CodeMirror joins them.
type builder struct {
	sections []section
	tail     []byte // text of the last section while it is still growing; nil when it has one piece
}

// add appends a section. With join it becomes part of the last section whatever that is.
func (b *builder) add(s section, join bool) {
	if s.length == 0 && s.inserted <= 0 {
		return
	}
	if len(b.sections) == 0 {
		b.sections = append(b.sections, s)
		return
	}
	last := &b.sections[len(b.sections)-1]
	switch {
	case s.inserted <= 0 && s.inserted == last.inserted:
		last.length += s.length
	case s.length == 0 && last.length == 0:
		last.inserted += s.inserted
		b.grow(last, s.text)
	case join:
		last.length += s.length
		last.inserted += s.inserted
		b.grow(last, s.text)
	default:
		b.settle()
		b.sections = append(b.sections, s)
	}
}

// grow adds to the text of the last section. Through tail, many small pieces cost linear time.
func (b *builder) grow(last *section, piece string) {
	switch {
	case piece == "":
	case b.tail != nil:
		b.tail = append(b.tail, piece...)
	case last.text == "":
		last.text = piece
	default:
		b.tail = append(append(make([]byte, 0, 2*(len(last.text)+len(piece))), last.text...), piece...)
	}
}

func (b *builder) settle() {
	if b.tail != nil {
		b.sections[len(b.sections)-1].text = string(b.tail)
		b.tail = nil
	}
}

// changeSet returns the collected sections. The builder must not be used after it.
func (b *builder) changeSet() ChangeSet {
	b.settle()
	c := ChangeSet{sections: b.sections}
	for _, s := range c.sections {
		c.from += s.length
		c.to += s.newLength()
	}
	return c
}
