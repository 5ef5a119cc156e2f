package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

type conflictInput struct {
	WorkspacePath
	File string `query:"file" required:"true" minLength:"1" doc:"as the folder's status names it"`
}

type conflictOutput struct{ Body wire.ConflictSides }

// conflict shows only files that the notebook writes and that are in conflict now, whatever is asked for.
func (s *Server) conflict(ctx context.Context, in *conflictInput) (*conflictOutput, error) {
	sides, err := s.Hub.Compare(ctx, in.ID, in.File)
	return &conflictOutput{Body: sides}, err
}

type resolveInput struct {
	WorkspacePath
	Body wire.ResolveConflict
}

type resolveOutput struct{ Body wire.ResolvedConflict }

func (s *Server) resolveConflict(ctx context.Context, in *resolveInput) (*resolveOutput, error) {
	done, err := s.Hub.Resolve(ctx, in.ID, access.PrincipalOf(ctx).Name, hub.Resolution{
		File: in.Body.File, Version: in.Body.Version, Keep: in.Body.Keep,
	})
	return &resolveOutput{Body: done}, err
}
