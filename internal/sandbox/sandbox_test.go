package sandbox

import (
	"io"
	"testing"
)

func newSandbox(t *testing.T) *Sandbox {
	t.Helper()
	s, err := New(Config{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func shell(t *testing.T, s *Sandbox, script string) *Process {
	t.Helper()
	dir := t.TempDir()
	if err := s.Own(dir); err != nil {
		t.Fatal(err)
	}
	p, err := s.Start(t.Context(), Spec{
		Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir,
		Env: map[string]string{"PATH": "/usr/bin:/bin"},
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

func TestProcessWorksInItsOwnFolder(t *testing.T) {
	p := shell(t, newSandbox(t), `echo hi > file && cat file && pwd && ls -la / ; cat "$PWD/file"; id -u; exit 3`)
	t.Log(output(t, p))
	raw, _ := io.ReadAll(p.Stderr)
	t.Log(string(raw))
	if got, want := p.Wait(), (Exit{Code: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
