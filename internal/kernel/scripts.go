package kernel

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed node/*.cjs node/*.mjs
var nodeFiles embed.FS

// writeScripts puts the scripts of a run's process into a folder named for their content, so that two
// versions of Srcbook on the same data do not disturb each other. Everybody may read them.
func writeScripts(folder string) (string, error) {
	names, err := fs.Glob(nodeFiles, "node/*")
	if err != nil {
		return "", fmt.Errorf("list the kernel's scripts: %w", err)
	}
	sum := sha256.New()
	texts := map[string][]byte{}
	for _, name := range names {
		text, err := nodeFiles.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read the kernel's script %s: %w", name, err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		texts[filepath.Base(name)] = text
	}
	target := filepath.Join(folder, "node-"+hex.EncodeToString(sum.Sum(nil))[:16])
	if err := os.MkdirAll(target, 0o755); err != nil {
		return "", fmt.Errorf("create folder for the kernel's scripts: %w", err)
	}
	for name, text := range texts {
		if err := replaceFile(filepath.Join(target, name), text); err != nil {
			return "", err
		}
	}
	return target, nil
}

// replaceFile writes a file so that a process that starts meanwhile sees all of it or none.
func replaceFile(path string, content []byte) error {
	if now, err := os.ReadFile(path); err == nil && string(now) == string(content) {
		return nil
	}
	next, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("write the kernel's script: %w", err)
	}
	defer os.Remove(next.Name()) // gone already when it was moved into place
	_, err = next.Write(content)
	if err == nil {
		err = next.Chmod(0o644)
	}
	if closed := next.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(next.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the kernel's script: %w", err)
	}
	return nil
}
