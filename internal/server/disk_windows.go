package server

import "golang.org/x/sys/windows"

func diskOf(folder string) (disk, error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return disk{}, err
	}
	var d disk
	if err := windows.GetDiskFreeSpaceEx(path, &d.free, nil, nil); err != nil {
		return disk{}, err
	}
	root := make([]uint16, windows.MAX_PATH)
	if windows.GetVolumePathName(path, &root[0], uint32(len(root))) == nil && windows.GetDriveType(&root[0]) == windows.DRIVE_REMOTE {
		d.network = "a network drive"
	}
	return d, nil
}
