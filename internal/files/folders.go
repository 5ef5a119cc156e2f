package files

import (
	"os"
	"path/filepath"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Folders is the place where the folders of workspaces are, one below it for each workspace.
type Folders struct {
	path string
	root *os.Root
}

// OpenFolders opens the place and creates it when missing, closed to other users.
func OpenFolders(path string) (*Folders, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The folder %s cannot be created", path)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The folder %s cannot be opened", path)
	}
	return &Folders{path: path, root: root}, nil
}

// FolderPath is where the folder of a workspace is, whether or not it exists.
func (f *Folders) FolderPath(workspace string) string { return filepath.Join(f.path, workspace) }

// Open opens the folder of a workspace and creates it when missing.
func (f *Folders) Open(workspace string) (*Folder, error) {
	root, err := f.openRoot(workspace)
	if err != nil {
		return nil, err
	}
	return newFolder(root, f.FolderPath(workspace))
}

// openRoot opens the folder of a workspace as what no name leads out of, and creates it when missing.
func (f *Folders) openRoot(workspace string) (*os.Root, error) {
	if err := checkWorkspace(workspace); err != nil {
		return nil, err
	}
	if err := f.root.MkdirAll(workspace, 0o700); err != nil {
		return nil, failure("create the folder of workspace "+workspace, err)
	}
	root, err := f.root.OpenRoot(workspace)
	if err != nil {
		return nil, failure("open the folder of workspace "+workspace, err)
	}
	return root, nil
}

// RemoveFolder deletes the folder of a workspace and all that is in it, but nothing that symbolic
// links in it lead to.
func (f *Folders) RemoveFolder(workspace string) error {
	if err := checkWorkspace(workspace); err != nil {
		return err
	}
	if err := f.root.RemoveAll(workspace); err != nil {
		return failure("remove the folder of workspace "+workspace, err)
	}
	return nil
}

// Close gives the place free. Open folders stay open.
func (f *Folders) Close() error { return f.root.Close() }

func checkWorkspace(id string) error {
	if id == "" || id == "." || !filepath.IsLocal(id) || filepath.Base(id) != id {
		return fault.New(fault.CodeInvalid, "%q is not the id of a workspace", id)
	}
	return nil
}
