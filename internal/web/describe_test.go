package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
)

var update = flag.Bool("update", false, "write the described API to ui/openapi.json")

const described = "../../ui/openapi.json"

// The interface's types are generated from this file, so it has to be what the server serves.
func TestDescriptionIsCommitted(t *testing.T) {
	got, err := Describe("0")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(described, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(described)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(want), bytes.TrimSpace(got)) {
		t.Errorf("%s is out of date: run make gen", described)
	}
}

func TestEveryRouteDeclaresAPermission(t *testing.T) {
	for _, r := range (&Server{}).routes() {
		if r.permission == "" {
			t.Errorf("%s %s declares no permission", r.operation.Method, r.operation.Path)
		}
	}
}

func TestEveryClientOperationDeclaresAPermission(t *testing.T) {
	for _, op := range live.ClientOps {
		if permissionOf[live.TypeOf(op)] == "" {
			t.Errorf("%s declares no permission", live.TypeOf(op))
		}
	}
	for _, op := range live.ServerOps {
		if permissionOf[live.TypeOf(op)] != "" {
			t.Errorf("%s could be sent by a client", live.TypeOf(op))
		}
	}
}

func TestDescriptionNamesEveryMessage(t *testing.T) {
	raw, err := Describe("0")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ClientMessage", "ServerMessage", "Op", "ClientOp", "EditText", "AdvanceRun", "Snapshot", "Problem", "Workspace"} {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
}
