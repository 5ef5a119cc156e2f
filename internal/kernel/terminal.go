package kernel

import (
	"io"
	"os"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// terminalEnv tells programs what the terminal can do, which they cannot find out themselves.
var terminalEnv = map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}

// maxColumns and maxRows bound what a program may allot for its screen.
const maxColumns, maxRows = 1000, 1000

// Resize tells the run that its terminal has another size. It fails with fault.CodeInvalid for a size that
// makes no sense, and does nothing when the run has no terminal or its process is not there.
func (r *Run) Resize(size sandbox.TerminalSize) error {
	if size.Columns == 0 || size.Rows == 0 || size.Columns > maxColumns || size.Rows > maxRows {
		return fault.New(fault.CodeInvalid, "A terminal of %d by %d characters makes no sense", size.Columns, size.Rows)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.request.Terminal == nil {
		return nil
	}
	r.size = &size
	if r.terminal != nil {
		_ = r.terminal.Resize(size) // it may have ended by now
	}
	return nil
}

// standardInput is where the input of a run goes. From now on the terminal follows Resize.
func (r *Run) standardInput(w *worker) io.WriteCloser {
	if r.request.Terminal == nil {
		return w.process.Stdin
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.terminal = w.process
	if r.size != nil {
		_ = r.terminal.Resize(*r.size) // it may have ended by now
	}
	return keyboard{w.process.Stdin}
}

// keyboard writes to a terminal. What ends the input is the key that does so, since closing the terminal
// would end the output too.
type keyboard struct{ terminal *os.File }

const endOfInput = "\x04"

func (k keyboard) Write(keys []byte) (int, error) { return k.terminal.Write(keys) }

func (k keyboard) Close() error {
	_, err := k.terminal.WriteString(endOfInput)
	return err
}
