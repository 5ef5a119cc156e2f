// Package e2e_test runs what builds the program as people do.
package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// nowhere is an address where nothing listens.
const nowhere = "http://127.0.0.1:9"

// run runs a command by online.sh in a folder with these files, without anything that was downloaded before.
func run(t *testing.T, files map[string]string, command ...string) (said string, err error) {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("..", "scripts", "online.sh"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), script, command...)
	cmd.Dir = folder
	cmd.Env = append(
		os.Environ(), "GOPROXY="+nowhere, "GOMODCACHE="+filepath.Join(folder, "modules"), "GOFLAGS=-mod=mod", "GONOSUMDB=*", "GOTOOLCHAIN=local", "GOWORK=off",
		"npm_config_registry="+nowhere, "npm_config_cache="+filepath.Join(folder, "cache"), "npm_config_fetch_retries=0", "npm_config_loglevel=error",
	)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestOfflineIsOneSentence pins what somebody sees who builds without a network: one sentence with what to do.
func TestOfflineIsOneSentence(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	for _, tt := range []struct {
		name    string
		files   map[string]string
		command []string
		want    string
	}{
		{
			"npm",
			map[string]string{"package.json": `{"dependencies":{"left-pad":"1.3.0"}}`},
			[]string{"npm", "install", "--no-audit", "--no-fund"},
			"The npm registry at " + nowhere + " cannot be reached: go online, or name one that can be with npm config set registry ADDRESS, and do this again.\n",
		},
		{
			"Go",
			map[string]string{
				"go.mod": "module x\n\ngo 1.26\n\nrequire example.com/absent v1.0.0\n", "x.go": "package x\n\nimport _ \"example.com/absent\"\n",
			},
			[]string{"go", "build", "."},
			"No Go modules can be had from " + nowhere + ": go online, or name a proxy that can be reached with go env -w GOPROXY=ADDRESS, and do this again.\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if said, err := run(t, tt.files, tt.command...); err == nil || said != tt.want {
				t.Errorf("got %q and %v, want %q and a failure", said, err, tt.want)
			}
		})
	}
}

// TestOtherFailuresAreShown pins that nothing else is hidden by the sentence.
func TestOtherFailuresAreShown(t *testing.T) {
	said, err := run(t, map[string]string{"go.mod": "module x\n\ngo 1.26\n", "x.go": "package x\n\nvar X = missing\n"}, "go", "build", ".")
	if err == nil || !strings.Contains(said, "undefined: missing") {
		t.Errorf("got %q and %v", said, err)
	}
}
