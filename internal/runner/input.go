package runner

import (
	"bytes"
	"errors"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// input is what the cells read. Nothing is read before one of them asks for it; the cell that asked
// last gets what comes.
type input struct {
	reader  live.RunID // who asked last
	reading bool       // there is a goroutine that reads
	ended   bool
}

// asked notes that a run reads its standard input. Without any, or after its end, it finds the end.
func (s *session) asked(run live.RunID) {
	if s.options.Input == nil || s.input.ended {
		s.runs[run].CloseStdin()
		return
	}
	s.input.reader = run
	if !s.input.reading {
		s.input.reading = true
		go s.read()
	}
}

// read passes the input on until it ends or the session does. A read that waits then, as on a
// terminal, cannot be ended; it goes on until there is something to read.
func (s *session) read() {
	buffer := make([]byte, 32<<10)
	for {
		n, err := s.options.Input.Read(buffer)
		if n > 0 && !s.give(bytes.Clone(buffer[:n])) {
			return
		}
		if err != nil {
			s.post(s.endInput)
			return
		}
	}
}

// fullPause is how long to wait for a cell that has not read what it was given.
const fullPause = 20 * time.Millisecond

// give hands the reader a text, and waits while it cannot take it. It reports false when the session
// has ended.
func (s *session) give(text []byte) bool {
	for {
		full := make(chan bool, 1)
		ok := s.post(func() {
			err := s.runs[s.input.reader].Write(text)
			full <- errors.Is(err, fault.CodeRateLimited) // one that has ended does not need it
		})
		if !ok || !<-full {
			return ok
		}
		time.Sleep(fullPause)
	}
}

func (s *session) endInput() {
	s.input.ended = true
	for _, run := range s.runs { // those that asked earlier wait for it too
		run.CloseStdin()
	}
}
