package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
)

// known holds the contents that are ours to replace, for each file. There is one after a write. There
// are two between the announcement and the write, because either may be found after a crash.
type known map[string][]Hash

func (k known) has(name string, hash Hash) bool { return slices.Contains(k[name], hash) }

const knownFile = private + "/written.json"

func readKnown(root *os.Root) (known, error) {
	k := known{}
	raw, err := root.ReadFile(knownFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, nil
	case err != nil:
		return nil, err
	}
	if json.Unmarshal(raw, &k) != nil {
		// A torn file knows nothing: what is on disk then counts as somebody else's, which is safe.
		return known{}, nil
	}
	return k, nil
}

// announce notes durably enough for a crash of the server what is about to be written.
func (f *Folder) announce(next map[string]Hash) error {
	if len(next) == 0 {
		return nil
	}
	for name, hash := range next {
		if !f.known.has(name, hash) {
			f.known[name] = append(slices.Clone(f.known[name]), hash)
		}
	}
	return f.saveKnown()
}

// wrote notes that a file has this content now. It is saved with the next announcement.
func (f *Folder) wrote(name string, hash Hash) {
	f.known[name] = []Hash{hash}
	delete(f.reported, name)
}

func (f *Folder) forget(name string) {
	delete(f.known, name)
	delete(f.reported, name)
}

func (f *Folder) saveKnown() error {
	raw, err := json.Marshal(f.known)
	if err == nil {
		err = writeAtomic(f.root, knownFile, bytes.NewReader(raw), false, nil)
	}
	if err != nil {
		return failure("note what is written to "+path.Base(f.path), err)
	}
	return nil
}
