package store

import "golang.org/x/sys/unix"

// space is what the file system says about a folder; known is false when it does not answer.
type space struct {
	free     uint64 // bytes that this user may still write
	readOnly bool
	known    bool
}

func spaceOf(folder string) space {
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return space{}
	}
	return space{
		free:     st.Bavail * uint64(st.Bsize), //nolint:gosec // a block size is positive
		readOnly: st.Flags&unix.ST_RDONLY != 0,
		known:    true,
	}
}
