package npm

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// published is what the fake registry has.
func published() map[string][]fakeVersion {
	script := map[string]any{"scripts": map[string]string{"postinstall": "node -e \"require('fs').writeFileSync('ran.txt', Object.keys(process.env).join())\""}}
	return map[string][]fakeVersion{
		"leaf":      {{version: "1.0.0"}, {version: "1.1.0"}, {version: "2.0.0"}},
		"branch":    {{version: "1.0.0", manifest: map[string]any{"dependencies": map[string]string{"leaf": "^1.0.0"}}}},
		"@scope/in": {{version: "0.1.0"}},
		"guest":     {{version: "3.0.0", manifest: map[string]any{"peerDependencies": map[string]string{"leaf": "^2.0.0"}}}},
		"deepguest": {{version: "1.0.0", manifest: map[string]any{"dependencies": map[string]string{"guest": "3"}}}},
		"corrupt":   {{version: "1.0.0", broken: "corrupt"}},
		"gone":      {{version: "1.0.0", broken: "gone"}},
		"stall":     {{version: "1.0.0", broken: "stall"}},
		"failing":   {},
		"scripted":  {{version: "1.0.0", manifest: script}},
		"badscript": {{version: "1.0.0", manifest: map[string]any{"scripts": map[string]string{"postinstall": "exit 3"}}}},
		"wanting":   {{version: "1.0.0", manifest: map[string]any{"dependencies": map[string]string{"nowhere": "1"}}}},
	}
}

// bench is an installer with a fake registry and a workspace folder.
type bench struct {
	registry  *fakeRegistry
	config    Config
	installer *Installer
	folder    string
	log       *progressLog
}

func newBench(t *testing.T, environ ...string) *bench {
	t.Helper()
	b := &bench{registry: newFakeRegistry(t, published()), folder: t.TempDir(), log: &progressLog{}}
	b.config = newConfig(t, append([]string{
		"npm_config_registry=" + b.registry.URL + "/", "npm_config_fetch_retries=0", "HTTPS_PROXY=", "HTTP_PROXY=", "NO_PROXY=127.0.0.1",
		"SECRET_OF_THE_SERVER=1", "SRCBOOK_TOKEN=1",
	}, environ...)...)
	b.installer = NewInstaller(b.config, readyToolchain(t, b.config))
	return b
}

func (b *bench) install(t *testing.T, r Request) (Result, error) {
	t.Helper()
	r.Folder = b.folder
	return b.installer.Install(t.Context(), r, b.log.add)
}

// managers runs a test with both package managers.
func managers(t *testing.T, test func(t *testing.T, b *bench, manager string)) {
	for _, manager := range []string{"pnpm", "npm"} {
		t.Run(manager, func(t *testing.T) {
			b := newBench(t)
			if manager == "npm" {
				write(t, b.folder, "package-lock.json", `{"name":"x","lockfileVersion":3,"requires":true,"packages":{}}`)
			}
			test(t, b, manager)
		})
	}
}

func TestInstall(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, manager string) {
		manifest := `{"dependencies":{"branch":"^1.0.0"},"devDependencies":{"@scope/in":"*"}}`
		write(t, b.folder, "package.json", manifest)
		result, err := b.install(t, Request{})
		if err != nil {
			t.Fatalf("%v\n%s", err, b.log.text())
		}
		result.Elapsed = 0
		if want := (Result{Manager: manager, Added: 3}); !reflect.DeepEqual(result, want) {
			t.Errorf("got %+v, want %+v\n%s", result, want, b.log.text())
		}
		got := runNode(t.Context(), t, b.config, b.folder, `import b from "branch"; import l from "leaf"; import s from "@scope/in"; console.log([b, l, s].join())`)
		if want := "branch 1.0.0,leaf 1.1.0,@scope/in 0.1.0"; got != want {
			t.Errorf("node: got %q, want %q", got, want)
		}
		phases := []Phase{}
		for _, p := range b.log.steps {
			if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
				phases = append(phases, p.Phase)
			}
		}
		if !slices.Contains(phases, PhaseResolving) || phases[len(phases)-1] != PhaseDone || !slices.Contains(phases, PhaseDownloading) {
			t.Errorf("phases: %q", phases)
		}
		if manager == "pnpm" {
			leftovers(t, b.folder, "node_modules", "package.json", "pnpm-lock.yaml")
		} else {
			leftovers(t, b.folder, "node_modules", "package-lock.json", "package.json")
		}
		// Removing is installing with less.
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"2"}}`)
		if _, err := b.install(t, Request{}); err != nil {
			t.Fatal(err)
		}
		status, err := StatusOf(b.folder, `{"dependencies":{"leaf":"2.0.0"}}`)
		if err != nil || !status.UpToDate || exists(filepath.Join(b.folder, "node_modules", "branch")) {
			t.Errorf("after a removal: %+v, %v\n%s", status, err, b.log.text())
		}
	})
}

func leftovers(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("files in the workspace: got %q, want %q", got, want)
	}
}

func TestInstallFaults(t *testing.T) {
	for _, c := range []struct {
		name, manifest string
		want           fault.Code
		mentions       string
	}{
		{"no such package", `{"dependencies":{"nowhere":"1"}}`, fault.CodePackageNotFound, "nowhere"},
		{"no such scoped package", `{"dependencies":{"@no/where":"^1"}}`, fault.CodePackageNotFound, "@no/where"},
		{"no such package below", `{"dependencies":{"wanting":"1"}}`, fault.CodePackageNotFound, "nowhere"},
		{"no such version", `{"dependencies":{"leaf":"^9.1.0"}}`, fault.CodePackageVersion, "leaf"},
		{"no such tag", `{"dependencies":{"leaf":"nightly"}}`, fault.CodePackageVersion, "leaf"},
		{"registry fails", `{"dependencies":{"failing":"1"}}`, fault.CodeRegistry, "500"},
		{"damaged download", `{"dependencies":{"corrupt":"1"}}`, fault.CodeRegistry, "damaged"},
		{"missing download", `{"dependencies":{"gone":"1"}}`, fault.CodeRegistry, "gone-1.0.0.tgz"},
		{"peers", `{"dependencies":{"leaf":"1","guest":"3"}}`, fault.CodePeerConflict, "leaf"},
		{"name", `{"dependencies":{"Bad Name":"3"}}`, fault.CodePackageName, "Bad Name"},
		{"not JSON", "{\n\"dependencies\": {,}\n}", fault.CodePackageJSON, "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			managers(t, func(t *testing.T, b *bench, _ string) {
				write(t, b.folder, "package.json", c.manifest)
				_, err := b.install(t, Request{})
				if !errors.Is(err, c.want) || !strings.Contains(fault.From(err).Message, c.mentions) {
					t.Errorf("got %v\nwant %s with %q", err, c.want, c.mentions)
				}
			})
		})
	}
}

func TestInstallWithoutRegistry(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		b.registry.Close()
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"1"}}`)
		if _, err := b.install(t, Request{}); !errors.Is(err, fault.CodeRegistry) {
			t.Errorf("got %v, want %s", err, fault.CodeRegistry)
		}
	})
}

func TestPeerConflictsBelowOrAllowedOnlyWarn(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"1","guest":"3"}}`)
		result, err := b.install(t, Request{AllowPeerConflicts: true})
		if err != nil || len(result.Conflicts) != 1 {
			t.Errorf("allowed: got %+v, %v", result, err)
		}
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"1","deepguest":"1"}}`)
		result, err = b.install(t, Request{})
		if err != nil || len(result.Conflicts) != 0 {
			t.Errorf("below: got %+v, %v", result, err)
		}
	})
}

func TestInstallScripts(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		write(t, b.folder, "package.json", `{"scripts":{"preinstall":"touch own.txt","postinstall":"touch own.txt","prepare":"touch own.txt"},"dependencies":{"scripted":"1","leaf":"1"}}`)
		result, err := b.install(t, Request{})
		if err != nil || !slices.Equal(result.Skipped, []string{"scripted"}) {
			t.Fatalf("got %+v, %v\n%s", result, err, b.log.text())
		}
		ran := filepath.Join(b.folder, "node_modules", "scripted", "ran.txt")
		if exists(ran) || exists(filepath.Join(b.folder, "own.txt")) {
			t.Error("a script ran without being allowed")
		}
		result, err = b.install(t, Request{AllowScripts: []string{"scripted"}})
		if err != nil || len(result.Skipped) != 0 {
			t.Fatalf("allowed: got %+v, %v\n%s", result, err, b.log.text())
		}
		names, err := os.ReadFile(ran)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.log.text())
		}
		if strings.Contains(string(names), "SECRET") || strings.Contains(string(names), "SRCBOOK_TOKEN") {
			t.Errorf("the script saw the server's environment: %s", names)
		}
		if exists(filepath.Join(b.folder, "own.txt")) {
			t.Error("the workspace's own script ran")
		}
	})
}

func TestFailingInstallScript(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		write(t, b.folder, "package.json", `{"dependencies":{"badscript":"1"}}`)
		if _, err := b.install(t, Request{AllowScripts: []string{"badscript"}}); !errors.Is(err, fault.CodeInstallFailed) {
			t.Errorf("got %v, want %s", err, fault.CodeInstallFailed)
		}
	})
}

func TestCancelInstall(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		write(t, b.folder, "package.json", `{"dependencies":{"stall":"1","leaf":"1"}}`)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := b.installer.Install(ctx, Request{Folder: b.folder}, nil)
			done <- err
		}()
		select {
		case <-b.registry.stalled:
		case err := <-done:
			t.Fatalf("ended early: %v", err)
		}
		if _, err := b.installer.Install(t.Context(), Request{Folder: b.folder}, nil); !errors.Is(err, fault.CodeInstallActive) {
			t.Errorf("a second one meanwhile: got %v, want %s", err, fault.CodeInstallActive)
		}
		cancel()
		if err := <-done; !errors.Is(err, fault.CodeCanceled) || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %s", err, fault.CodeCanceled)
		}
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"1"}}`)
		if _, err := b.install(t, Request{}); err != nil {
			t.Errorf("the next installation: %v\n%s", err, b.log.text())
		}
	})
}

func TestFrozenInstall(t *testing.T) {
	managers(t, func(t *testing.T, b *bench, _ string) {
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"1.0.0"}}`)
		if _, err := b.install(t, Request{}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.install(t, Request{Frozen: true}); err != nil {
			t.Errorf("what is locked: %v", err)
		}
		write(t, b.folder, "package.json", `{"dependencies":{"leaf":"2.0.0"}}`)
		if _, err := b.install(t, Request{Frozen: true}); !errors.Is(err, fault.CodeInstallFailed) {
			t.Errorf("what is not: got %v, want %s", err, fault.CodeInstallFailed)
		}
	})
}

// TestForeignSettings: what a workspace or a folder above says about package managers plays no part.
func TestForeignSettings(t *testing.T) {
	b := newBench(t)
	above := b.folder
	b.folder = filepath.Join(above, "workspace")
	write(t, above, "pnpm-workspace.yaml", "packages: ['*']\nnodeLinker: pnp\n")
	write(t, above, "package.json", `{"name":"above","dependencies":{"nowhere":"1"}}`)
	write(t, b.folder, "package.json", `{"packageManager":"yarn@1.22.0","engines":{"node":">=99"},"dependencies":{"leaf":"1"}}`)
	write(t, b.folder, ".pnpmfile.cjs", `require("fs").writeFileSync(__dirname + "/ran.txt", "")`)
	if _, err := b.install(t, Request{}); err != nil {
		t.Fatalf("%v\n%s", err, b.log.text())
	}
	leftovers(t, b.folder, ".pnpmfile.cjs", "node_modules", "package.json", "pnpm-lock.yaml")
}

// TestOperatorSettings: the registry and its token come from the operator's npmrc.
func TestOperatorSettings(t *testing.T) {
	registry := newFakeRegistry(t, published())
	config := newConfig(t, "npm_config_userconfig=", "TOKEN=abc")
	config.Environ = slices.DeleteFunc(config.Environ, func(e string) bool { return strings.HasPrefix(strings.ToLower(e), npmPrefix) })
	config.Home = t.TempDir()
	host := strings.TrimPrefix(registry.URL, "http:")
	write(t, config.Home, ".npmrc", "registry="+registry.URL+"/\n"+host+"/:_authToken=sesame\n")
	folder := t.TempDir()
	write(t, folder, "package.json", `{"dependencies":{"leaf":"1"}}`)
	if _, err := NewInstaller(config, readyToolchain(t, config)).Install(t.Context(), Request{Folder: folder}, nil); err != nil {
		t.Fatal(err)
	}
	if got, want := registry.header.Get("Authorization"), "Bearer sesame"; got != want {
		t.Errorf("authorization: got %q, want %q", got, want)
	}
}
