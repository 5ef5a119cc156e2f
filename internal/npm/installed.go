package npm

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"syscall"
)

// maxManifest bounds what is read of a file below node_modules.
const maxManifest = 4 << 20

// installedManifest is what matters of a package in node_modules.
type installedManifest struct {
	Version string            `json:"version"`
	Peers   map[string]string `json:"peerDependencies"`
}

// readInstalled reads the manifest of a package in the root's node_modules.
func readInstalled(root *os.Root, name string) (installedManifest, bool) {
	var m installedManifest
	if CheckName(name) != nil {
		return m, false
	}
	data, err := readRegular(root, path.Join("node_modules", name, "package.json"))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return installedManifest{}, false
	}
	return m, true
}

// readRegular reads a file of a folder that user code can write to. Only regular files are read, up to a
// limit: links that leave the folder are not followed and pipes are not waited for.
func readRegular(root *os.Root, name string) ([]byte, error) {
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	return io.ReadAll(io.LimitReader(f, maxManifest))
}

// installedVersion is the version of a package in the root's node_modules, empty when there is none.
func installedVersion(root *os.Root, name string) string {
	m, _ := readInstalled(root, name)
	return m.Version
}
