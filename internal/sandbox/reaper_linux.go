package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// entry is what the process folder keeps of a process.
type entry struct {
	Pid         int    `json:"pid"`
	Start       uint64 `json:"start"`
	Server      int    `json:"server"`
	ServerStart uint64 `json:"serverStart"`
}

func (s *Sandbox) register(p *Process) error {
	self, _ := readStat(os.Getpid())
	raw, err := json.Marshal(entry{p.tree.root.pid, p.tree.root.start, self.pid, self.start})
	if err != nil {
		return fmt.Errorf("describe process: %w", err)
	}
	if err := os.WriteFile(s.entryPath(p.mark), raw, 0o600); err != nil {
		return fmt.Errorf("note process: %w", err)
	}
	return nil
}

func (s *Sandbox) unregister(p *Process) {
	if err := os.Remove(s.entryPath(p.mark)); err != nil && !os.IsNotExist(err) {
		s.log.Warn("process file not removed", "file", s.entryPath(p.mark), "error", err)
	}
}

// Reap ends every process that a dead server left behind and returns how many there were. Processes of
// a server that is alive are left alone.
func (s *Sandbox) Reap() (int, error) {
	files, err := filepath.Glob(filepath.Join(s.folder, "*.json"))
	if err != nil {
		return 0, fmt.Errorf("list process folder: %w", err)
	}
	ended := 0
	var faults []error
	for _, file := range files {
		n, err := reapEntry(file)
		ended += n
		faults = append(faults, err)
	}
	return ended, errors.Join(faults...)
}

func reapEntry(file string) (int, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0, ignoreMissing(err)
	}
	var e entry
	if json.Unmarshal(raw, &e) == nil && serverAlive(e) {
		return 0, nil
	}
	// A file that was cut short by the crash still has its name, which is the marker.
	t := &tree{
		mark: strings.TrimSuffix(filepath.Base(file), ".json"),
		root: member{pid: -1}, seen: map[member]struct{}{},
	}
	found := t.find()
	t.killFound()
	return len(found), ignoreMissing(os.Remove(file))
}

func serverAlive(e entry) bool {
	s, ok := readStat(e.Server)
	return ok && s.start == e.ServerStart && s.state != 'Z'
}
