package library_test

import (
	"bytes"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/library"
)

func value(v string) library.SecretChange { return library.SecretChange{Value: &v} }

func TestSecrets(t *testing.T) {
	f := newFixture(t)
	ctx, w := t.Context(), f.create("Secrets")
	check(t, f.PutSecret(ctx, "TOKEN", value("one")))
	check(t, f.Grant(ctx, w.ID, "TOKEN"))
	check(t, f.PutSecret(ctx, "TOKEN", value("two")))
	description := "for tests"
	check(t, f.PutSecret(ctx, "TOKEN", library.SecretChange{Description: &description}))
	wantEnvironment(t, f, w.ID, map[string]string{"TOKEN": "two"})

	// D7: renaming dropped the grants.
	check(t, f.PutSecret(ctx, "TOKEN", library.SecretChange{Rename: "KEY"}))
	wantEnvironment(t, f, w.ID, map[string]string{"KEY": "two"})
	changed := "three"
	check(t, f.PutSecret(ctx, "KEY", library.SecretChange{Rename: "OTHER", Value: &changed}))
	wantEnvironment(t, f, w.ID, map[string]string{"OTHER": "three"})
	all, err := f.Secrets(ctx)
	check(t, err)
	if len(all) != 1 || all[0].Name != "OTHER" || all[0].Description != description || all[0].Sealed != nil || !reflect.DeepEqual(all[0].Granted, []string{w.ID}) {
		t.Errorf("got %+v", all)
	}
	check(t, f.Revoke(ctx, w.ID, "OTHER"))
	check(t, f.Revoke(ctx, w.ID, "OTHER"))
	wantEnvironment(t, f, w.ID, map[string]string{})
	check(t, f.DeleteSecret(ctx, "OTHER"))
	wantCode(t, "delete again", f.DeleteSecret(ctx, "OTHER"), fault.CodeSecretNotFound)
}

func wantEnvironment(t *testing.T, f *fixture, id string, want map[string]string) {
	t.Helper()
	got, err := f.Environment(t.Context(), id)
	check(t, err)
	if !maps.Equal(got, want) {
		t.Errorf("the environment is %v, want %v", got, want)
	}
}

func TestSecretsAreSealedForTheirName(t *testing.T) {
	f := newFixture(t)
	ctx, w := t.Context(), f.create("Secrets")
	check(t, f.PutSecret(ctx, "A", value("plain text")))
	check(t, f.PutSecret(ctx, "B", value("b")))
	a, err := f.store.Secret(ctx, "A")
	check(t, err)
	if bytes.Contains(a.Sealed, []byte("plain")) {
		t.Error("the value is stored in clear")
	}
	a.Name = "B" // somebody who can write to the database moves the value
	check(t, f.store.PutSecret(ctx, a))
	check(t, f.Grant(ctx, w.ID, "B"))
	if got, err := f.Environment(ctx, w.ID); err == nil {
		t.Errorf("the moved value is opened as %v", got)
	}
}

func TestSecretsThatAreRefused(t *testing.T) {
	f := newFixture(t)
	ctx, w := t.Context(), f.create("Secrets")
	check(t, f.PutSecret(ctx, "TAKEN", value("x")))
	check(t, f.PutSecret(ctx, "A", value("x")))
	for _, name := range []string{"", "lower", "1A", "A-B", "A=B", "A\x00", "../A", "PATH", "NODE_OPTIONS", "LD_PRELOAD", strings.Repeat("A", 101)} {
		wantCode(t, "put "+name, f.PutSecret(ctx, name, value("x")), fault.CodeSecretName)
		wantCode(t, "revoke "+name, f.Revoke(ctx, w.ID, name), fault.CodeSecretName)
		if name != "" {
			wantCode(t, "rename to "+name, f.PutSecret(ctx, "A", library.SecretChange{Rename: name}), fault.CodeSecretName)
		}
	}
	wantCode(t, "rename to one that exists", f.PutSecret(ctx, "A", library.SecretChange{Rename: "TAKEN"}), fault.CodeConflict)
	wantCode(t, "put without a value", f.PutSecret(ctx, "NEW", library.SecretChange{}), fault.CodeSecretNotFound)
	wantCode(t, "put too much", f.PutSecret(ctx, "NEW", value(strings.Repeat("x", 64<<10+1))), fault.CodeTooLarge)
	wantCode(t, "grant what is not there", f.Grant(ctx, w.ID, "NEW"), fault.CodeSecretNotFound)
	wantCode(t, "grant to nobody", f.Grant(ctx, "nobody", "A"), fault.CodeWorkspaceNotFound)
	wantCode(t, "revoke from nobody", f.Revoke(ctx, "nobody", "A"), fault.CodeWorkspaceNotFound)
}
