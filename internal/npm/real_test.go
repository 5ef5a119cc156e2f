package npm

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInstallFromTheRealRegistry(t *testing.T) {
	for _, c := range []struct{ name, lock, manager string }{
		{"pnpm", "", "pnpm"},
		{"npm where a package-lock.json is", `{"name":"x","lockfileVersion":3,"requires":true,"packages":{}}`, "npm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := newConfig(t)
			tools := readyToolchain(t, config)
			folder := t.TempDir()
			manifest := `{"type":"module","dependencies":{"is-odd":"^3.0.1"},"devDependencies":{"@types/is-odd":"*"}}`
			write(t, folder, "package.json", manifest)
			if c.lock != "" {
				write(t, folder, "package-lock.json", c.lock)
			}
			log := &progressLog{}
			result, err := NewInstaller(config, tools).Install(t.Context(), Request{Folder: folder}, log.add)
			if err != nil {
				t.Fatalf("install: %v\n%s", err, log.text())
			}
			if result.Manager != c.manager || result.Added != 3 {
				t.Errorf("got %+v, want 3 packages added by %s\n%s", result, c.manager, log.text())
			}
			status, err := StatusOf(folder, manifest)
			if err != nil || !status.UpToDate {
				t.Errorf("status: got %+v, %v", status, err)
			}
			if got := runNode(t.Context(), t, config, folder, `import odd from "is-odd"; import "is-number"; console.log(odd(3))`); got != "true" {
				t.Errorf("node printed %q", got)
			}
			if _, err := os.Stat(filepath.Join(folder, "node_modules", "@types", "is-odd", "index.d.ts")); err != nil {
				t.Error(err)
			}
			t.Logf("%s\n%v, %d steps", log.text(), result.Elapsed, len(log.steps))
		})
	}
}

// TestCountsWithPackagesForOtherMachines: pnpm's own count of removed packages includes those for other
// machines, which were never there.
func TestCountsWithPackagesForOtherMachines(t *testing.T) {
	config := newConfig(t)
	installer := NewInstaller(config, readyToolchain(t, config))
	folder := t.TempDir()
	for _, step := range []struct {
		manifest       string
		added, removed int
	}{
		{`{"dependencies":{"esbuild":"0.25.12"}}`, 2, 0},
		{`{"dependencies":{"esbuild":"0.25.12","is-odd":"3"}}`, 2, 0},
		{`{"dependencies":{"esbuild":"0.25.12"}}`, 0, 2},
		{`{}`, 0, 2},
	} {
		write(t, folder, "package.json", step.manifest)
		got, err := installer.Install(t.Context(), Request{Folder: folder, AllowScripts: []string{"esbuild"}}, nil)
		if err != nil || got.Added != step.added || got.Removed != step.removed {
			t.Errorf("%s: got %+v, %v; want %d added, %d removed", step.manifest, got, err, step.added, step.removed)
		}
	}
}
