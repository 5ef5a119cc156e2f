//go:build !linux && !windows

package server

import (
	"bytes"
	"slices"

	"golang.org/x/sys/unix"
)

var networkKinds = []string{"nfs", "smbfs", "afpfs", "webdav"}

func diskOf(folder string) (disk, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return disk{}, err
	}
	d := disk{free: uint64(s.Bavail) * uint64(s.Bsize)}
	if kind := string(bytes.TrimRight(s.Fstypename[:], "\x00")); slices.Contains(networkKinds, kind) {
		d.network = kind
	}
	return d, nil
}
