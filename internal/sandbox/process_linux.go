package sandbox

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// spawn starts p.cmd from the spawner's thread, in a group of its own, bound to our life. One with a
// terminal leads a session of its own, as only that can have one.
func (s *Sandbox) spawn(p *Process) error {
	p.cmd.Path, p.cmd.Args = launcher, s.launch(p.spec)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid: p.spec.Terminal == nil, Setsid: p.spec.Terminal != nil, Setctty: p.spec.Terminal != nil,
		Pdeathsig: syscall.SIGKILL, Credential: s.identity.credential(),
	}
	err := s.spawner.do(func() error {
		if err := s.spawner.reveal(p.spec); err != nil {
			return err
		}
		return p.cmd.Start()
	})
	if err != nil {
		return err
	}
	p.tree = newTree(p.cmd.Process.Pid, p.mark)
	return nil
}

// await returns when the program has ended, and leaves it a zombie.
func (p *Process) await() {
	for {
		err := unix.Waitid(unix.P_PID, p.Pid(), nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return
		}
	}
}

// reap collects the program, which has ended.
func (p *Process) reap() *os.ProcessState {
	p.tree.release()
	_ = p.cmd.Wait() // the state says more than the error
	return p.cmd.ProcessState
}

func (p *Process) kill() { p.tree.kill() }

func (p *Process) signal(s Step) {
	p.tree.signal(map[Step]unix.Signal{Interrupting: unix.SIGINT, Terminating: unix.SIGTERM, Killing: unix.SIGKILL}[s])
}

func signalName(state *os.ProcessState) string {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return ""
	}
	return unix.SignalName(status.Signal())
}
