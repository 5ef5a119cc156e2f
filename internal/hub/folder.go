package hub

import "context"

// Folder is the workspace folder on disk.
type Folder interface{}

func (a *actor) syncFolder(ctx context.Context) error { return nil }
