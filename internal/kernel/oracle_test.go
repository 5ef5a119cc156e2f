package kernel

import (
	"os"
	"path/filepath"
	"testing"
)

// tsxOracle is the tsx program that defines what running a cell means.
func tsxOracle(t testing.TB) string {
	t.Helper()
	path, err := filepath.Abs("../../e2e/oracle/tsx/node_modules/.bin/tsx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("SRCBOOK_ORACLES") == "1" {
			t.Fatal("tsx is not installed: run make deps")
		}
		t.Skip("tsx is not installed: run make deps")
	}
	return path
}
