package kernel

import (
	"errors"
	"fmt"
	"os"
)

// socketPair is not to be had: descriptors beyond the standard ones are not inherited on Windows.
// Srcbook runs cells there in the Windows Subsystem for Linux.
func socketPair() (ours, theirs *os.File, err error) {
	return nil, nil, fmt.Errorf("run cells on Windows outside WSL: %w", errors.ErrUnsupported)
}
