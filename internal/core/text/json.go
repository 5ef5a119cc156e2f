package text

import (
	"strconv"
	"strings"
)

// UnmarshalJSON is Parse for encoding/json.
func (c *ChangeSet) UnmarshalJSON(raw []byte) error {
	parsed, err := Parse(raw)
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// MarshalJSON returns exactly what JSON.stringify makes of the change set in a browser. It never
// fails. (json.Marshal escapes <, > and & in it, which changes the bytes but not the value.)
func (c ChangeSet) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON appends the result of MarshalJSON to dst.
func (c ChangeSet) AppendJSON(dst []byte) []byte {
	dst = append(dst, '[')
	for i, s := range c.sections {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = s.appendJSON(dst)
	}
	return append(dst, ']')
}

// String returns the JSON form.
func (c ChangeSet) String() string { return string(c.AppendJSON(nil)) }

func (s section) appendJSON(dst []byte) []byte {
	if s.inserted == kept {
		return strconv.AppendInt(dst, int64(s.length), 10)
	}
	dst = append(dst, '[')
	dst = strconv.AppendInt(dst, int64(s.length), 10)
	if s.inserted > 0 {
		for line := range strings.SplitSeq(s.text, "\n") {
			dst = appendString(append(dst, ','), line)
		}
	}
	return append(dst, ']')
}

// appendString quotes as JSON.stringify does, which unlike encoding/json leaves <, >, & and U+2028
// alone.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b >= ' ' && b != '"' && b != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		if short := strings.IndexByte("\b\f\n\r\t\"\\", b); short >= 0 {
			dst = append(dst, '\\', `bfnrt"\`[short])
		} else {
			dst = append(dst, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		}
		start = i + 1
	}
	return append(append(dst, s[start:]...), '"')
}
