//go:build unix

package npm

import (
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
)

func TestStatusOf(t *testing.T) {
	folder := t.TempDir()
	for name, manifest := range map[string]string{
		"react":     `{"version":"17.0.2"}`,
		"react-dom": `{"version":"18.3.1","peerDependencies":{"react":"^18.3.1"}}`,
		"@a/b":      `{"version":"1.2.3","peerDependencies":{"react":">=16","absent":"1"}}`,
		"old":       `{"version":"1.0.0"}`,
		"broken":    `{`,
	} {
		write(t, folder, filepath.Join("node_modules", name, "package.json"), manifest)
	}
	outside := t.TempDir()
	write(t, outside, "package.json", `{"version":"9.9.9"}`)
	if err := os.Symlink(outside, filepath.Join(folder, "node_modules", "escape")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "node_modules", "pipe"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "node_modules", "pipe", "package.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	text := `{"dependencies":{"react":"17","react-dom":"18","@a/b":"^1","old":"^2","gone":"1","broken":"*","escape":"*","pipe":"*","../../x":"1"},
		"optionalDependencies":{"fsevents":"2"}}`
	status, err := StatusOf(folder, text)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"../../x", "broken", "escape", "gone", "old", "pipe"}; !reflect.DeepEqual(status.Missing, want) || status.UpToDate {
		t.Errorf("missing: got %q, up to date %v; want %q", status.Missing, status.UpToDate, want)
	}
	conflicts := []PeerConflict{{Package: "react-dom", Version: "18.3.1", Peer: "react", Wants: "^18.3.1", Installed: "17.0.2"}}
	if !reflect.DeepEqual(status.Conflicts, conflicts) {
		t.Errorf("conflicts: got %+v, want %+v", status.Conflicts, conflicts)
	}
	installed := map[string]string{}
	for _, p := range status.Packages {
		installed[p.Name] = p.Installed
	}
	want := map[string]string{
		"react": "17.0.2", "react-dom": "18.3.1", "@a/b": "1.2.3", "old": "1.0.0", "gone": "", "broken": "", "escape": "", "pipe": "", "../../x": "", "fsevents": "",
	}
	if !reflect.DeepEqual(installed, want) {
		t.Errorf("installed: got %v, want %v", installed, want)
	}
}

func TestStatusOfNothing(t *testing.T) {
	for _, folder := range []string{t.TempDir(), filepath.Join(t.TempDir(), "absent")} {
		status, err := StatusOf(folder, `{"optionalDependencies":{"x":"1"}}`)
		if err != nil || !status.UpToDate {
			t.Errorf("got %+v, %v; want up to date", status, err)
		}
	}
}
