package lsp

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const (
	fileMethod   = "srcbook/file"
	maxFileBytes = 6 << 20 // lib.dom.d.ts has three
)

// file answers srcbook/file: the text of a declaration or a source, to be read only.
func (w *Workspace) file(params json.RawMessage) (Answer, error) {
	var asked struct {
		URI string `json:"uri"`
	}
	if err := json.Unmarshal(params, &asked); err != nil {
		return Answer{}, fault.Wrap(fault.CodeLanguageAsk, err, "The params of %s are malformed", fileMethod)
	}
	name, err := local(asked.URI)
	if err != nil {
		return Answer{}, err
	}
	text, err := w.readable(name)
	if err != nil {
		return Answer{}, err
	}
	w.shown.add(name)
	return Answer{Result: marshal(object{"text": text, "language": languageOf(name)}), Documents: []string{name}}, nil
}

// readable is the text of a file that may be looked at.
func (w *Workspace) readable(name string) (string, error) {
	f := w.followed()
	for _, c := range f.cells {
		if d, ok := documentOf(c); ok && d.name == name {
			return d.text, nil
		}
	}
	for extra, text := range extras(f) {
		if extra == name {
			return text, nil
		}
	}
	at := w.places()
	switch {
	case strings.HasPrefix(name, libFolder) && at.lib != "":
		return readBelow(at.lib, strings.TrimPrefix(name, libFolder), name)
	case strings.HasPrefix(name, "node_modules/"), strings.HasPrefix(name, moduleFolder):
		return readBelow(at.folder, name, name)
	}
	return "", outside(virtual(name))
}

// readBelow reads a file without ever leaving the folder, whatever links are in it.
func readBelow(folder, name, shown string) (string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", notThere(err, shown)
	}
	defer root.Close()
	f, err := root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return "", notThere(err, shown)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", notThere(err, shown)
	case !info.Mode().IsRegular():
		return "", notThere(fs.ErrInvalid, shown)
	case info.Size() > maxFileBytes:
		return "", fault.New(fault.CodeTooLarge, "%s is larger than the %d MB that can be shown", shown, maxFileBytes>>20)
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxFileBytes))
	if err != nil {
		return "", notThere(err, shown)
	}
	if !utf8.Valid(raw) {
		return "", fault.New(fault.CodeLanguageAsk, "%s is no text", shown)
	}
	return strings.ReplaceAll(string(raw), "\r\n", "\n"), nil
}

func notThere(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.CodeNotFound, err, "There is no file %s", name)
	}
	return fault.Wrap(fault.CodeLanguageOutside, err, "%s cannot be looked at", name)
}
