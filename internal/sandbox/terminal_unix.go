//go:build unix

package sandbox

import (
	"fmt"
	"os"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// openTerminal makes a pseudo terminal of a size: our end, and the one that the process has as its input
// and its outputs.
func (s *Sandbox) openTerminal(size TerminalSize) (ours, theirs *os.File, err error) {
	blocking, theirs, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer blocking.Close()
	if ours, err = pollable(blocking); err == nil {
		err = resize(ours, size)
	}
	if err != nil {
		closeAll(ours, theirs)
		return nil, nil, err
	}
	s.identity.admit(theirs)
	return ours, theirs, nil
}

// pollable is a terminal anew, in the poller: reading from it has deadlines, and ends when it is closed.
func pollable(f *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("duplicate a terminal: %w", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("poll a terminal: %w", err)
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// Resize tells the process that its terminal has another size. Without a terminal it does nothing.
func (p *Process) Resize(size TerminalSize) error {
	if p.spec.Terminal == nil {
		return nil
	}
	return resize(p.Stdout, size)
}

// resize leaves the terminal in the poller, which Fd would not.
func resize(terminal *os.File, size TerminalSize) error {
	raw, err := terminal.SyscallConn()
	if err != nil {
		return fmt.Errorf("set the size of a terminal: %w", err)
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Col: size.Columns, Row: size.Rows})
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return fmt.Errorf("set the size of a terminal: %w", err)
	}
	return nil
}
