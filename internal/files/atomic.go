package files

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path"
)

// private is the folder for our own files inside a root; it is never listed nor watched.
const private = ".srcbook"

// writeAtomic puts content under name. Confirm, when given, is asked last, right before the file
// takes its name. With durable set, the content and the name survive a power cut.
func writeAtomic(root *os.Root, name string, content io.Reader, durable bool, confirm func() error) (err error) {
	for _, dir := range []string{private, path.Dir(name)} {
		if err := root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	temporary := path.Join(private, "new-"+rand.Text())
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Remove(temporary))
		}
	}()
	_, err = io.Copy(f, content)
	if err == nil && durable {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if confirm != nil {
		if err := confirm(); err != nil {
			return err
		}
	}
	if err := root.Rename(temporary, name); err != nil {
		return err
	}
	if durable {
		return syncFolder(root, path.Dir(name))
	}
	return nil
}
