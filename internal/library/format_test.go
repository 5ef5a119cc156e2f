package library_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/library"
)

func TestImportTellsFilesApart(t *testing.T) {
	const jupyter = `{"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":"deno"}},"cells":[{"cell_type":"code","metadata":{},"source":"1","outputs":[],"execution_count":1}]}`
	tests := []struct {
		name, filename, source string
		title                  string
		code                   fault.Code
	}{
		{"a notebook", "a.src.md", example, "Example", ""},
		{"a notebook of another name", "a.md", example, "Example", ""},
		{"a notebook without a name", "", example, "Example", ""},
		{"Jupyter", "Sums.ipynb", jupyter, "Sums", ""},
		{"Jupyter without a name", "", jupyter, "Untitled", ""},
		{"Markdown", "notes.md", "# My notes\n\n```ts\n1\n```\n", "My notes", ""},
		{"Markdown without a title", "notes.markdown", "words", "notes", ""},
		{"a broken notebook", "a.src.md", "words", "", fault.CodeNotebookInvalid},
		{"broken text without a name", "", "words", "", fault.CodeNotebookInvalid},
		{"broken Jupyter", "a.ipynb", "{", "", fault.CodeNotebookInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			w, err := f.ImportFile(t.Context(), test.filename, []byte(test.source))
			if test.code != "" {
				wantCode(t, test.name, err, test.code)
				return
			}
			check(t, err)
			if w.Title != test.title {
				t.Errorf("the title is %q, want %q", w.Title, test.title)
			}
		})
	}
}

func TestExportFormats(t *testing.T) {
	f := newFixture(t)
	w, err := f.ImportText(t.Context(), []byte(example))
	check(t, err)
	cells := f.state(w.ID).Notebook().Cells
	_, err = f.hub.Do(t.Context(), w.ID, "Ada", live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: cells[len(cells)-1].ID}}})
	check(t, err)
	run := <-f.runner.Started()
	run.Sink.Output("out", "printed <here>\n")
	run.Exit(3)
	for f.Running(w.ID) > 0 {
		_, err = f.hub.Do(t.Context(), w.ID, "Ada", live.SetTitle{Title: "Example"})
		check(t, err)
	}

	tests := []struct {
		format library.Format
		output bool
		name   string
		has    []string
		lacks  []string
	}{
		{library.FormatNotebook, false, "example.src.md", []string{"###### a.js"}, []string{"printed"}},
		{library.FormatNotebook, true, "example.src.md", []string{"printed <here>", "The cell failed."}, nil},
		{library.FormatMarkdown, false, "example.md", []string{"**a.js**"}, []string{"srcbook:", "printed"}},
		{library.FormatMarkdown, true, "example.md", []string{"printed <here>"}, []string{"srcbook:"}},
		{library.FormatJupyter, true, "example.ipynb", []string{`"printed <here>\n"`, `"nbformat": 4`}, nil},
		{library.FormatWebpage, false, "example.html", []string{"printed &lt;here&gt;", "The cell failed."}, []string{"<script"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, err := f.Export(t.Context(), w.ID, test.format, test.output)
			check(t, err)
			if file.Name != test.name {
				t.Errorf("it is called %s, want %s", file.Name, test.name)
			}
			for _, has := range test.has {
				if !strings.Contains(string(file.Body), has) {
					t.Errorf("%q is missing in\n%s", has, file.Body)
				}
			}
			for _, lacks := range test.lacks {
				if strings.Contains(string(file.Body), lacks) {
					t.Errorf("it holds %q", lacks)
				}
			}
		})
	}
	_, err = f.Export(t.Context(), w.ID, "pdf", false)
	wantCode(t, "pdf", err, fault.CodeInvalid)
}

func TestExportArchive(t *testing.T) {
	f := newFixture(t)
	w, err := f.ImportText(t.Context(), []byte(strings.Replace(example, "javascript\"}", "typescript\"}", 1)))
	check(t, err)
	file, err := f.Export(t.Context(), w.ID, library.FormatArchive, true)
	check(t, err)
	r, err := zip.NewReader(bytes.NewReader(file.Body), int64(len(file.Body)))
	check(t, err)
	got := map[string]string{}
	for _, entry := range r.File {
		content, err := entry.Open()
		check(t, err)
		b, err := io.ReadAll(content)
		check(t, err)
		got[entry.Name] = string(b)
	}
	want := []string{"example/README.md", "example/package.json", "example/src/a.js", "example/tsconfig.json"}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("it holds %v, want %v", names, want)
	}
	if got["example/src/a.js"] != "1;" || !strings.Contains(got["example/README.md"], "./src/a.js") {
		t.Errorf("it holds %v", got)
	}
}
