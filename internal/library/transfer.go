package library

import (
	"context"
	"strings"
	"unicode"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// Fetcher gets a file from the web. It refuses addresses inside private networks.
type Fetcher interface {
	Fetch(ctx context.Context, url string) ([]byte, error)
}

// Example is a notebook that the product ships.
type Example struct {
	ID     string
	Source []byte
}

// ImportText creates a workspace from the text of a .src.md file. When the file is invalid, the
// fault lists every error and nothing is created.
func (l *Library) ImportText(ctx context.Context, source []byte) (workspace.Workspace, error) {
	if len(source) > notebook.MaxFileBytes {
		return workspace.Workspace{}, fault.New(fault.CodeTooLarge, "The file is larger than %d MB", notebook.MaxFileBytes>>20)
	}
	n, err := srcmd.Decode(source, newCellID)
	if err != nil {
		return workspace.Workspace{}, err
	}
	return l.add(ctx, n)
}

// ImportURL creates a workspace from a .src.md file on the web.
func (l *Library) ImportURL(ctx context.Context, url string) (workspace.Workspace, error) {
	source, err := l.Fetcher.Fetch(ctx, url)
	if err != nil {
		return workspace.Workspace{}, err
	}
	return l.ImportText(ctx, source)
}

// ImportExample creates a workspace from an example.
func (l *Library) ImportExample(ctx context.Context, id string) (workspace.Workspace, error) {
	for _, e := range l.Examples {
		if e.ID == id {
			return l.ImportText(ctx, e.Source)
		}
	}
	return workspace.Workspace{}, fault.New(fault.CodeExampleNotFound, "There is no example %q", id)
}

// DescribeExamples lists the shipped examples as rows.
func (l *Library) DescribeExamples() ([]workspace.Workspace, error) {
	rows := make([]workspace.Workspace, 0, len(l.Examples))
	for _, e := range l.Examples {
		n, err := srcmd.Decode(e.Source, newCellID)
		if err != nil {
			return nil, err
		}
		row := workspace.Workspace{ID: e.ID, Kind: workspace.Notebook, Title: n.Title, Language: string(n.Language)}
		for _, c := range n.Cells {
			if c.Kind == notebook.Markdown && row.Summary == "" {
				row.Summary = summaryOf(c.Text.String())
			}
			if c.Kind == notebook.Markdown || c.Kind == notebook.Code {
				row.Cells++
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Export is a workspace as a .src.md file, with a file name made from its title.
func (l *Library) Export(ctx context.Context, id string) (filename string, source []byte, err error) {
	n, err := l.notebook(ctx, id)
	if err != nil {
		return "", nil, err
	}
	return fileNameOf(n.Title) + ".src.md", srcmd.Encode(n), nil
}

// fileNameOf is a title in lower case with dashes.
func fileNameOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := strings.Join(words, "-")
	if runes := []rune(name); len(runes) > 80 {
		name = strings.Trim(string(runes[:80]), "-")
	}
	if name == "" {
		return "notebook"
	}
	return name
}

// Search finds workspaces by their titles, prose and code.
func (l *Library) Search(ctx context.Context, query string) ([]workspace.Hit, error) {
	if strings.TrimSpace(query) == "" {
		return nil, nil
	}
	return l.Index.Search(ctx, query, 50)
}
