package text

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Bounds of what Parse accepts. Parsing allocates at most in proportion to the JSON, and to
// MaxSections.
const (
	MaxJSON     = 16 << 20 // bytes of JSON of one change set
	MaxSections = 1 << 17  // parts of one change set
	MaxLen      = 1 << 30  // units of a document before or after a change
)

// Parse reads the JSON form of a change set, an array of parts that cover the document from its
// start to its end: n keeps n units, [n] deletes them, [n,"line","line"…] replaces them.
//
// It accepts what @codemirror/state writes and refuses the rest: numbers that are not whole, parts
// without effect, and lines with a line break inside with CodeChange; invalid UTF-8 and lone
// surrogates, also escaped ones, with CodeSurrogate; what exceeds the bounds with CodeTooLarge.
func Parse(raw []byte) (ChangeSet, error) {
	if len(raw) > MaxJSON {
		return ChangeSet{}, fault.New(fault.CodeTooLarge, "A change must not be larger than %d bytes", MaxJSON)
	}
	p := parser{raw: raw}
	return p.changeSet()
}

// CheckJSON refuses JSON that encoding/json would change in silence: invalid UTF-8 and lone
// surrogates, also escaped ones, become U+FFFD there. It returns CodeSurrogate for those and leaves
// every other mistake to the decoder.
func CheckJSON(raw []byte) error {
	if !utf8.Valid(raw) {
		return fault.New(fault.CodeSurrogate, "The JSON is not valid UTF-8")
	}
	p := parser{raw: raw}
	for {
		i := bytes.IndexByte(raw[p.at:], '\\')
		if i < 0 {
			return nil
		}
		if p.at += i; p.byteAt(1) != 'u' {
			p.at = min(p.at+2, len(raw))
			continue
		}
		start := p.at
		p.at += 2
		unit, ok := p.hex()
		if ok && utf16.IsSurrogate(unit) {
			if _, err := p.secondHalf(start, unit); err != nil {
				return err
			}
		}
	}
}

// parser reads the JSON by hand because encoding/json turns lone surrogates and invalid UTF-8 into
// U+FFFD without a word, after which the replicas would differ.
type parser struct {
	raw  []byte
	at   int
	text []byte // text of the present part, reused
}

func (p *parser) changeSet() (ChangeSet, error) {
	var c ChangeSet
	if err := p.expect('['); err != nil {
		return ChangeSet{}, err
	}
	for more := p.peek() != ']'; more; {
		if len(c.sections) == MaxSections {
			return ChangeSet{}, fault.New(fault.CodeTooLarge, "A change must not have more than %d parts", MaxSections)
		}
		s, err := p.section()
		if err != nil {
			return ChangeSet{}, err
		}
		c.sections = append(c.sections, s)
		c.from += s.length
		c.to += s.newLength()
		if c.from > MaxLen || c.to > MaxLen {
			return ChangeSet{}, errTooLong()
		}
		if more = p.peek() == ','; more {
			p.at++
		}
	}
	if err := p.expect(']'); err != nil {
		return ChangeSet{}, err
	}
	if p.peek(); p.at < len(p.raw) {
		return ChangeSet{}, p.malformed("nothing more")
	}
	return c, nil
}

func (p *parser) section() (section, error) {
	start := p.at
	s := section{inserted: kept}
	var err error
	if p.peek() == '[' {
		s, err = p.replacement()
	} else {
		s.length, err = p.number()
	}
	if err == nil && s.length == 0 && s.inserted <= 0 {
		p.at = start
		err = p.malformed("a part that has an effect")
	}
	return s, err
}

// replacement reads [n], or [n,"line"…].
func (p *parser) replacement() (section, error) {
	p.at++
	length, err := p.number()
	if err != nil {
		return section{}, err
	}
	p.text = p.text[:0]
	for lines := 0; p.peek() == ','; lines++ {
		p.at++
		if lines > 0 {
			p.text = append(p.text, '\n')
		}
		if err := p.line(); err != nil {
			return section{}, err
		}
	}
	if err := p.expect(']'); err != nil {
		return section{}, err
	}
	inserted := string(p.text)
	return section{length: length, inserted: utf16Len(inserted), text: inserted}, nil
}

func (p *parser) number() (int, error) {
	p.peek()
	start, n := p.at, 0
	for ; p.at < len(p.raw) && '0' <= p.raw[p.at] && p.raw[p.at] <= '9'; p.at++ {
		if n = 10*n + int(p.raw[p.at]-'0'); n > MaxLen {
			return 0, errTooLong()
		}
	}
	if p.at == start || p.raw[start] == '0' && p.at > start+1 {
		p.at = start
		return 0, p.malformed("a whole number")
	}
	return n, nil
}

// line reads a string and appends its value to p.text.
func (p *parser) line() error {
	if err := p.expect('"'); err != nil {
		return err
	}
	for {
		start := p.at
		for p.at < len(p.raw) && p.raw[p.at] >= ' ' && p.raw[p.at] != '"' && p.raw[p.at] != '\\' {
			p.at++
		}
		if !utf8.Valid(p.raw[start:p.at]) {
			return fault.New(fault.CodeSurrogate, "The change is not valid UTF-8 after byte %d", start)
		}
		p.text = append(p.text, p.raw[start:p.at]...)
		switch b := p.byteAt(0); b {
		case '"':
			p.at++
			return nil
		case '\\':
			r, err := p.escape()
			if err != nil {
				return err
			}
			p.text = utf8.AppendRune(p.text, r)
		default:
			return p.malformed("the end of a string")
		}
	}
}

// escape reads what follows from a backslash on.
func (p *parser) escape() (rune, error) {
	start := p.at
	kind := p.byteAt(1)
	p.at += 2
	r := utf8.RuneError
	switch kind {
	case '"', '\\', '/':
		r = rune(kind)
	case 'b':
		r = '\b'
	case 'f':
		r = '\f'
	case 't':
		r = '\t'
	case 'u':
		unit, ok := p.hex()
		if !ok {
			p.at = start
			return 0, p.malformed("an escape of four hex digits")
		}
		if r = unit; utf16.IsSurrogate(unit) {
			return p.secondHalf(start, unit)
		}
	case 'n', 'r':
		r = '\n'
	default:
		p.at = start
		return 0, p.malformed("an escape that JSON knows")
	}
	if r == '\n' || r == '\r' {
		p.at = start
		return 0, p.malformed("a line without a line break inside")
	}
	return r, nil
}

func (p *parser) secondHalf(start int, first rune) (rune, error) {
	if p.byteAt(0) == '\\' && p.byteAt(1) == 'u' {
		p.at += 2
		if second, ok := p.hex(); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return r, nil
			}
		}
	}
	return 0, fault.New(fault.CodeSurrogate, "The change has a lone surrogate at byte %d", start)
}

func (p *parser) hex() (rune, bool) {
	if p.at+4 > len(p.raw) {
		return 0, false
	}
	var r rune
	for _, b := range p.raw[p.at : p.at+4] {
		switch {
		case '0' <= b && b <= '9':
			r = r<<4 | rune(b-'0')
		case 'a' <= b|0x20 && b|0x20 <= 'f':
			r = r<<4 | rune(b|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	p.at += 4
	return r, true
}

// peek skips white space and returns the byte after it, 0 at the end.
func (p *parser) peek() byte {
	for p.at < len(p.raw) {
		switch p.raw[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return p.raw[p.at]
		}
	}
	return 0
}

func (p *parser) byteAt(n int) byte {
	if p.at+n >= len(p.raw) {
		return 0
	}
	return p.raw[p.at+n]
}

func (p *parser) expect(b byte) error {
	if p.peek() != b {
		return p.malformed(strconv.QuoteRune(rune(b)))
	}
	p.at++
	return nil
}

func (p *parser) malformed(want string) error {
	return fault.New(fault.CodeChange, "The change is malformed at byte %d: expected %s", p.at, want)
}

func errTooLong() error {
	return fault.New(fault.CodeTooLarge, "A change must not reach beyond %d characters", MaxLen)
}
