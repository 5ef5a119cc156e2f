package npm

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// pretendedPnpm is a package that answers --version.
func pretendedPnpm(code int) fakeVersion {
	return fakeVersion{version: "1.0.0", files: map[string]string{"bin/pnpm.mjs": fmt.Sprintf("console.log('1.0.0'); process.exit(%d)\n", code)}}
}

// pretendedToolchain is a configuration whose only tool comes from a fake registry.
func pretendedToolchain(t *testing.T, version fakeVersion) (Config, *fakeRegistry) {
	t.Helper()
	registry := newFakeRegistry(t, map[string][]fakeVersion{"pnpm": {version}})
	c := newConfig(t, "npm_config_registry="+registry.URL+"/", "npm_config_fetch_retries=0", "HTTPS_PROXY=", "HTTP_PROXY=", "NO_PROXY=127.0.0.1")
	sum := sha512.Sum512(tarballOf("pnpm", version))
	c.Manifest = []byte(`{"name":"tools","dependencies":{"pnpm":"1.0.0"}}`)
	c.Lock = fmt.Appendf(nil, `{"name":"tools","lockfileVersion":3,"requires":true,"packages":{
		"":{"name":"tools","dependencies":{"pnpm":"1.0.0"}},
		"node_modules/pnpm":{"version":"1.0.0","integrity":"sha512-%s"}}}`, base64.StdEncoding.EncodeToString(sum[:]))
	return c, registry
}

func TestToolchainSetsItselfUp(t *testing.T) {
	c, registry := pretendedToolchain(t, pretendedPnpm(0))
	var states []ToolchainState
	tools := NewToolchain(c, func(s ToolchainStatus) {
		if len(states) == 0 || states[len(states)-1] != s.State {
			states = append(states, s.State)
		}
	})
	if got := tools.Status().State; got != ToolchainMissing {
		t.Errorf("before: got %s", got)
	}
	if err := tools.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-tools.Ready()
	if want := []ToolchainState{ToolchainInstalling, ToolchainReady}; !slices.Equal(states, want) {
		t.Errorf("states: got %q, want %q", states, want)
	}
	if got, want := tools.Pnpm(), []string{c.Node, filepath.Join(tools.Folder(), "node_modules/pnpm/bin/pnpm.mjs")}; !slices.Equal(got, want) {
		t.Errorf("pnpm: got %q, want %q", got, want)
	}
	leftovers(t, filepath.Dir(tools.Folder()), filepath.Base(tools.Folder()))
	registry.Close()
	if got := NewToolchain(c, nil).Status().State; got != ToolchainReady {
		t.Errorf("the next start: got %s", got)
	}
}

// TestToolchainRetries: the tools come by themselves once the registry answers.
func TestToolchainRetries(t *testing.T) {
	version := pretendedPnpm(0)
	c, registry := pretendedToolchain(t, version)
	delete(registry.packages, "pnpm")
	var states []ToolchainState
	tools := NewToolchain(c, func(s ToolchainStatus) { states = append(states, s.State) })
	var pauses []time.Duration
	tools.after = func(d time.Duration) <-chan time.Time {
		pauses = append(pauses, d)
		if f := tools.Status().Fault; !errors.Is(f, fault.CodeToolchain) {
			t.Errorf("fault: got %v, want %s", f, fault.CodeToolchain)
		}
		if len(pauses) == 2 {
			registry.packages["pnpm"] = []fakeVersion{version}
		}
		now := make(chan time.Time)
		close(now)
		return now
	}
	if err := tools.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{firstRetry, 2 * firstRetry}; !slices.Equal(pauses, want) {
		t.Errorf("pauses: got %s, want %s", pauses, want)
	}
	if states[len(states)-1] != ToolchainReady || !slices.Contains(states, ToolchainFailed) {
		t.Errorf("states: %q", states)
	}
}

func TestToolchainFailures(t *testing.T) {
	damaged := pretendedPnpm(0)
	damaged.broken = "corrupt"
	for _, c := range []struct {
		name     string
		version  fakeVersion
		mentions string
	}{
		{"damaged download", damaged, "damaged"},
		{"does not run here", pretendedPnpm(1), "does not run"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config, _ := pretendedToolchain(t, c.version)
			tools := NewToolchain(config, nil)
			err := tools.Setup(t.Context())
			if !errors.Is(err, fault.CodeToolchain) || !strings.Contains(fault.From(err).Message, c.mentions) {
				t.Errorf("got %v, want %s with %q", err, fault.CodeToolchain, c.mentions)
			}
			leftovers(t, filepath.Dir(tools.Folder()))
		})
	}
}

// TestToolchainRepairsItself: tools that were tampered with are replaced.
func TestToolchainRepairsItself(t *testing.T) {
	c, _ := pretendedToolchain(t, pretendedPnpm(0))
	tools := NewToolchain(c, nil)
	if err := tools.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(tools.Folder(), "node_modules", "pnpm")); err != nil {
		t.Fatal(err)
	}
	again := NewToolchain(c, nil)
	if got := again.Status().State; got != ToolchainMissing {
		t.Errorf("damaged: got %s, want %s", got, ToolchainMissing)
	}
	if err := again.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := again.verify(again.Folder()); err != nil {
		t.Error(err)
	}
}

func TestToolchainCanceled(t *testing.T) {
	version := pretendedPnpm(0)
	version.broken = "stall"
	c, registry := pretendedToolchain(t, version)
	ctx, cancel := context.WithCancel(t.Context())
	tools := NewToolchain(c, nil)
	done := make(chan error, 1)
	go func() { done <- tools.Serve(ctx) }()
	<-registry.stalled
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	leftovers(t, filepath.Dir(tools.Folder()))
}

// TestInstallWaitsForTheToolchain: an installation says so when the tools cannot be had.
func TestInstallWaitsForTheToolchain(t *testing.T) {
	c, registry := pretendedToolchain(t, pretendedPnpm(0))
	registry.Close()
	folder := t.TempDir()
	write(t, folder, "package.json", `{}`)
	tools := NewToolchain(c, nil)
	waiting := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		_, err := NewInstaller(c, tools).Install(t.Context(), Request{Folder: folder}, func(p Progress) {
			if p.Phase == PhaseWaiting {
				close(waiting)
			}
		})
		done <- err
	}()
	<-waiting
	_ = tools.Setup(t.Context()) // its error is what the installation returns
	if err := <-done; !errors.Is(err, fault.CodeToolchain) {
		t.Errorf("got %v, want %s", err, fault.CodeToolchain)
	}
}

// TestPinnedToolchain: the lock file that ships names no host and covers every tool.
func TestPinnedToolchain(t *testing.T) {
	manifest, lock := pinned(t)
	if strings.Contains(string(lock), `"resolved"`) {
		t.Error("the lock file names where packages were downloaded from")
	}
	tools := NewToolchain(Config{Folder: t.TempDir(), Manifest: manifest, Lock: lock}, nil)
	if got := tools.downloads(); got < 3 || got > 10 {
		t.Errorf("downloads: got %d", got)
	}
	for _, platform := range []string{"linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "win32-x64"} {
		for _, name := range []string{"@pnpm/exe.", "@typescript/typescript-"} {
			if !strings.Contains(string(lock), `"node_modules/`+name+platform+`"`) {
				t.Errorf("the lock file lacks %s%s", name, platform)
			}
		}
	}
}
