package sandbox

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// orphans collects the exit of processes that came to us when their parent ended and that were gone
// before any scan saw them. Nobody else waits for them, and each would stay a zombie.
type orphans struct {
	mu   sync.Mutex
	next time.Time
	dead map[member]struct{} // seen by the sweep before
}

// sweepInterval is the least time between two sweeps. A process is collected by the second sweep that
// sees it dead, so that one which was started just now is in the table of the living by then.
const sweepInterval = time.Second

// sweep collects what is dead. roots tells whether a process id is that of a program which the sandbox
// started and has not collected itself. Programs that other parts of the server started share its
// process group and are left alone.
func (o *orphans) sweep(now time.Time, roots func(pid int) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now.Before(o.next) {
		return
	}
	o.next = now.Add(sweepInterval)
	group := unix.Getpgrp()
	dead := map[member]struct{}{}
	for _, pid := range children(os.Getpid()) {
		s, ok := readStat(pid)
		if !ok || s.state != 'Z' || s.group == group || roots(pid) {
			continue
		}
		if _, before := o.dead[s.member]; before {
			_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil) // gone already when its tree's end collected it
			continue
		}
		dead[s.member] = struct{}{}
	}
	o.dead = dead
}

// children lists the direct children of a process, as the system keeps them for each of its threads.
func children(pid int) []int {
	tasks, err := os.ReadDir(procPath(pid, "task"))
	if err != nil {
		return nil // it ended
	}
	var pids []int
	for _, task := range tasks {
		list, err := os.ReadFile(procPath(pid, "task/"+task.Name()+"/children"))
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(list)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}
