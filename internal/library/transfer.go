package library

import (
	"context"
	"net/url"
	"path"
	"time"

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
	return l.ImportFile(ctx, "", source)
}

// ImportFile creates a workspace from a file: a .src.md notebook, a Jupyter notebook, or other
// Markdown, told apart by the file's name and content. Its errors are those of ImportText.
func (l *Library) ImportFile(ctx context.Context, filename string, source []byte) (workspace.Workspace, error) {
	if len(source) > notebook.MaxFileBytes {
		return workspace.Workspace{}, fault.New(fault.CodeTooLarge, "The file is larger than %d MB", notebook.MaxFileBytes>>20)
	}
	n, err := decode(filename, source)
	if err != nil {
		return workspace.Workspace{}, err
	}
	return l.add(ctx, n)
}

// ImportURL creates a workspace from a file on the web, as ImportFile does.
func (l *Library) ImportURL(ctx context.Context, address string) (workspace.Workspace, error) {
	source, err := l.Fetcher.Fetch(ctx, address)
	if err != nil {
		return workspace.Workspace{}, err
	}
	name := ""
	if u, err := url.Parse(address); err == nil {
		name = path.Base(u.Path)
	}
	return l.ImportFile(ctx, name, source)
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

// Search finds workspaces by their titles, prose, code and file names; see workspace.ParseQuery for
// what a query may hold. Its dates are those of the zone given.
func (l *Library) Search(ctx context.Context, query string, zone *time.Location) ([]workspace.Hit, error) {
	return l.Index.Search(ctx, workspace.ParseQuery(query, zone), 50)
}
