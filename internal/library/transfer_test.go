package library_test

import (
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/library"
)

func TestImportAndExport(t *testing.T) {
	f := newFixture(t)
	source := file("Round & trip", "First **line** of [prose](http://example.com).", "a.ts", "1;")
	w, err := f.ImportText(t.Context(), []byte(source))
	check(t, err)
	if w.Title != "Round & trip" || w.Summary != "First line of prose." || w.Cells != 2 {
		t.Errorf("imported as %+v", w)
	}
	exported, err := f.Export(t.Context(), w.ID, library.FormatNotebook, false)
	check(t, err)
	if exported.Name != "round-trip.src.md" || string(exported.Body) != source {
		t.Errorf("exported %s as\n%s\nwant\n%s", exported.Name, exported.Body, source)
	}
}

func TestNothingIsCreatedFromWhatIsInvalid(t *testing.T) {
	f := newFixture(t)
	f.web["http://example.com/broken"] = []byte("no notebook")
	for name, attempt := range map[string]func() (workspace.Workspace, error){
		"text":    func() (workspace.Workspace, error) { return f.ImportText(t.Context(), []byte("no notebook")) },
		"fetched": func() (workspace.Workspace, error) { return f.ImportURL(t.Context(), "http://example.com/broken") },
	} {
		_, err := attempt()
		wantCode(t, name, err, fault.CodeNotebookInvalid)
	}
	_, err := f.ImportText(t.Context(), make([]byte, notebook.MaxFileBytes+1))
	wantCode(t, "too large", err, fault.CodeTooLarge)
	_, err = f.ImportURL(t.Context(), "http://10.0.0.1/")
	wantCode(t, "refused address", err, fault.CodeImportHost)
	_, err = f.ImportExample(t.Context(), "../example")
	wantCode(t, "unknown example", err, fault.CodeExampleNotFound)
	if got := f.titles(false); len(got) != 0 {
		t.Errorf("created %v", got)
	}
}

func TestExamples(t *testing.T) {
	f := newFixture(t)
	rows, err := f.DescribeExamples()
	check(t, err)
	if len(rows) != 1 || rows[0].Title != "Example" || rows[0].Summary != "Try it." || rows[0].Cells != 2 || rows[0].Language != "javascript" {
		t.Errorf("got %+v", rows)
	}
	one, err := f.ImportExample(t.Context(), "example")
	check(t, err)
	two, err := f.ImportExample(t.Context(), "example")
	check(t, err)
	if one.ID == two.ID || one.Title != "Example" {
		t.Errorf("got %+v and %+v", one, two)
	}
}

func TestExportNames(t *testing.T) {
	f := newFixture(t)
	for title, want := range map[string]string{
		"Hello, World!": "hello-world", "../../etc/passwd": "etc-passwd", "日本語 ノート": "日本語-ノート", "???": "notebook", "A\tB": "",
		"con": "con", strings.Repeat("ab ", 60): strings.Repeat("ab-", 26) + "ab",
	} {
		w, err := f.Create(t.Context(), title, "")
		if want == "" {
			wantCode(t, "create", err, fault.CodeTitle)
			continue
		}
		check(t, err)
		file, err := f.Export(t.Context(), w.ID, library.FormatNotebook, false)
		check(t, err)
		if file.Name != want+".src.md" {
			t.Errorf("%q: got %q, want %q", title, file.Name, want+".src.md")
		}
	}
}

func TestSummaries(t *testing.T) {
	f := newFixture(t)
	for prose, want := range map[string]string{
		"## Heading\n\nThen text.":          "Then text.",
		"- `code` and *stars*":              "code and stars",
		"*All* of _it_, __so__ ***loud***.": "All of it, so loud.",
		"2 * 3 * 4 is snake_case_name":      "2 * 3 * 4 is snake_case_name",
		"1. ![image](a.png) and ~~more~~":   "image and more",
		"> quoted":                          "quoted",
		"| a | b |\n|---|---|\n\nAfter.":    "After.",
		"<b>html</b>\n\nText.":              "Text.",
		strings.Repeat("long ", 100):        strings.Repeat("long ", 31) + "long…",
	} {
		w, err := f.ImportText(t.Context(), []byte(file("T", prose, "a.ts", "1;")))
		check(t, err)
		if w.Summary != want {
			t.Errorf("%.30q: got %q, want %q", prose, w.Summary, want)
		}
	}
}
