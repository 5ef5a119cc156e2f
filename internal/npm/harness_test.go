package npm

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/sandbox"
)

// pinned reads the files of the real toolchain.
func pinned(t *testing.T) (manifest, lock []byte) {
	t.Helper()
	for name, to := range map[string]*[]byte{"package.json": &manifest, "package-lock.json": &lock} {
		data, err := os.ReadFile(filepath.Join("..", "..", "toolchain", name))
		if err != nil {
			t.Fatal(err)
		}
		*to = data
	}
	return manifest, lock
}

func newSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.New(sandbox.Config{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// executable finds a program or skips the test.
func executable(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: %v", name, err)
	}
	return path
}

// newConfig is a configuration with folders of its own and extra variables of the environment.
func newConfig(t *testing.T, environ ...string) Config {
	t.Helper()
	manifest, lock := pinned(t)
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Folder: filepath.Join(t.TempDir(), "npm"), Sandbox: newSandbox(t), Node: executable(t, "node"), Npm: executable(t, "npm"),
		Environ: append(os.Environ(), environ...), Home: home, Manifest: manifest, Lock: lock,
	}
}

// needRegistry skips a test that needs the real registry where there is none, but not in CI.
func needRegistry(t *testing.T) {
	t.Helper()
	reachable := sync.OnceValue(func() error {
		client := http.Client{Timeout: 10 * time.Second}
		answer, err := client.Get("https://registry.npmjs.org/is-number/latest")
		if err == nil {
			err = answer.Body.Close()
		}
		return err
	})
	if err := reachable(); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("the npm registry cannot be reached: %v", err)
	}
}

var (
	toolchainOnce   sync.Once
	toolchainFolder string
)

// TestMain removes the toolchain that the tests share.
func TestMain(m *testing.M) {
	code := m.Run()
	if toolchainFolder != "" {
		_ = os.RemoveAll(toolchainFolder)
	}
	os.Exit(code)
}

// readyToolchain is the real toolchain, installed once for all tests of this run.
func readyToolchain(t *testing.T, c Config) *Toolchain {
	t.Helper()
	needRegistry(t)
	toolchainOnce.Do(func() {
		folder, err := os.MkdirTemp("", "srcbook-toolchain-test-")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		toolchainFolder = folder
		real := newConfig(t)
		real.Folder = folder
		if err := NewToolchain(real, nil).Setup(t.Context()); err != nil {
			t.Fatalf("set up the toolchain: %v", err)
		}
	})
	shared := c
	shared.Folder = toolchainFolder
	return NewToolchain(shared, nil)
}

func write(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// progressLog collects what an installation reports.
type progressLog struct {
	steps []Progress
}

func (l *progressLog) add(p Progress) { l.steps = append(l.steps, p) }

func (l *progressLog) text() string {
	var b strings.Builder
	for _, p := range l.steps {
		if p.Line != "" {
			b.WriteString(p.Line + "\n")
		}
	}
	return b.String()
}

func runNode(ctx context.Context, t *testing.T, c Config, folder, code string) string {
	t.Helper()
	cmd := exec.CommandContext(ctx, c.Node, "--input-type=module", "-e", code)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}
