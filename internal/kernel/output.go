package kernel

import (
	"errors"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxChunk   = 64 << 10
	flushEvery = 4 * time.Millisecond
)

// pump passes on what arrives at a pipe as text, until its end. The first piece goes out at once; then
// pieces are gathered for flushEvery, or until they fill a chunk.
func pump(pipe *os.File, emit func(text string)) {
	var d decoder
	buffer := make([]byte, maxChunk-utf8.UTFMax)
	filled := 0
	var flushed time.Time
	flush := func() {
		if text := d.decode(buffer[:filled]); text != "" {
			emit(text)
		}
		filled, flushed = 0, time.Now()
	}
	for {
		deadline := time.Time{}
		if filled > 0 {
			deadline = flushed.Add(flushEvery)
		}
		_ = pipe.SetReadDeadline(deadline) // a pipe that has none is only read without gathering
		n, err := pipe.Read(buffer[filled:])
		filled += n
		timeout := errors.Is(err, os.ErrDeadlineExceeded)
		if filled == len(buffer) || timeout || (filled > 0 && time.Since(flushed) >= flushEvery) {
			flush()
		}
		if err != nil && !timeout {
			flush()
			if rest := d.end(); rest != "" {
				emit(rest)
			}
			return
		}
	}
}

// decoder turns bytes into valid UTF-8. A character that is cut by the end of a piece waits for the
// next; bytes that are no character become U+FFFD.
type decoder struct{ rest []byte }

func (d *decoder) decode(piece []byte) string {
	all := append(d.rest, piece...)
	cut := len(all) - unfinished(all)
	text := strings.ToValidUTF8(string(all[:cut]), "\uFFFD")
	d.rest = append([]byte(nil), all[cut:]...)
	return text
}

func (d *decoder) end() string {
	if len(d.rest) == 0 {
		return ""
	}
	d.rest = nil
	return "\uFFFD"
}

// unfinished is how many bytes at the end begin a character without completing it.
func unfinished(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
