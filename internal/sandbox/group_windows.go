package sandbox

import (
	"os"
	"syscall"
)

func groupOfItsOwn(bool) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// signalGroup can only end the program itself: there are no signals.
func signalGroup(p *os.Process, _ syscall.Signal) {
	_ = p.Kill() // it may be gone by now
}
