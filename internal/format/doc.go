// Package format formats the texts of notebooks with the pinned Prettier.
//
// Prettier takes a second to warm up and some milliseconds after that, so one process of it stays in the
// sandbox while it is used, and ends when it was not for some minutes. It serves all workspaces, one text
// after the other: it gets texts and settings as data and runs nothing of a workspace.
//
// A Formatter is safe for concurrent use.
package format
