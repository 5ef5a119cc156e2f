package sandbox

import (
	"fmt"
	"os"

	"github.com/creack/pty"
)

// openTerminal makes a pseudo terminal of a size: our end, and the one that the process has as its input
// and its outputs. On systems without them it fails with pty.ErrUnsupported.
func (s *Sandbox) openTerminal(size TerminalSize) (ours, theirs *os.File, err error) {
	ours, theirs, err = pty.Open()
	if err != nil {
		return nil, nil, err
	}
	s.identity.admit(theirs)
	if err := resize(ours, size); err != nil {
		closeAll(ours, theirs)
		return nil, nil, err
	}
	return ours, theirs, nil
}

// Resize tells the process that its terminal has another size. Without a terminal it does nothing.
func (p *Process) Resize(size TerminalSize) error {
	if p.spec.Terminal == nil {
		return nil
	}
	return resize(p.Stdout, size)
}

func resize(terminal *os.File, size TerminalSize) error {
	if err := pty.Setsize(terminal, &pty.Winsize{Cols: size.Columns, Rows: size.Rows}); err != nil {
		return fmt.Errorf("set the size of a terminal: %w", err)
	}
	return nil
}
