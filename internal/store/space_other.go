//go:build !linux

package store

// space is what the file system says about a folder; known is false when it does not answer.
type space struct {
	free     uint64 // bytes that this user may still write
	readOnly bool
	known    bool
}

func spaceOf(string) space { return space{} }
