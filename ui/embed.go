// Package ui holds the built web interface.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built interface with index.html at its root. A tree in which the interface was not
// built holds no index.html; Built tells the two apart.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("ui: dist is not embedded: " + err.Error()) // a constant, valid path cannot fail
	}
	return files
}

// Built reports whether this binary contains the interface.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
