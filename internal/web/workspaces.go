package web

import (
	"context"
	"time"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

// WorkspacePath names the workspace of a request. Ids are lower-case letters and digits only, so
// that none can be a path. The type is exported because huma fills the fields of an embedded struct
// only when its name is.
type WorkspacePath struct {
	ID string `path:"id" pattern:"^[a-z0-9]{1,40}$"`
}

type listInput struct {
	Trashed bool   `query:"trashed"`
	Query   string `query:"q" maxLength:"200"`
	Cursor  string `query:"cursor" maxLength:"200"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type listOutput struct{ Body wire.WorkspacePage }

type workspaceOutput struct{ Body wire.Workspace }

func (s *Server) listWorkspaces(ctx context.Context, in *listInput) (*listOutput, error) {
	page, err := s.workspacePage(ctx, workspace.Filter{Trashed: in.Trashed, Query: in.Query, After: in.Cursor, Limit: in.Limit})
	return &listOutput{Body: page}, err
}

func (s *Server) workspacePage(ctx context.Context, filter workspace.Filter) (wire.WorkspacePage, error) {
	rows, next, err := s.Library.List(ctx, filter)
	page := wire.WorkspacePage{Items: make([]wire.Workspace, 0, len(rows)), Next: next}
	for _, row := range rows {
		page.Items = append(page.Items, s.wireWorkspace(row))
	}
	return page, err
}

func (s *Server) wireWorkspace(w workspace.Workspace) wire.Workspace {
	return wire.Workspace{
		ID: w.ID, Kind: string(w.Kind), Title: w.Title, Language: w.Language, Summary: w.Summary,
		Cells: w.Cells, Running: s.Library.Running(w.ID), CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
		OpenedAt: optionalTime(w.OpenedAt), TrashedAt: optionalTime(w.TrashedAt), EditedBy: w.EditedBy,
	}
}

func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (s *Server) answer(w workspace.Workspace, err error) (*workspaceOutput, error) {
	if err != nil {
		return nil, err
	}
	return &workspaceOutput{Body: s.wireWorkspace(w)}, nil
}

func (s *Server) createWorkspace(ctx context.Context, in *struct{ Body wire.NewWorkspace }) (*workspaceOutput, error) {
	return s.answer(s.Library.Create(ctx, in.Body.Title, notebook.Language(in.Body.Language)))
}

func (s *Server) workspace(ctx context.Context, in *WorkspacePath) (*workspaceOutput, error) {
	out, err := s.answer(s.Library.Workspace(ctx, in.ID))
	if err != nil {
		return nil, err
	}
	out.Body.File, err = s.Library.Origin(ctx, in.ID)
	return out, err
}

type patchWorkspaceInput struct {
	WorkspacePath
	Body wire.WorkspacePatch
}

func (s *Server) patchWorkspace(ctx context.Context, in *patchWorkspaceInput) (*workspaceOutput, error) {
	if in.Body.Title == nil {
		return s.answer(s.Library.Workspace(ctx, in.ID))
	}
	return s.answer(s.Library.Rename(ctx, access.PrincipalOf(ctx).Name, in.ID, *in.Body.Title))
}

type deleteWorkspaceInput struct {
	WorkspacePath
	Purge bool `query:"purge" doc:"delete for good; only from the trash"`
}

func (s *Server) deleteWorkspace(ctx context.Context, in *deleteWorkspaceInput) (*struct{}, error) {
	if in.Purge {
		return nil, s.Library.Purge(ctx, in.ID)
	}
	return nil, s.Library.Trash(ctx, in.ID)
}

func (s *Server) restoreWorkspace(ctx context.Context, in *WorkspacePath) (*workspaceOutput, error) {
	return s.answer(s.Library.Restore(ctx, in.ID))
}

func (s *Server) duplicateWorkspace(ctx context.Context, in *WorkspacePath) (*workspaceOutput, error) {
	return s.answer(s.Library.Duplicate(ctx, in.ID))
}
