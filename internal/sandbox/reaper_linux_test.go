package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// helperFolder makes the test binary a server of its own, which starts a stubborn tree, prints the ids
// of its processes and waits to be killed.
const helperFolder = "SANDBOX_TEST_FOLDER"

func serveHelper(folder string) {
	s, err := New(Config{Folder: folder})
	if err != nil {
		panic(err)
	}
	p, err := s.Start(context.Background(), Spec{
		Path: "/bin/sh", Args: []string{"-c", escapees + "echo $$; sleep 1000"}, Dir: "/",
		Env: map[string]string{"PATH": "/usr/bin:/bin"},
	})
	if err != nil {
		panic(err)
	}
	if _, err := io.Copy(os.Stdout, p.Stdout); err != nil {
		panic(err)
	}
	os.Exit(0)
}

func TestReapEndsWhatAKilledServerLeft(t *testing.T) {
	folder := t.TempDir()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), helperFolder+"="+folder)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var pids []string
	for len(pids) < 5 && lines.Scan() {
		pids = append(pids, lines.Text())
	}

	s := newSandbox(t, folder)
	if n, err := s.Reap(); n != 0 || err != nil {
		t.Fatalf("while the server lives: got %d, %v, want nothing reaped", n, err)
	}
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait() // it was killed
	n, err := s.Reap()
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Error("nothing was reaped, although children of children were left")
	}
	for _, pid := range pids {
		wantGone(t, pid)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
}

func TestReapLeavesStrangersAlone(t *testing.T) {
	folder := t.TempDir()
	stranger := exec.Command("sleep", "1000")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = stranger.Process.Kill()
		_ = stranger.Wait()
	}()
	for i, e := range []entry{
		{Pid: stranger.Process.Pid, Start: 1, Server: 1 << 30},
		{Pid: stranger.Process.Pid, Server: os.Getpid(), ServerStart: 1},
		{Pid: 1},
	} {
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("MARK%d.json", i)), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "CUT.json"), []byte(`{"pid":`), 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := newSandbox(t, folder).Reap()
	if n != 0 || err != nil {
		t.Errorf("got %d, %v, want nothing reaped", n, err)
	}
	if s, alive := readStat(stranger.Process.Pid); !alive || s.state == 'Z' {
		t.Error("the stranger was ended")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) > 0 {
		t.Errorf("files are left: %s", strings.Join(left, " "))
	}
}
