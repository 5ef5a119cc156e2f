package kernel

import (
	"io"
	"sync"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// input is what waits for a run's standard input. It is bounded, and whoever writes never waits.
type input struct {
	mu      sync.Mutex
	waiting []byte
	ended   bool
	changed chan struct{} // has an element when there is something to do
}

const maxInput = 1 << 20

func newInput() *input { return &input{changed: make(chan struct{}, 1)} }

func (i *input) write(text []byte) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case i.ended:
		return fault.New(fault.CodeRunNotActive, "The run does not take input any more")
	case len(i.waiting)+len(text) > maxInput:
		return fault.New(fault.CodeRateLimited, "The run has not read its earlier input yet")
	}
	i.waiting = append(i.waiting, text...)
	i.wake()
	return nil
}

func (i *input) end() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ended = true
	i.wake()
}

func (i *input) wake() {
	select {
	case i.changed <- struct{}{}:
	default:
	}
}

// serve writes to the pipe until the input ends or the pipe does.
func (i *input) serve(pipe io.WriteCloser) {
	defer pipe.Close()
	for range i.changed {
		text, ended := i.next()
		if len(text) > 0 {
			if _, err := pipe.Write(text); err != nil {
				i.end()
				return
			}
		}
		if ended {
			return
		}
	}
}

func (i *input) next() ([]byte, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	text := i.waiting
	i.waiting = nil
	return text, i.ended
}
