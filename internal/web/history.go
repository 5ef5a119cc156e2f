package web

import (
	"context"
	"strings"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

type historyInput struct {
	WorkspacePath
	Before int64 `query:"before" minimum:"0" doc:"only revisions before this one; 0: from the present one on"`
	Limit  int   `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Named  bool  `query:"named" doc:"only revisions with a name, all of them"`
}

type historyOutput struct{ Body wire.HistoryPage }

func (s *Server) historyPage(ctx context.Context, in *historyInput) (*historyOutput, error) {
	var page library.Timeline
	var err error
	if in.Named {
		page, err = s.History.Named(ctx, in.ID)
	} else {
		page, err = s.History.Timeline(ctx, in.ID, in.Before, in.Limit)
	}
	if err != nil {
		return nil, err
	}
	body := wire.HistoryPage{Items: make([]wire.HistoryItem, 0, len(page.Items)), Next: page.Next, Head: page.Head}
	for _, i := range page.Items {
		body.Items = append(body.Items, wireHistoryItem(i))
	}
	return &historyOutput{Body: body}, nil
}

func wireHistoryItem(i library.Item) wire.HistoryItem {
	w := wire.HistoryItem{
		Kind: string(i.Kind), From: i.From, Seq: i.Seq, StartedAt: i.StartedAt, At: i.At,
		Authors: append([]string{}, i.Authors...), Edits: i.Edits, Cells: []string{}, Name: i.Name, Folded: i.Folded,
	}
	for _, c := range i.Cells {
		w.Cells = append(w.Cells, string(c))
	}
	return w
}

// RevisionPath names a revision of a workspace.
type RevisionPath struct {
	WorkspacePath
	Seq int64 `path:"seq" minimum:"0"`
}

type revisionOutput struct{ Body wire.Revision }

func (s *Server) revision(ctx context.Context, in *RevisionPath) (*revisionOutput, error) {
	n, err := s.History.Revision(ctx, in.ID, in.Seq)
	if err != nil {
		return nil, err
	}
	body := wire.Revision{Seq: in.Seq, Title: n.Title, Language: string(n.Language), Cells: make([]wire.RevisionCell, 0, len(n.Cells))}
	for _, c := range n.Cells {
		body.Cells = append(body.Cells, wire.RevisionCell{
			ID: string(c.ID), Kind: string(c.Kind), Filename: c.Filename, Text: c.Text.String(),
		})
	}
	return &revisionOutput{Body: body}, nil
}

type differencesInput struct {
	WorkspacePath
	From int64 `query:"from" required:"true" minimum:"0" doc:"the earlier revision"`
	To   int64 `query:"to" minimum:"-1" default:"-1" doc:"the later revision; -1: the present one"`
}

type differencesOutput struct{ Body wire.HistoryDifferences }

func (s *Server) differences(ctx context.Context, in *differencesInput) (*differencesOutput, error) {
	d, err := s.History.Compare(ctx, in.ID, in.From, in.To)
	if err != nil {
		return nil, err
	}
	body := wire.HistoryDifferences{
		From: d.From, To: d.To, OldTitle: d.Titles[0], Title: d.Titles[1], Authors: append([]string{}, d.Authors...),
		At: optionalTime(d.At), Cells: make([]wire.CellDifference, 0, len(d.Cells)),
	}
	for _, c := range d.Cells {
		body.Cells = append(body.Cells, wireDifference(c))
	}
	return &differencesOutput{Body: body}, nil
}

func wireDifference(d history.Difference) wire.CellDifference {
	is := d.After
	if is == nil {
		is = d.Before
	}
	w := wire.CellDifference{ID: string(is.ID), Kind: string(is.Kind), Change: string(d.Change), Label: labelOf(is)}
	if d.Change == history.Renamed {
		w.OldLabel = labelOf(d.Before)
	}
	if d.Before != nil && (d.Edited || d.After == nil) {
		w.Before = textOf(d.Before)
	}
	if d.After != nil && (d.Edited || d.Before == nil) {
		w.After = textOf(d.After)
	}
	return w
}

func textOf(c *notebook.Cell) *string {
	text := c.Text.String()
	return &text
}

// maxLabel is how many characters of a line of prose name its cell.
const maxLabel = 80

// labelOf is what a cell is called in a list: its file, or its first line.
func labelOf(c *notebook.Cell) string {
	if c.Filename != "" {
		return c.Filename
	}
	for line := range strings.Lines(c.Text.String()) {
		line = strings.TrimSpace(strings.TrimLeft(line, "#>-* \t"))
		if runes := []rune(line); len(runes) > maxLabel {
			return string(runes[:maxLabel-1]) + "…"
		}
		if line != "" {
			return line
		}
	}
	return ""
}

type restoreInput struct {
	RevisionPath
	Body wire.RestoreRevision
}

type restoredOutput struct{ Body wire.RestoredRevision }

func (s *Server) restoreRevision(ctx context.Context, in *restoreInput) (*restoredOutput, error) {
	done, err := s.History.Restore(ctx, access.PrincipalOf(ctx).Name, in.ID, library.Restoration{
		Seq: in.Seq, Cell: notebook.CellID(in.Body.Cell), Since: in.Body.Since,
	})
	if err != nil {
		return nil, err
	}
	return &restoredOutput{Body: wire.RestoredRevision{Before: done.Before, After: done.After, Operations: done.Operations}}, nil
}

type nameInput struct {
	RevisionPath
	Body wire.NameRevision
}

func (s *Server) nameRevision(ctx context.Context, in *nameInput) (*struct{}, error) {
	return nil, s.History.Name(ctx, access.PrincipalOf(ctx).Name, in.ID, in.Seq, in.Body.Name)
}
