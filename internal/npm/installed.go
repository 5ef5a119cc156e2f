package npm

import (
	"encoding/json"
	"io"
	"os"
	"path"
	"syscall"
)

// maxManifest bounds what is read of an installed package.json.
const maxManifest = 1 << 20

// installedManifest is what matters of a package in node_modules.
type installedManifest struct {
	Version string            `json:"version"`
	Peers   map[string]string `json:"peerDependencies"`
}

// readInstalled reads the manifest of a package in the root's node_modules. What lies there is user
// content: links that leave the folder are not followed and pipes are not waited for.
func readInstalled(root *os.Root, name string) (installedManifest, bool) {
	var m installedManifest
	if CheckName(name) != nil {
		return m, false
	}
	f, err := root.OpenFile(path.Join("node_modules", name, "package.json"), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return m, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return m, false
	}
	data, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return m, false
	}
	return m, true
}

// installedVersion is the version of a package in the root's node_modules, empty when there is none.
func installedVersion(root *os.Root, name string) string {
	m, _ := readInstalled(root, name)
	return m.Version
}
