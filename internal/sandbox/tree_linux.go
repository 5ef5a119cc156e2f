package sandbox

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// member is a process as it cannot be confused with a later one of the same id.
type member struct {
	pid   int
	start uint64 // clock ticks since boot
}

// stat is what /proc tells of a process.
type stat struct {
	member
	parent, group, session int
	state                  byte
}

// tree is a program and everything that descends from it, as far as it was seen or can be found.
type tree struct {
	mark string
	root member

	mu   sync.Mutex
	seen map[member]struct{}
	most int64

	killing sync.Mutex // held while the root is signalled, so that it is not reaped meanwhile
	reaped  bool
}

func newTree(pid int, mark string) *tree {
	t := &tree{mark: mark, root: member{pid: pid}, seen: map[member]struct{}{}}
	if s, ok := readStat(pid); ok {
		t.root = s.member
	}
	t.seen[t.root] = struct{}{}
	return t
}

// scan notes the present descendants and returns the bytes resident in the tree. It follows the lists
// of children that the system keeps, so that it costs little while nothing happens.
func (t *tree) scan() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	var total int64
	for m := range t.seen {
		s, ok := readStat(m.pid)
		if !ok || s.start != m.start {
			if m != t.root {
				delete(t.seen, m)
			}
			continue
		}
		t.noteChildren(m.pid)
	}
	for m := range t.seen {
		total += resident(m.pid)
	}
	t.most = max(t.most, total)
	return total
}

func (t *tree) noteChildren(pid int) {
	for _, child := range children(pid) {
		if s, ok := readStat(child); ok {
			if _, known := t.seen[s.member]; !known {
				t.seen[s.member] = struct{}{}
				t.noteChildren(child)
			}
		}
	}
}

func (t *tree) peak() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.most
}

// find is everything of the tree that is alive now: what was seen, what is in the group or session of
// such a process, what descends from one, and what carries the marker.
func (t *tree) find() []stat {
	all := allProcesses()
	t.mu.Lock()
	defer t.mu.Unlock()
	ours := map[int]bool{}
	for more := true; more; {
		more = false
		for _, s := range all {
			if ours[s.pid] || !t.belongs(s, ours) {
				continue
			}
			ours[s.pid], more = true, true
			t.seen[s.member] = struct{}{}
		}
	}
	var found []stat
	for _, s := range all {
		if ours[s.pid] {
			found = append(found, s)
		}
	}
	return found
}

func (t *tree) belongs(s stat, ours map[int]bool) bool {
	if s.pid == os.Getpid() || s.start < t.root.start {
		return false
	}
	if _, known := t.seen[s.member]; known {
		return true
	}
	return ours[s.parent] || s.group == t.root.pid || ours[s.session] || marked(s.pid, t.mark)
}

// killRounds bounds how often a tree that keeps forking is looked through. Each round kills all that
// was found, so that only a fork bomb outlives the first.
const killRounds = 50

// kill ends every process of the tree and reaps those that were orphaned to us. The root stays a
// zombie, which keeps its process id and group from being given to another.
func (t *tree) kill() {
	t.killing.Lock()
	defer t.killing.Unlock()
	if t.reaped {
		return
	}
	_ = unix.Kill(-t.root.pid, unix.SIGKILL) // an empty group is as good
	t.killFound()
}

// release allows the root to be reaped: from now on its id may be another's.
func (t *tree) release() {
	t.killing.Lock()
	defer t.killing.Unlock()
	t.reaped = true
}

func (t *tree) killFound() {
	for round := range killRounds {
		alive := 0
		for _, s := range t.find() {
			switch {
			case s.state != 'Z' && s.state != 'X':
				alive++
				_ = unix.Kill(s.pid, unix.SIGKILL) // it may be gone by now
			case s.pid != t.root.pid && s.parent == os.Getpid():
				_, _ = unix.Wait4(s.pid, nil, unix.WNOHANG, nil)
			}
		}
		if alive == 0 {
			return
		}
		time.Sleep(time.Duration(min(round+1, 20)) * time.Millisecond) // processes die in their own time
	}
}

// signal asks every process of the tree.
func (t *tree) signal(sig unix.Signal) {
	t.killing.Lock()
	defer t.killing.Unlock()
	if t.reaped {
		return
	}
	for _, s := range t.find() {
		_ = unix.Kill(s.pid, sig) // it may be gone by now
	}
}

func allProcesses() []stat {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []stat
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if s, ok := readStat(pid); ok {
			all = append(all, s)
		}
	}
	return all
}

// readStat parses /proc/PID/stat; the name in parentheses may hold anything, so it is cut off first.
func readStat(pid int) (stat, bool) {
	raw, err := os.ReadFile(procPath(pid, "stat"))
	if err != nil {
		return stat{}, false
	}
	end := bytes.LastIndexByte(raw, ')')
	if end < 0 {
		return stat{}, false
	}
	f := strings.Fields(string(raw[end+1:]))
	if len(f) < 20 {
		return stat{}, false
	}
	s := stat{member: member{pid: pid}, state: f[0][0]}
	s.parent, _ = strconv.Atoi(f[1])
	s.group, _ = strconv.Atoi(f[2])
	s.session, _ = strconv.Atoi(f[3])
	s.start, _ = strconv.ParseUint(f[19], 10, 64)
	return s, true
}

// resident is the memory of a process in bytes, without what it maps from files and shares with others.
func resident(pid int) int64 {
	raw, err := os.ReadFile(procPath(pid, "statm"))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(raw))
	if len(f) < 3 {
		return 0
	}
	pages, _ := strconv.ParseInt(f[1], 10, 64)
	shared, _ := strconv.ParseInt(f[2], 10, 64)
	return (pages - shared) * int64(os.Getpagesize())
}

// marked reports whether a process was started with this marker in its environment.
func marked(pid int, mark string) bool {
	var info unix.Stat_t
	if err := unix.Stat(procPath(pid, ""), &info); err != nil || !mayBeOurs(int(info.Uid)) {
		return false
	}
	raw, err := os.ReadFile(procPath(pid, "environ"))
	if err != nil || mark == "" {
		return false
	}
	want := []byte(Marker + "=" + mark)
	for entry := range bytes.SplitSeq(raw, []byte{0}) {
		if bytes.Equal(entry, want) {
			return true
		}
	}
	return false
}

// mayBeOurs spares most processes of the machine a closer look.
func mayBeOurs(uid int) bool {
	if os.Geteuid() == 0 {
		return uid == UnprivilegedID
	}
	return uid == os.Geteuid()
}

func procPath(pid int, name string) string { return "/proc/" + strconv.Itoa(pid) + "/" + name }
