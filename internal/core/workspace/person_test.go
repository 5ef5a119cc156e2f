package workspace_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"Ada": true, "Ada Lovelace": true, "Zoë 😀": true, "李": true, "👩\u200d💻": true, strings.Repeat("é", workspace.MaxNameRunes): true,
		"": false, " ": false, " Ada": false, "Ada\n": false, "A\nda": false, "A\u202eda": false, "A\u200bda": false, "A\x00": false,
		"\xff": false, "Srcbook": false, "SRCBOOK": false, strings.Repeat("é", workspace.MaxNameRunes+1): false,
	} {
		if err := workspace.CheckName(name); ok != (err == nil) || !ok && !errors.Is(err, fault.CodeInvalid) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}
