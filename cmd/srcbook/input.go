package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// readLimited reads all of r and refuses more than limit bytes.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limit {
		return nil, fault.New(fault.CodeTooLarge, "The file is larger than %d MB", limit>>20)
	}
	return raw, nil
}

// unwrapPath is the reason inside a path error, without the path that the message already names.
func unwrapPath(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	fmt.Printf("srcbook %s %s/%s %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	return nil
}
