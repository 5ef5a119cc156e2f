// Package files keeps files on disk: the folders of workspaces, which programs of the user read and
// change too, and content-addressed blobs.
//
// Every path goes through an os.Root, so that no name and no symbolic link leads out of its folder.
// A file appears whole or not at all. All types are safe for concurrent use.
package files
