package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../../.."

// constants are the names of the codes in codes.go.
func constants(t *testing.T) map[string]Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]Code{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			codes[spec.Names[0].Name] = Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		}
		return true
	})
	return codes
}

// sources calls f with each file of the product below a folder that ends so, tests left out.
func sources(t *testing.T, folder, ending string, f func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testing":
			return filepath.SkipDir
		case entry.IsDir() || !strings.Contains(ending, filepath.Ext(path)) || strings.Contains(path, ".gen."),
			strings.Contains(path, "_test.") || strings.Contains(path, ".test."):
			return nil
		}
		text, err := os.ReadFile(path)
		f(path, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryCodeHasAnEntryAndIsUsed(t *testing.T) {
	unused := map[Code]bool{}
	for name, code := range constants(t) {
		unused[code] = true
		if _, ok := Explain(code); !ok {
			t.Errorf("%s (%s) has no entry", name, code)
		}
	}
	if len(unused) != len(Codes()) {
		t.Errorf("%d codes and %d entries", len(unused), len(Codes()))
	}
	names := constants(t)
	used := regexp.MustCompile(`\bfault\.(Code\w+)`)
	delete(unused, CodeInternal) // From gives it to what is no fault
	for _, folder := range []string{"internal", "cmd"} {
		sources(t, folder, ".go", func(_, text string) {
			for _, m := range used.FindAllStringSubmatch(text, -1) {
				delete(unused, names[m[1]])
			}
		})
	}
	literal := regexp.MustCompile(`SB-\d{4}`)
	sources(t, "ui/src", ".ts.tsx", func(path, text string) {
		for _, code := range literal.FindAllString(text, -1) {
			if _, ok := Explain(Code(code)); !ok {
				t.Errorf("%s: %s has no entry", path, code)
			}
			delete(unused, Code(code))
		}
	})
	for code := range unused {
		t.Errorf("%s is used nowhere", code)
	}
}

// A code that is written out could be mistyped, and would be missed when one looks for its uses.
func TestCodesAreNamedInGo(t *testing.T) {
	literal := regexp.MustCompile(`"SB-\d{4}"`)
	for _, folder := range []string{"internal", "cmd"} {
		sources(t, folder, ".go", func(path, text string) {
			if found := literal.FindString(text); found != "" && filepath.Base(path) != "codes.go" {
				t.Errorf("%s names %s by its number", path, found)
			}
		})
	}
}

func TestEntriesAreSentences(t *testing.T) {
	for _, c := range Codes() {
		e, _ := Explain(c)
		if e.Title == "" || strings.HasSuffix(e.Title, ".") || len(e.Title) > 60 {
			t.Errorf("%s: title %q", c, e.Title)
		}
		for _, text := range []string{e.Why, e.Next, e.More} {
			if text != strings.TrimSpace(text) || strings.ContainsAny(text, "!\n") || (text != "" && !strings.HasSuffix(text, ".")) {
				t.Errorf("%s: %q is no sentence", c, text)
			}
		}
		if e.Why == "" || e.Next == "" || e.Next == e.More {
			t.Errorf("%s: nothing to read in %+v", c, e)
		}
	}
}
