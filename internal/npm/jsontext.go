package npm

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// object is where a JSON object lies in a text that is known to be valid JSON.
type object struct {
	open, close int // of its braces
	members     []member
}

// member is where a key and its value lie in the text.
type member struct {
	key                  string
	keyStart             int
	valueStart, valueEnd int
}

// last finds a key. JSON.parse lets the last of equal keys win, and so do we.
func (o object) last(key string) (member, bool) {
	for i := len(o.members) - 1; i >= 0; i-- {
		if o.members[i].key == key {
			return o.members[i], true
		}
	}
	return member{}, false
}

// manifestObject finds the object that a package.json is.
func manifestObject(text string) (object, error) {
	body := strings.TrimPrefix(text, "\ufeff")
	offset := len(text) - len(body)
	var value json.RawMessage
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		return object{}, manifestFault(body, err)
	}
	start := offset + strings.IndexAny(body, "{[\"-0123456789tfn")
	if text[start] != '{' {
		return object{}, fault.New(fault.CodePackageJSON, "package.json has to be an object").
			WithDetails(fault.Detail{Line: 1, Message: "expected {"})
	}
	return scanObject(text, start), nil
}

func manifestFault(text string, err error) error {
	var syntax *json.SyntaxError
	line := 1
	if errors.As(err, &syntax) {
		// The offset is one past the offending byte; an unexpected end is told on the last line with text.
		at := min(int(syntax.Offset), len(strings.TrimRight(text, " \t\r\n")))
		line += strings.Count(text[:max(at-1, 0)], "\n")
	}
	return fault.Wrap(fault.CodePackageJSON, err, "package.json is not valid JSON at line %d: %s", line, err).
		WithDetails(fault.Detail{Line: line, Message: err.Error()})
}

// scanObject finds the members of the object that opens at start.
func scanObject(text string, start int) object {
	o := object{open: start}
	at := skipSpace(text, start+1)
	for text[at] != '}' {
		if text[at] == ',' {
			at = skipSpace(text, at+1)
		}
		m := member{keyStart: at}
		end := skipString(text, at)
		_ = json.Unmarshal([]byte(text[at:end]), &m.key) // the text is valid
		m.valueStart = skipSpace(text, skipSpace(text, end)+1)
		m.valueEnd = skipValue(text, m.valueStart)
		o.members = append(o.members, m)
		at = skipSpace(text, m.valueEnd)
	}
	o.close = at
	return o
}

func skipSpace(text string, at int) int {
	for strings.IndexByte(" \t\r\n", text[at]) >= 0 {
		at++
	}
	return at
}

func skipString(text string, at int) int {
	for at++; text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func skipValue(text string, at int) int {
	switch text[at] {
	case '"':
		return skipString(text, at)
	case '{', '[':
		return skipNested(text, at)
	}
	for at < len(text) && strings.IndexByte(" \t\r\n,}]", text[at]) < 0 {
		at++
	}
	return at
}

func skipNested(text string, at int) int {
	depth := 0
	for {
		switch text[at] {
		case '"':
			at = skipString(text, at)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		at++
		if depth == 0 {
			return at
		}
	}
}

// quote writes a JSON string the way JSON.stringify does.
func quote(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // strings always encode
	return strings.TrimSuffix(b.String(), "\n")
}

// insert puts a member before the index-th one of o, in the layout that the object has.
func (o object) insert(text string, index int, key, value string) string {
	entry := quote(key) + ": " + value
	if len(o.members) == 0 {
		outer := indentBefore(text, o.open)
		if !multiline(text) {
			return text[:o.open+1] + entry + text[o.close:]
		}
		nl := newline(text)
		return text[:o.open+1] + nl + outer + indentUnit(text) + entry + nl + outer + text[o.close:]
	}
	if index == len(o.members) {
		last := o.members[index-1]
		return text[:last.valueEnd] + "," + o.separator(text, index-1) + entry + text[last.valueEnd:]
	}
	at := o.members[index].keyStart
	return text[:at] + entry + "," + o.separator(text, index) + text[at:]
}

// separator is the white space that stands before the index-th key; between keys on one line, a space.
func (o object) separator(text string, index int) string {
	start := o.open + 1
	if index > 0 {
		start = o.members[index-1].valueEnd
		start += strings.IndexByte(text[start:], ',') + 1
	}
	space := text[start:o.members[index].keyStart]
	if !strings.Contains(space, "\n") {
		if len(o.members) > 1 {
			return text[o.members[0].valueEnd:o.members[1].keyStart][1+strings.IndexByte(text[o.members[0].valueEnd:], ','):]
		}
		return " "
	}
	if i := strings.LastIndex(space, "\n"); strings.Count(space, "\n") > 1 {
		return newline(text) + space[i+1:] // blank lines are not repeated
	}
	return space
}

// remove takes the index-th member out, with its comma and the line it stood on.
func (o object) remove(text string, index int) string {
	m := o.members[index]
	switch {
	case len(o.members) == 1:
		return text[:o.open+1] + text[o.close:]
	case index == 0:
		return text[:m.keyStart] + text[o.members[1].keyStart:]
	default:
		return text[:o.members[index-1].valueEnd] + text[m.valueEnd:]
	}
}

func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

func multiline(text string) bool { return strings.Contains(strings.TrimSpace(text), "\n") }

// indentUnit is one level of the text's indentation: that of its first indented line, or two spaces.
func indentUnit(text string) string {
	for line := range strings.Lines(text) {
		rest := strings.TrimLeft(line, " \t")
		if rest != line && strings.TrimSpace(rest) != "" {
			return line[:len(line)-len(rest)]
		}
	}
	return "  "
}

// indentBefore is the white space that begins the line of at.
func indentBefore(text string, at int) string {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}
