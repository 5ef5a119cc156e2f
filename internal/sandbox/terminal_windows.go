package sandbox

import (
	"errors"
	"fmt"
	"os"
)

// openTerminal is not to be had: what Windows has for it is not a pair of files.
func (*Sandbox) openTerminal(TerminalSize) (ours, theirs *os.File, err error) {
	return nil, nil, fmt.Errorf("a terminal on Windows outside WSL: %w", errors.ErrUnsupported)
}

// Resize does nothing: no process has a terminal here.
func (*Process) Resize(TerminalSize) error { return nil }
