package vault

// syncFolder does nothing: NTFS journals the names in a folder.
func syncFolder(string) error { return nil }
