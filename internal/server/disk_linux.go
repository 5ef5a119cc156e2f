package server

import "golang.org/x/sys/unix"

// networkKinds are file systems whose data is on another machine, or may be.
var networkKinds = map[int64]string{
	unix.NFS_SUPER_MAGIC: "NFS", unix.SMB_SUPER_MAGIC: "SMB", unix.SMB2_SUPER_MAGIC: "SMB", unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.V9FS_MAGIC: "9P", unix.CEPH_SUPER_MAGIC: "Ceph", unix.AFS_SUPER_MAGIC: "AFS", unix.FUSE_SUPER_MAGIC: "FUSE",
}

func diskOf(folder string) (disk, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return disk{}, err
	}
	return disk{free: s.Bavail * uint64(s.Bsize), network: networkKinds[int64(s.Type)&0xffffffff]}, nil
}
