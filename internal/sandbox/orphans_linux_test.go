package sandbox

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

// Children of children that ended between two scans stayed zombies of the server for ever.
func TestOrphansThatNobodySawAreCollected(t *testing.T) {
	s := newSandbox(t, t.TempDir())
	p := shell(t, s, `for i in 1 2 3 4 5; do sh -c '(setsid sh -c "echo \$\$" &)'; done; sleep 1000`, Limits{})
	var pids []int
	for range 5 {
		pid, err := strconv.Atoi(line(t, p.Stdout))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	for now := time.Now(); slices.ContainsFunc(pids, isThere); now = now.Add(sweepInterval) {
		if now.After(time.Now().Add(1000 * sweepInterval)) {
			t.Fatalf("zombies of %v are left", pids)
		}
		s.orphans.sweep(now, s.isRoot)
	}
	if p.Stop(t.Context(), 10*time.Millisecond, nil); !p.Wait().Stopped {
		t.Error("the program itself was collected by the sweep")
	}
}

func isThere(pid int) bool {
	_, ok := readStat(pid)
	return ok
}
