package server

import (
	"context"

	"github.com/srcbook/srcbook/internal/files"
	"github.com/srcbook/srcbook/internal/hub"
)

// workspaceFolders are the folders on disk as the live sessions see them.
type workspaceFolders struct{ *files.Folders }

// Open implements hub.Folders.
func (w workspaceFolders) Open(workspace string) (hub.Folder, error) {
	f, err := w.Folders.Open(workspace)
	if err != nil {
		return nil, err
	}
	return workspaceFolder{f}, nil
}

type workspaceFolder struct{ *files.Folder }

// Accept implements hub.Folder.
func (w workspaceFolder) Accept(name string, content []byte) error {
	if content == nil {
		return w.Folder.Accept(name, "")
	}
	return w.Folder.Accept(name, files.HashOf(content))
}

// Watch implements hub.Folder.
func (w workspaceFolder) Watch(ctx context.Context, report func([]string)) error {
	return w.Folder.Watch(ctx, files.WatchConfig{}, func(changes []files.Change) {
		names := make([]string, len(changes))
		for i, c := range changes {
			names[i] = c.Name
		}
		report(names)
	})
}
