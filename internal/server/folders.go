package server

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/srcbook/srcbook/internal/files"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/store"
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

// Wrote implements hub.Folder.
func (w workspaceFolder) Wrote(name string, content []byte) bool {
	return w.Folder.Wrote(name, files.HashOf(content))
}

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

// origins are the files that workspaces are opened in place from.
type origins struct {
	*store.Store
	folders *files.Folders
}

// ReadOrigin implements library.Origins.
func (origins) ReadOrigin(path string) (content []byte, real string, err error) {
	if content, err = files.ReadDocument(path); err != nil {
		return nil, "", err
	}
	real, err = filepath.EvalSymlinks(path)
	return content, real, err
}

// SetOrigin implements library.Origins. What is written to the file from now on comes in as a change.
func (o origins) SetOrigin(ctx context.Context, id, path string, content []byte) error {
	if err := o.Store.SetOrigin(ctx, id, path); err != nil {
		return err
	}
	d, err := o.folders.OpenDocument(id, path)
	if err != nil {
		return err
	}
	return errors.Join(d.Settle(content), d.Close())
}

// OpenDocument implements hub.Documents.
func (o origins) OpenDocument(ctx context.Context, workspace string) (hub.Document, error) {
	path, err := o.Origin(ctx, workspace)
	if err != nil || path == "" {
		return nil, err
	}
	d, err := o.folders.OpenDocument(workspace, path)
	if err != nil {
		return nil, err
	}
	return document{d}, nil
}

type document struct{ *files.Document }

// documentInterval is between looks at a file of whose changes the system does not tell.
const documentInterval = 2 * time.Second

// Watch implements hub.Document.
func (d document) Watch(ctx context.Context, changed func()) error {
	return d.Document.Watch(ctx, documentInterval, changed)
}
