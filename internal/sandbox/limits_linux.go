package sandbox

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// launcher sets the limits and becomes the program. A shell does it in under a millisecond. From
// outside it cannot be done: to change the limits of another user's process, root needs a capability
// that containers do not have.
const launcher = "/bin/sh"

// launch is the command line of the launcher for a program.
func (s *Sandbox) launch(spec Spec) []string {
	return append([]string{launcher, "-c", s.limitScript(spec.Limits, spec.Background), spec.Path}, spec.Args...)
}

// limitScript is words for the shell. Its units: -f counts blocks of 512 bytes; the number of processes
// is -u in some shells and -p in others.
func (s *Sandbox) limitScript(l Limits, background bool) string {
	steps := []string{"ulimit -c 0"}
	if l.OpenFiles > 0 {
		steps = append(steps, fmt.Sprintf("ulimit -n %d", atMost(unix.RLIMIT_NOFILE, l.OpenFiles)))
	}
	if l.FileSize > 0 {
		steps = append(steps, fmt.Sprintf("ulimit -f %d", atMost(unix.RLIMIT_FSIZE, l.FileSize)/512))
	}
	if l.Processes > 0 && s.identity.drops {
		n := atMost(unix.RLIMIT_NPROC, l.Processes)
		steps = append(steps, fmt.Sprintf("{ ulimit -u %d 2>/dev/null || ulimit -p %d; }", n, n))
	}
	if background {
		steps = append(steps, fmt.Sprintf(`if command -v nice >/dev/null; then exec nice -n %d "$0" "$@"; fi`, backgroundNice))
	}
	return strings.Join(append(steps, `exec "$0" "$@"`), " && ")
}

// backgroundNice gives a background process a third of the time that an ordinary one gets beside it:
// the weights of the kernel are 335 and 1024 (sched_prio_to_weight in kernel/sched/core.c).
const backgroundNice = 5

// atMost keeps a limit within what the server itself has, which its children cannot go beyond.
func atMost(resource int, value uint64) uint64 {
	var own unix.Rlimit
	if unix.Getrlimit(resource, &own) != nil {
		return value
	}
	return min(value, own.Max)
}
