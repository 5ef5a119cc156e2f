//go:build unix

package files

import (
	"errors"
	"os"
	"syscall"
)

// readFlags keep an open from waiting for the other end of a pipe that took a file's place.
const readFlags = os.O_RDONLY | syscall.O_NONBLOCK

// syncFolder makes the names in a folder durable.
func syncFolder(root *os.Root, dir string) error {
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
