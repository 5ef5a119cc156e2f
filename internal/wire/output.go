package wire

import (
	"slices"
	"strconv"
	"sync"

	"github.com/srcbook/srcbook/internal/core/live"
)

type (
	// Watch ("watch") asks for all that is kept of a run's output and for what is added to it; with
	// Off, for no more of it than its beginning. A channel begins by watching no run. A run that is
	// not known is ignored.
	Watch struct {
		Type    string     `json:"type" enum:"watch"`
		Channel int        `json:"channel"`
		Run     live.RunID `json:"run"`
		Off     bool       `json:"off,omitempty"`
	}
	// OutputSize is how much is kept of a run's output.
	OutputSize struct {
		Bytes int64 `json:"bytes" doc:"of text, as UTF-8"`
		Lines int64 `json:"lines" doc:"a line of more than 8,192 UTF-16 units counts as several, and ends where the stream changes"`
		Cut   bool  `json:"cut,omitempty" doc:"the middle was left out"`
	}
)

// appendJSON encodes as json.Marshal does, but leaves what HTML would need escaped as it is: output is
// large and is not put into pages. Its text is valid UTF-8.
func (m Output) appendJSON(dst []byte) []byte {
	size := 256
	for _, c := range m.Chunks {
		size += 32 + len(c.Text) + len(c.Text)/32
	}
	dst = grown(dst, size)
	dst = append(dst, `{"type":"output","channel":`...)
	dst = strconv.AppendInt(dst, int64(m.Channel), 10)
	dst = append(dst, `,"run":`...)
	dst = appendString(dst, string(m.Run))
	dst = append(dst, `,"from":`...)
	dst = strconv.AppendInt(dst, m.From, 10)
	dst = append(dst, `,"to":`...)
	dst = strconv.AppendInt(dst, m.To, 10)
	dst = append(dst, `,"chunks":[`...)
	for i, c := range m.Chunks {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"s":`...)
		dst = appendString(dst, c.Stream)
		dst = append(dst, `,"t":"`...)
		dst = appendEscaped(dst, c.Text)
		dst = append(dst, `"}`...)
	}
	dst = append(dst, ']')
	if m.Reset {
		dst = append(dst, `,"reset":true`...)
	}
	if m.All != nil {
		dst = append(dst, `,"all":{"bytes":`...)
		dst = strconv.AppendInt(dst, m.All.Bytes, 10)
		dst = append(dst, `,"lines":`...)
		dst = strconv.AppendInt(dst, m.All.Lines, 10)
		if m.All.Cut {
			dst = append(dst, `,"cut":true`...)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// large holds buffers of frames with output, so that a flood of it makes no garbage.
var large = sync.Pool{New: func() any { return new([]byte) }}

// grown is dst with room for more bytes.
func grown(dst []byte, more int) []byte {
	if cap(dst)-len(dst) >= more {
		return dst
	}
	if len(dst)+more <= maxKeptFrame {
		return slices.Grow(dst, more)
	}
	b := large.Get().(*[]byte)
	return append(slices.Grow((*b)[:0], len(dst)+more), dst...)
}

// reuse gives back the buffer of a frame that has been sent.
func reuse(b []byte) { large.Put(&b) }

// appendEscaped appends the inside of a JSON string.
func appendEscaped(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	for {
		plain := plainLen(s)
		dst = append(dst, s[:plain]...)
		if plain == len(s) {
			return dst
		}
		switch c := s[plain]; c {
		case '\n':
			dst = append(dst, '\\', 'n')
		case '"', '\\':
			dst = append(dst, '\\', c)
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		s = s[plain+1:]
	}
}

// plainLen is how many bytes at the beginning of s stand for themselves in a JSON string.
func plainLen(s string) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	i := 0
	for ; i+8 <= len(s); i += 8 { // eight bytes at once; a high bit is set where one has to be escaped
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		quote, backslash := w^('"'*ones), w^('\\'*ones)
		if ((w-' '*ones)&^w|(quote-ones)&^quote|(backslash-ones)&^backslash)&highs != 0 {
			break
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return i
}
