package kernel

import (
	"errors"
	"fmt"
	"os"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// available refuses Windows: a process there inherits no descriptors beyond the standard ones, and the
// line to Node is one.
func available() error {
	return fault.New(fault.CodeNode, "Running cells is not available on Windows yet").
		WithNext("Start Srcbook in WSL, the Windows Subsystem for Linux.")
}

func socketPair() (ours, theirs *os.File, err error) {
	return nil, nil, fmt.Errorf("open a line to Node: %w", errors.ErrUnsupported)
}
