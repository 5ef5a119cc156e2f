package lsp

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const fakeScript = "SRCBOOK_TEST_LSP"

var faultCellNotFound = fault.CodeCellNotFound

func actAsServer(string) {}

func removeAll(t testing.TB, folder, name string) {
	t.Helper()
	check(t, os.RemoveAll(filepath.Join(folder, name)))
}
