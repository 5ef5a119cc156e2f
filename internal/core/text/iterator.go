package text

// iterator walks over the sections of a change set in steps that may be smaller than a section. The
// embedded section is what is left of the present one, except that its text stays whole.
type iterator struct {
	section
	rest  []section
	at    int // number of the present section, counted from 1
	off   int // units of the present section that were walked over
	taken int // bytes of its text that take has returned
	done  bool
}

func iterate(c ChangeSet) iterator {
	it := iterator{rest: c.sections}
	it.next()
	return it
}

func (it *iterator) next() {
	it.off, it.taken = 0, 0
	if len(it.rest) == 0 {
		it.section, it.done = section{inserted: kept}, true
		return
	}
	it.section, it.rest = it.rest[0], it.rest[1:]
	it.at++
}

func (it *iterator) changes() bool { return !it.done && it.inserted != kept }

// forward walks over n units of the old document.
func (it *iterator) forward(n int) {
	if n == it.length {
		it.next()
		return
	}
	it.length -= n
	it.off += n
}

// forwardNew walks over n units of the new document.
func (it *iterator) forwardNew(n int) {
	switch {
	case it.inserted == kept:
		it.forward(n)
	case n == it.inserted:
		it.next()
	default:
		it.inserted -= n
		it.off += n
	}
}

// take returns the next n units of the inserted text. It is false when they end inside a surrogate
// pair.
func (it *iterator) take(n int) (string, bool) {
	end := len(it.text)
	if n < it.inserted {
		var ok bool
		if end, ok = ahead(it.text, it.taken, n); !ok {
			return "", false
		}
	}
	piece := it.text[it.taken:end]
	it.taken = end
	return piece, true
}
