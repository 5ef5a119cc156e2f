package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// scheme begins every address that leaves this package.
const scheme = "srcbook:///"

// libFolder is where TypeScript's own declarations are, as clients see it. A workspace's own folder of
// that name cannot be addressed.
const libFolder = "lib/"

// places translate between addresses of the machine and virtual ones.
type places struct {
	folder string // of the workspace, absolute, links resolved
	lib    string // of TypeScript's declarations
}

// realPath is a path with its links resolved, as the server reports paths.
func realPath(p string) string {
	if resolved, err := filepath.EvalSymlinks(p); err == nil {
		return resolved
	}
	return p
}

// local is the file name below the workspace's folder, or below libFolder, that a virtual address means.
func local(uri string) (string, error) {
	escaped, ok := strings.CutPrefix(uri, scheme)
	if !ok {
		return "", outside(uri)
	}
	name, err := url.PathUnescape(escaped)
	if err != nil || name == "" || strings.ContainsAny(name, "\x00\\") || path.IsAbs(name) || path.Clean(name) != name ||
		name == ".." || strings.HasPrefix(name, "../") {
		return "", outside(uri)
	}
	if runtime.GOOS == "windows" && strings.Contains(name, ":") {
		return "", outside(uri)
	}
	return name, nil
}

func outside(uri string) error {
	if len(uri) > 200 {
		uri = uri[:200] + "…"
	}
	return fault.New(fault.CodeLanguageOutside, "%q is no file of the notebook", uri)
}

// virtual is the address of a local name.
func virtual(name string) string {
	return scheme + strings.TrimPrefix((&url.URL{Path: "/" + name}).EscapedPath(), "/")
}

// abs is the path on this machine of a local name.
func (p places) abs(name string) string {
	if rest, ok := strings.CutPrefix(name, libFolder); ok {
		return filepath.Join(p.lib, filepath.FromSlash(rest))
	}
	return filepath.Join(p.folder, filepath.FromSlash(name))
}

// fileURI is the address by which the server knows a local name.
func (p places) fileURI(name string) string { return fileURI(p.abs(name)) }

func fileURI(abs string) string {
	slashed := filepath.ToSlash(abs)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// name is the local name of a path on this machine; false for what is neither in the workspace's folder
// nor among TypeScript's declarations.
func (p places) name(abs string) (string, bool) {
	if rest, ok := below(p.lib, abs); ok {
		return libFolder + rest, true
	}
	return below(p.folder, abs)
}

func below(folder, abs string) (string, bool) {
	rest, ok := strings.CutPrefix(filepath.ToSlash(abs), filepath.ToSlash(folder)+"/")
	return rest, ok && rest != "" && path.Clean(rest) == rest && !strings.HasPrefix(rest, "../")
}

// ofFileURI is the local name of an address of the server.
func (p places) ofFileURI(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	abs := u.Path
	if runtime.GOOS == "windows" {
		abs = strings.TrimPrefix(abs, "/")
	}
	return p.name(abs)
}
