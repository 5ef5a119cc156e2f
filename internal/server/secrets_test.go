package server_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const canary = "canary-5f1d7e-not-to-be-seen"

// S2, S4: the value of a secret reaches the granted cells and nothing else: no answer, no export, no
// log, no file.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := spawn(t, data)
	w := s.importText(file("Secrets", "a.ts", "console.log((process.env.TOKEN ?? '').length);"))
	value := canary
	do[struct{}](s, "PUT", "/api/secrets/TOKEN", wire.PutSecret{Value: &value})
	c := s.open(w.ID, "c")
	if _, printed := c.finish("a.ts"); printed != "0\n" {
		t.Errorf("without a grant the cell gets a value of length %s", printed)
	}
	do[struct{}](s, "PUT", at(w.ID, "/secrets/TOKEN"), nil)
	if _, printed := c.finish("a.ts"); printed != "28\n" {
		t.Errorf("with a grant the cell gets a value of length %s", printed)
	}
	description := "for the test"
	do[struct{}](s, "PUT", "/api/secrets/TOKEN", wire.PutSecret{Description: &description})
	s.refused("PUT", "/api/secrets/lower", wire.PutSecret{Value: &value}, "SB-2007")
	s.send("PUT", "/api/secrets/TOKEN", `{"value":"`+canary+`","unknown":1}`)
	s.send("PUT", "/api/secrets/TOKEN", `{"value":["`+canary+`"]}`)
	c.until("all is shown", func() bool { return true })
	for _, path := range []string{
		"/api/secrets", "/api/workspaces", at(w.ID, ""), at(w.ID, "/export"), at(w.ID, "/packages"), "/api/search?q=canary",
		"/api/settings", "/api/status", "/api/openapi.json", at(w.ID, "/runs/c-1-0/output"),
	} {
		if a := s.send("GET", path, nil); bytes.Contains(a.body, []byte(canary)) {
			t.Errorf("GET %s: %s", path, a)
		}
	}
	if text := do[wire.SecretList](s, "GET", "/api/secrets", nil).Secrets; len(text) != 1 || text[0].Description != description {
		t.Errorf("the secrets are %+v", text)
	}
	wantNowhere(t, "while it runs", data, canary)
	s.end()
	wantNowhere(t, "after it ended", data, canary)
	wantNowhere(t, "the launch token after it ended", data, s.ready.Token)
	if log := s.log.String(); strings.Contains(log, canary) || strings.Contains(log, s.ready.Token) {
		t.Errorf("the log has it: %s", log)
	}
}

// wantNowhere searches every file of a folder.
func wantNowhere(t *testing.T, when, folder, text string) {
	t.Helper()
	files := 0
	check(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte(text)) {
			t.Errorf("%s: %s holds the secret", when, path)
		}
		return err
	}))
	if files == 0 {
		t.Errorf("%s: there are no files in %s", when, folder)
	}
}

// D7: renaming a secret dropped it from all notebooks.
func TestRenamingASecretKeepsItsGrants(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Grants", "a.ts", "console.log(process.env.OLD, process.env.NEW);"))
	value := "v"
	do[struct{}](s, "PUT", "/api/secrets/OLD", wire.PutSecret{Value: &value})
	do[struct{}](s, "PUT", at(w.ID, "/secrets/OLD"), nil)
	do[struct{}](s, "PUT", "/api/secrets/OLD", wire.PutSecret{Rename: "NEW"})
	secrets := do[wire.SecretList](s, "GET", "/api/secrets", nil).Secrets
	if len(secrets) != 1 || secrets[0].Name != "NEW" || !reflect.DeepEqual(secrets[0].Granted, []string{w.ID}) {
		t.Errorf("the secrets are %+v", secrets)
	}
	if _, printed := s.open(w.ID, "c").finish("a.ts"); printed != "undefined v\n" {
		t.Errorf("the cell sees %q", printed)
	}
	do[struct{}](s, "PUT", "/api/secrets/OTHER", wire.PutSecret{Value: &value})
	s.refused("PUT", "/api/secrets/OTHER", wire.PutSecret{Rename: "NEW"}, "SB-1013")
	do[struct{}](s, "DELETE", at(w.ID, "/secrets/NEW"), nil)
	if exit, printed := s.open(w.ID, "d").finish("a.ts"); exit.Reason != live.Finished || printed != "undefined undefined\n" {
		t.Errorf("after the grant was taken away the cell sees %q", printed)
	}
	s.refused("PUT", at(w.ID, "/secrets/NOWHERE"), nil, "SB-2008")
	s.refused("PUT", "/api/secrets/NOWHERE", wire.PutSecret{}, "SB-2008")
}
