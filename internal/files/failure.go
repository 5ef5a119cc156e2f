package files

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// failure names the condition behind an error of the file system.
func failure(op string, err error) error {
	var known *fault.Error
	switch wrapped := fmt.Errorf("%s: %w", op, err); {
	case errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.CodeNotFound, wrapped, "The file does not exist")
	case errors.Is(err, syscall.ENOSPC):
		return fault.Wrap(fault.CodeStorageFull, wrapped, "The disk is full")
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.CodeReadOnly, wrapped, "The file cannot be written")
	default:
		return fault.Wrap(fault.CodeStorage, wrapped, "The disk reported an error")
	}
}
