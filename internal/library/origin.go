package library

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// Origins are the files that workspaces are opened in place from.
type Origins interface {
	// SetOrigin notes the file of a new workspace, and the content that both have now.
	SetOrigin(ctx context.Context, id, path string, content []byte) error
	// Origin is "" for a workspace without a file.
	Origin(ctx context.Context, id string) (path string, err error)
	// WorkspaceOfOrigin is "" for a file without a workspace.
	WorkspaceOfOrigin(ctx context.Context, path string) (id string, err error)
	// ReadOrigin returns the content of the file at an absolute path, and the path without symbolic
	// links.
	ReadOrigin(path string) (content []byte, real string, err error)
}

// OpenFile returns the workspace that is kept in a .src.md file on the server's disk: changes are
// written back to the file, and those of other programs come in as operations. The first time the
// workspace is made. One in the trash is taken out of it. An invalid file is CodeNotebookInvalid.
func (l *Library) OpenFile(ctx context.Context, path string) (workspace.Workspace, error) {
	content, path, err := l.Origins.ReadOrigin(path)
	if err != nil {
		return workspace.Workspace{}, err
	}
	if !strings.HasSuffix(path, ".src.md") {
		return workspace.Workspace{}, fault.New(fault.CodeInvalid, "%s is not a .src.md file", filepath.Base(path)).
			WithNext("Import it instead: srcbook import FILE.")
	}
	id, err := l.Origins.WorkspaceOfOrigin(ctx, path)
	if err != nil {
		return workspace.Workspace{}, err
	}
	if id == "" {
		return l.adopt(ctx, path, content)
	}
	w, err := l.Workspaces.Workspace(ctx, id)
	if err == nil && !w.TrashedAt.IsZero() {
		return l.Restore(ctx, id)
	}
	return w, err
}

// adopt makes a workspace of a file.
func (l *Library) adopt(ctx context.Context, path string, content []byte) (workspace.Workspace, error) {
	n, err := srcmd.Decode(content, newCellID)
	if err != nil {
		return workspace.Workspace{}, err
	}
	w, err := l.add(ctx, n)
	if err != nil {
		return w, err
	}
	return w, l.Origins.SetOrigin(ctx, w.ID, path, content)
}

// Origin is the file that a workspace is opened in place from, "" for none.
func (l *Library) Origin(ctx context.Context, id string) (string, error) {
	return l.Origins.Origin(ctx, id)
}
