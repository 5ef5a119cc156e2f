//go:build unix && !linux

package sandbox

import (
	"os"
	"syscall"
)

// groupOfItsOwn makes the process lead a group, or a session, which alone can have a terminal.
func groupOfItsOwn(terminal bool) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: !terminal, Setsid: terminal, Setctty: terminal}
}

func signalGroup(p *os.Process, sig syscall.Signal) {
	_ = syscall.Kill(-p.Pid, sig) // it may be gone by now
}
