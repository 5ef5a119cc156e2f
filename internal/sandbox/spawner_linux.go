package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// spawner starts every process from one system thread that lives as long as the sandbox. Two things
// hang on the thread: the signal that a child gets when its parent dies is sent when the parent's
// thread ends, and Go ends threads; and the thread has its own view of the file system.
//
// The view is needed because the server keeps its data in a folder that nobody else may enter, while
// the processes of an unprivileged user work in folders below it. In the thread's mount namespace, the
// first folder on the way that is closed is covered by an empty one, in which only the wanted folders
// appear. The server itself, and everybody else, sees no change. Nothing has to be undone: the
// namespace ends with the thread and its children.
type spawner struct {
	jobs  chan func()
	ended chan struct{}
	close func() // ends the thread; later jobs are refused
	drops bool

	// owned by the thread
	apart  bool             // it has left the common mount namespace
	covers map[string]cover // by the folder covered
}

type cover struct {
	under *os.File // the covered folder, still reachable
	shown map[string]unix.Stat_t
}

func newSpawner(id identity) *spawner {
	s := &spawner{jobs: make(chan func()), ended: make(chan struct{}), drops: id.drops, covers: map[string]cover{}}
	s.close = sync.OnceFunc(func() { close(s.ended) })
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) // orphans come to us, where the reaper looks
	go s.serve()
	return s
}

// serve never unlocks its thread: the runtime then ends the thread, with its namespace, on return.
func (s *spawner) serve() {
	runtime.LockOSThread()
	for {
		select {
		case job := <-s.jobs:
			job()
		case <-s.ended:
			for _, c := range s.covers {
				_ = c.under.Close() // it was only looked through
			}
			return
		}
	}
}

func (s *spawner) do(job func() error) error {
	result := make(chan error, 1)
	select {
	case s.jobs <- func() { result <- job() }:
		return <-result
	case <-s.ended:
		return errClosed
	}
}

// reveal makes what the process needs reachable for the unprivileged user.
func (s *spawner) reveal(spec Spec) error {
	if !s.drops {
		return nil
	}
	for _, path := range append([]string{spec.Dir, spec.Path}, spec.Readable...) {
		if path == "" {
			continue
		}
		if err := s.revealPath(filepath.Clean(path)); err != nil {
			return fmt.Errorf("let user %d reach %s: %w", UnprivilegedID, path, err)
		}
	}
	return nil
}

func (s *spawner) revealPath(path string) error {
	for dir, c := range s.covers {
		if inside(path, dir) {
			return c.show(dir, path)
		}
	}
	dir, ok := reaches(path)
	if ok {
		return nil
	}
	c, err := s.cover(dir)
	if errors.Is(err, unix.EPERM) {
		return open(path) // no right to mount, as in many containers
	}
	if err != nil {
		return err
	}
	return c.show(dir, path)
}

func inside(path, dir string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(dir, "/")+"/")
}

// cover hides a folder behind an empty one.
func (s *spawner) cover(dir string) (cover, error) {
	if err := s.part(); err != nil {
		return cover{}, err
	}
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return cover{}, fmt.Errorf("open %s: %w", dir, err)
	}
	c := cover{under: os.NewFile(uintptr(fd), dir), shown: map[string]unix.Stat_t{}}
	if err := unix.Mount("srcbook", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=0711,size=1m"); err != nil {
		_ = c.under.Close()
		return cover{}, fmt.Errorf("cover %s: %w", dir, err)
	}
	s.covers[dir] = c
	return c, nil
}

// part leaves the common mount namespace; later mounts of the common one still arrive.
func (s *spawner) part() error {
	if s.apart {
		return nil
	}
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("unshare mounts: %w", err)
	}
	s.apart = true
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, ""); err != nil {
		return fmt.Errorf("separate mounts: %w", err)
	}
	return nil
}

// show makes one folder or file appear in the cover. What was replaced since is shown anew.
func (c cover) show(dir, path string) error {
	source := "/proc/self/fd/" + strconv.Itoa(int(c.under.Fd())) + strings.TrimPrefix(path, strings.TrimSuffix(dir, "/"))
	var now unix.Stat_t
	if err := unix.Stat(source, &now); err != nil {
		return fmt.Errorf("stat %s: %w", path, err)
	}
	if before, shown := c.shown[path]; shown {
		if before.Dev == now.Dev && before.Ino == now.Ino {
			return nil
		}
		_ = unix.Unmount(path, unix.MNT_DETACH) // the mount point may have gone with its folder
	}
	if err := mountPoint(path, now.Mode&unix.S_IFMT == unix.S_IFDIR); err != nil {
		return err
	}
	if err := unix.Mount(source, path, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("show %s: %w", path, err)
	}
	c.shown[path] = now
	return nil
}

func mountPoint(path string, folder bool) error {
	parent := path
	if !folder {
		parent = filepath.Dir(path)
	}
	if err := os.MkdirAll(parent, 0o711); err != nil || folder {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// open lets others pass, but not list, the folders on the way to path. It is the second choice: an
// unprivileged user who can pass beats a process that runs as root.
func open(path string) error {
	for {
		dir, ok := reaches(path)
		if ok {
			return nil
		}
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		if err := os.Chmod(dir, info.Mode().Perm()|0o001); err != nil {
			return err
		}
	}
}
