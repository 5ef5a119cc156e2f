package kernel

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxChunk   = 64 << 10
	flushEvery = 4 * time.Millisecond
)

// pipe is what pump reads: a file.
type pipe interface {
	io.Reader
	SetReadDeadline(t time.Time) error
}

// pump passes on what arrives at a pipe as text, until its end. The first piece goes out at once; then
// pieces are gathered for flushEvery, or until they fill a chunk. A character is never cut; bytes that
// are none become U+FFFD.
func pump(pipe pipe, emit func(text string)) {
	buffer := make([]byte, maxChunk-utf8.UTFMax)
	filled, held := 0, 0 // the bytes that are held begin a character whose end has not come
	var flushed time.Time
	flush := func() {
		whole := filled - unfinished(buffer[:filled])
		if whole > 0 {
			emit(strings.ToValidUTF8(string(buffer[:whole]), "\uFFFD"))
		}
		held = copy(buffer, buffer[whole:filled])
		filled, flushed = held, time.Now()
	}
	for {
		deadline := time.Time{}
		if filled > held {
			deadline = flushed.Add(flushEvery)
		}
		_ = pipe.SetReadDeadline(deadline) // a pipe that has none is only read without gathering
		n, err := pipe.Read(buffer[filled:])
		filled += n
		timeout := errors.Is(err, os.ErrDeadlineExceeded)
		if filled == len(buffer) || timeout || (filled > held && time.Since(flushed) >= flushEvery) {
			flush()
		}
		if err != nil && !timeout {
			flush()
			if held > 0 {
				emit("\uFFFD")
			}
			return
		}
	}
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
