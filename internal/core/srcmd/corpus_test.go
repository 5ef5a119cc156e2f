package srcmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
)

// counter names cells c1, c2, … in reading order.
func counter() func() notebook.CellID {
	n := 0
	return func() notebook.CellID {
		n++
		return notebook.CellID(fmt.Sprintf("c%d", n))
	}
}

// corpus is the published notebooks that lie beside the repository on some machines.
func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../../../shared/corpus/*.src.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("the corpus of published notebooks is not on this machine")
	}
	files := map[string][]byte{}
	for _, p := range paths {
		src, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = src
	}
	return files
}

func TestCorpusKeepsItsBytes(t *testing.T) {
	for name, src := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			n, err := srcmd.Decode(src, counter())
			if err != nil {
				t.Fatal(err)
			}
			if err := notebook.Validate(n); err != nil {
				t.Fatal(err)
			}
			if got := srcmd.Encode(n); string(got) != string(src) {
				t.Errorf("got\n%s\nwant\n%s", got, src)
			}
		})
	}
}
