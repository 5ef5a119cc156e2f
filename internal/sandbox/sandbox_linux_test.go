package sandbox

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestMain(m *testing.M) {
	Main()
	if folder := os.Getenv(helperFolder); folder != "" {
		serveHelper(folder)
	}
	os.Exit(m.Run())
}

func newSandbox(t *testing.T, folder string) *Sandbox {
	t.Helper()
	s, err := New(Config{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func shell(t *testing.T, s *Sandbox, script string, limits Limits) *Process {
	t.Helper()
	dir := t.TempDir()
	if err := s.Own(dir); err != nil {
		t.Fatal(err)
	}
	p, err := s.Start(t.Context(), Spec{
		Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir,
		Env: map[string]string{"PATH": "/usr/bin:/bin", "GIVEN": "yes"}, Limits: limits,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func output(t *testing.T, p *Process) string {
	t.Helper()
	raw, err := io.ReadAll(p.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// line reads one line of a process's output, no further.
func line(t *testing.T, f io.Reader) string {
	t.Helper()
	var text []byte
	for one := make([]byte, 1); ; {
		if _, err := f.Read(one); err != nil {
			t.Fatalf("after %q: %v", text, err)
		}
		if one[0] == '\n' {
			return string(text)
		}
		text = append(text, one[0])
	}
}

func TestProcessWorksInItsOwnFolder(t *testing.T) {
	p := shell(t, newSandbox(t, t.TempDir()), `echo hi > file && cat "$PWD/file"; exit 3`, Limits{})
	if got, want := output(t, p), "hi\n"; got != want {
		t.Errorf("output: got %q, want %q", got, want)
	}
	if got, want := p.Wait(), (Exit{Code: 3}); got != want {
		t.Errorf("exit: got %+v, want %+v", got, want)
	}
}

func TestEnvironmentIsOnlyWhatWasGiven(t *testing.T) {
	t.Setenv("SERVER_SECRET", "x")
	p := shell(t, newSandbox(t, t.TempDir()), `exec env`, Limits{})
	var names []string
	for entry := range strings.FieldsSeq(output(t, p)) {
		name, _, _ := strings.Cut(entry, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(names, func(n string) bool { return n == "PWD" || n == "OLDPWD" || n == "_" || n == "SHLVL" })
	if want := []string{"GIVEN", "PATH", Marker}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestProcessesOfARootServerAreNotRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root: only then is the user changed")
	}
	secret := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(secret, []byte("k"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := shell(t, newSandbox(t, t.TempDir()), `id -u; id -G; cat `+secret+` 2>/dev/null; cat /proc/`+strconv.Itoa(os.Getpid())+`/environ 2>/dev/null; kill -0 `+strconv.Itoa(os.Getpid())+` 2>/dev/null && echo can signal`, Limits{})
	id := strconv.Itoa(UnprivilegedID)
	if got, want := output(t, p), id+"\n"+id+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFolderThatNobodyElseMayEnterIsReached(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root: only then is the user changed")
	}
	closed := filepath.Join(t.TempDir(), "data")
	folders := []string{filepath.Join(closed, "w1"), filepath.Join(closed, "w2")}
	s := newSandbox(t, t.TempDir())
	run := func(dir, script string) string {
		p, err := s.Start(t.Context(), Spec{Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir, Env: map[string]string{"PATH": "/usr/bin:/bin"}})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Wait()
		return output(t, p)
	}
	for _, f := range folders {
		if err := os.MkdirAll(f, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := s.Own(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if got, want := run(folders[0], `echo 1 > a; cat `+folders[0]+`/a; ls `+closed+` 2>&1 | head -c 3`), "1\nls:"; got != want {
		t.Errorf("first: got %q, want %q", got, want)
	}
	if got, want := run(folders[1], `echo 2 > b; cat b`), "2\n"; got != want {
		t.Errorf("second: got %q, want %q", got, want)
	}
	if err := os.RemoveAll(folders[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folders[0], 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.Own(folders[0]); err != nil {
		t.Fatal(err)
	}
	if got, want := run(folders[0], `echo 3 > c; ls`), "c\n"; got != want {
		t.Errorf("made anew: got %q, want %q", got, want)
	}
	info, err := os.Stat(closed)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the closed folder became %v (%v)", info.Mode(), err)
	}
}

func TestLimitsHold(t *testing.T) {
	limits := Limits{OpenFiles: 64, FileSize: 1 << 20, Processes: 300}
	p := shell(t, newSandbox(t, t.TempDir()), `ulimit -c; ulimit -n; ulimit -f; head -c 2000000 /dev/zero > big; wc -c < big`, limits)
	if got, want := output(t, p), "0\n64\n2048\n1048576\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBackgroundYields(t *testing.T) {
	own, err := unix.Getpriority(unix.PRIO_PROCESS, 0) // 20 - nice, as the kernel tells it
	if err != nil {
		t.Fatal(err)
	}
	s := newSandbox(t, t.TempDir())
	for _, background := range []bool{false, true} {
		p, err := s.Start(t.Context(), Spec{Path: "/bin/sh", Args: []string{"-c", "nice"}, Dir: "/", Env: map[string]string{"PATH": "/usr/bin:/bin"}, Background: background})
		if err != nil {
			t.Fatal(err)
		}
		want := 20 - own
		if background {
			want = min(want+backgroundNice, 19)
		}
		if got := output(t, p); got != strconv.Itoa(want)+"\n" {
			t.Errorf("background %v: nice is %q, want %d", background, got, want)
		}
	}
}

func TestForkBombIsHeld(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root: the number of processes is limited for the unprivileged user only")
	}
	// The limit counts the threads of all processes of the user.
	var others uint64
	for _, s := range allProcesses() {
		tasks, _ := os.ReadDir(procPath(s.pid, "task"))
		others += uint64(len(tasks))
	}
	p := shell(t, newSandbox(t, t.TempDir()), `echo set; bomb() { bomb | bomb & }; bomb; sleep 1000`, Limits{Processes: others + 50})
	if got, want := line(t, p.Stdout), "set"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	p.Kill()
	if got := p.Wait(); !got.Stopped {
		t.Errorf("got %+v", got)
	}
	wantNoneMarked(t, p.mark)
}

func wantNoneMarked(t *testing.T, mark string) {
	t.Helper()
	for _, s := range allProcesses() {
		if s.state != 'Z' && marked(s.pid, mark) {
			t.Errorf("process %d is alive", s.pid)
		}
	}
}

func TestWallTimeAndMemoryEndTheTree(t *testing.T) {
	s := newSandbox(t, t.TempDir())
	if got := shell(t, s, `sleep 1000 & sleep 1000`, Limits{WallTime: 50 * time.Millisecond}).Wait(); !got.TimedOut || got.Signal != "SIGKILL" {
		t.Errorf("wall time: got %+v", got)
	}
	p := shell(t, s, `head -c 200000000 /dev/zero | tail`, Limits{Memory: 50 << 20})
	if got := p.Wait(); !got.OOM || got.Peak < 50<<20 {
		t.Errorf("memory: got %+v", got)
	}
	wantNoneMarked(t, p.mark)
}

func TestStopTellsItsSteps(t *testing.T) {
	for _, c := range []struct {
		name, trap string
		steps      []Step
		exit       Exit
	}{
		{"willing", `trap "exit 5" INT`, []Step{Interrupting}, Exit{Code: 5, Stopped: true}},
		{"deaf to one", `trap "" INT; trap "exit 6" TERM`, []Step{Interrupting, Terminating}, Exit{Code: 6, Stopped: true}},
		{"deaf", `trap "" INT TERM`, []Step{Interrupting, Terminating, Killing}, Exit{Code: -1, Signal: "SIGKILL", Stopped: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := shell(t, newSandbox(t, t.TempDir()), c.trap+`; echo up; while :; do sleep 0.02; done`, Limits{})
			line(t, p.Stdout)
			var steps []Step
			p.Stop(t.Context(), 200*time.Millisecond, func(s Step) { steps = append(steps, s) })
			got := p.Wait()
			got.Peak = 0
			if got != c.exit || !slices.Equal(steps, c.steps) {
				t.Errorf("got %+v by %v, want %+v by %v", got, steps, c.exit, c.steps)
			}
		})
	}
}

// escapees starts children that left the group, the session and their parent, and prints their ids.
const escapees = `trap "" INT TERM
(setsid sh -c 'trap "" INT TERM; echo $$; exec sleep 1000' &)
setsid sh -c 'trap "" INT TERM; echo $$; (setsid sh -c "echo \$\$; exec sleep 1000" &); exec sleep 1000' &
sh -c 'echo $$; exec sleep 1000' &
`

func TestStopFindsThoseWhoLeft(t *testing.T) {
	p := shell(t, newSandbox(t, t.TempDir()), escapees+`sleep 1000`, Limits{})
	var pids []string
	for range 4 {
		pids = append(pids, line(t, p.Stdout))
	}
	p.Stop(t.Context(), 10*time.Millisecond, nil)
	p.Wait()
	for _, pid := range pids {
		wantGone(t, pid)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(p.spec.Dir), "*.json")); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
}

func wantGone(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatalf("%q is not a process id", pid)
	}
	if s, alive := readStat(n); alive && s.state != 'Z' {
		t.Errorf("process %d is alive", n)
	}
}

func TestCloseEndsAllAndRefusesMore(t *testing.T) {
	s := newSandbox(t, t.TempDir())
	p := shell(t, s, `echo $$; sleep 1000`, Limits{})
	pid := line(t, p.Stdout)
	s.Close()
	wantGone(t, pid)
	if _, err := s.Start(t.Context(), Spec{Path: "/bin/sh", Dir: "/"}); err == nil {
		t.Error("a closed sandbox started a process")
	}
}

func TestEndOfTheContextKills(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := newSandbox(t, t.TempDir()).Start(ctx, Spec{Path: "/bin/sleep", Args: []string{"1000"}, Dir: "/"})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if got := p.Wait(); !got.Stopped || got.Signal != "SIGKILL" {
		t.Errorf("got %+v", got)
	}
}

func TestStartReportsWhatIsWrong(t *testing.T) {
	s := newSandbox(t, t.TempDir())
	for name, spec := range map[string]Spec{
		"no program": {Path: "/no/such/program", Dir: "/"},
		"no folder":  {Path: "/bin/sh", Dir: "/no/such/folder"},
	} {
		if _, err := s.Start(t.Context(), spec); err == nil || !strings.Contains(err.Error(), "/no/such/") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestFilesAreInherited(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := newSandbox(t, t.TempDir()).Start(t.Context(), Spec{
		Path: "/bin/sh", Args: []string{"-c", "echo over >&3"}, Dir: "/", Files: []*os.File{w},
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if got, want := line(t, r), "over"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Wait()
}
