package text

import "math/bits"

// place is one position in a document, in both measures.
type place struct{ unit, byte int }

// byteAt returns the byte offset of a unit offset, which must lie between known.unit and the end of
// the document; known is a place that the search may start from. It is false when the offset is
// inside a surrogate pair. ASCII documents need no search; in others it runs from the nearer side.
func (t Text) byteAt(known place, unit int) (int, bool) {
	switch {
	case t.units == len(t.s):
		return unit, true
	case unit-known.unit <= t.units-unit:
		return ahead(t.s, known.byte, unit-known.unit)
	default:
		return back(t.s, len(t.s), t.units-unit)
	}
}

// ahead returns the byte offset that is n units after offset i, and whether a character starts there.
func ahead(s string, i, n int) (int, bool) {
	for i+8 <= len(s) {
		units := wordUnits(word(s, i))
		if units >= n {
			break
		}
		n -= units
		i += 8
	}
	for n > 0 && i < len(s) {
		n -= leadUnits(s[i])
		i++
	}
	for i < len(s) && leadUnits(s[i]) == 0 {
		i++
	}
	return i, n == 0
}

// back returns the byte offset that is n units before offset i, and whether a character starts there.
func back(s string, i, n int) (int, bool) {
	for i >= 8 {
		units := wordUnits(word(s, i-8))
		if units >= n {
			break
		}
		n -= units
		i -= 8
	}
	for n > 0 && i > 0 {
		i--
		n -= leadUnits(s[i])
	}
	return i, n == 0
}

func utf16Len(s string) int {
	n, i := 0, 0
	for ; i+8 <= len(s); i += 8 {
		n += wordUnits(word(s, i))
	}
	for ; i < len(s); i++ {
		n += leadUnits(s[i])
	}
	return n
}

// leadUnits is the number of units of the character that starts with b; 0 for a continuation byte.
func leadUnits(b byte) int {
	switch {
	case b&0xC0 == 0x80:
		return 0
	case b >= 0xF0:
		return 2
	default:
		return 1
	}
}

// wordUnits is the sum of leadUnits over the eight bytes of w.
func wordUnits(w uint64) int {
	const high = 0x8080808080808080
	if w&high == 0 {
		return 8
	}
	continuation := w &^ (w << 1) & high
	four := w & (w << 1) & (w << 2) & (w << 3) & high
	return 8 - bits.OnesCount64(continuation) + bits.OnesCount64(four)
}

func word(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
