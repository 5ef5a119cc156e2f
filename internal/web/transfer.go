package web

import (
	"context"
	"fmt"
	"mime"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

func (s *Server) importWorkspace(ctx context.Context, in *struct{ Body wire.Import }) (*workspaceOutput, error) {
	given := 0
	for _, source := range []string{in.Body.Text, in.Body.URL, in.Body.Example} {
		if source != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, fault.New(fault.CodeInvalid, "An import needs exactly one of text, url and example")
	case in.Body.URL != "":
		return s.answer(s.Library.ImportURL(ctx, in.Body.URL))
	case in.Body.Example != "":
		return s.answer(s.Library.ImportExample(ctx, in.Body.Example))
	default:
		return s.answer(s.Library.ImportFile(ctx, in.Body.Filename, []byte(in.Body.Text)))
	}
}

func (s *Server) openFile(ctx context.Context, in *struct{ Body wire.OpenFile }) (*workspaceOutput, error) {
	return s.answer(s.Library.OpenFile(ctx, in.Body.Path))
}

// attachment is a file to save.
type attachment struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func attach(contentType, filename string, body []byte) *attachment {
	return &attachment{
		ContentType: contentType, Body: body,
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": filename}),
	}
}

type exportInput struct {
	WorkspacePath
	Format library.Format `query:"format" enum:"srcmd,markdown,ipynb,html,zip" default:"srcmd"`
	Output bool           `query:"output" doc:"with what the cells printed"`
}

func (s *Server) exportWorkspace(ctx context.Context, in *exportInput) (*attachment, error) {
	file, err := s.Library.Export(ctx, in.ID, in.Format, in.Output)
	if err != nil {
		return nil, err
	}
	return attach(file.ContentType, file.Name, file.Body), nil
}

type runOutputInput struct {
	WorkspacePath
	Run string `path:"run" pattern:"^[A-Za-z0-9_-]{1,40}$"`
}

func (s *Server) runOutput(ctx context.Context, in *runOutputInput) (*attachment, error) {
	if _, err := s.Library.Workspace(ctx, in.ID); err != nil {
		return nil, err
	}
	chunks, _, err := s.Hub.Output(ctx, in.ID, live.RunID(in.Run), 0)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, c := range chunks {
		if c.Stream == "cut" {
			fmt.Fprintf(&b, "\n[%s]\n", c.Text)
			continue
		}
		b.WriteString(c.Text)
	}
	return attach("text/plain; charset=utf-8", "output.txt", []byte(b.String())), nil
}

type searchInput struct {
	Query string `query:"q" required:"true" maxLength:"500" doc:"words, and filters such as language:javascript, package:zod, author:Ada, after:2026-01-31, before:2026-02"`
	Zone  string `query:"zone" maxLength:"64" doc:"IANA name of the time zone of the dates; UTC when empty or unknown"`
}

type searchOutput struct{ Body wire.SearchResult }

func (s *Server) search(ctx context.Context, in *searchInput) (*searchOutput, error) {
	zone, err := time.LoadLocation(in.Zone)
	if err != nil {
		zone = time.UTC
	}
	hits, err := s.Library.Search(ctx, in.Query, zone)
	if err != nil {
		return nil, err
	}
	result := wire.SearchResult{Hits: make([]wire.SearchHit, 0, len(hits))}
	for _, h := range hits {
		result.Hits = append(result.Hits, wire.SearchHit{
			Workspace: h.Workspace, Title: h.Title, Cell: h.Cell, Filename: h.Filename, Snippet: h.Snippet,
			Marks: append([][2]int{}, h.Marks...),
		})
	}
	return &searchOutput{Body: result}, nil
}

type examplesOutput struct{ Body wire.ExampleList }

func (s *Server) examples(context.Context, *struct{}) (*examplesOutput, error) {
	rows, err := s.Library.DescribeExamples()
	if err != nil {
		return nil, err
	}
	list := wire.ExampleList{Examples: make([]wire.Example, 0, len(rows))}
	for _, r := range rows {
		list.Examples = append(list.Examples, wire.Example{ID: r.ID, Title: r.Title, Summary: r.Summary, Language: r.Language, Cells: r.Cells})
	}
	return &examplesOutput{Body: list}, nil
}
