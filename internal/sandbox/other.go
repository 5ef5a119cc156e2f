//go:build !linux

package sandbox

import (
	"os"
	"syscall"
	"time"
)

// identity is who processes run as: always the server's own user here.
type identity struct{}

func (identity) admit(*os.File) {}

func currentIdentity() identity { return identity{} }

func isolation(identity) Isolation {
	return Isolation{LevelProcess, "own environment, as the server's own user, without resource limits on this system"}
}

// Own does nothing here: processes run as the server's own user.
func (s *Sandbox) Own(string) error { return nil }

// Reap finds nothing here: processes are not told apart from strangers on this system.
func (s *Sandbox) Reap() (int, error) { return 0, nil }

func (s *Sandbox) register(*Process) error { return nil }
func (s *Sandbox) unregister(*Process)     {}

type spawner struct{}

func newSpawner(identity) *spawner { return &spawner{} }
func (*spawner) close()            {}

// tree is the program alone, with its group where there are groups.
type tree struct{}

func (*tree) scan() int64 { return 0 }
func (*tree) peak() int64 { return 0 }

func (s *Sandbox) spawn(p *Process) error {
	p.cmd.SysProcAttr = groupOfItsOwn(p.spec.Terminal != nil)
	p.tree = &tree{}
	return p.cmd.Start()
}

func (p *Process) await() { _, _ = p.cmd.Process.Wait() }

func (p *Process) reap() *os.ProcessState {
	_ = p.cmd.Wait() // the state says more than the error
	return p.cmd.ProcessState
}

func (p *Process) kill() { signalGroup(p.cmd.Process, syscall.SIGKILL) }

func (p *Process) signal(s Step) {
	if s == Interrupting {
		signalGroup(p.cmd.Process, syscall.SIGINT)
		return
	}
	signalGroup(p.cmd.Process, syscall.SIGTERM)
}

func signalName(state *os.ProcessState) string {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return ""
	}
	return status.Signal().String()
}

// orphans are collected by the system's first process.
type orphans struct{}

func (*orphans) sweep(time.Time, func(int) bool) {}
