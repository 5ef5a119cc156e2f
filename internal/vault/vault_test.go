package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func load(t *testing.T, path string) *Vault {
	t.Helper()
	v, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func keyFile(t *testing.T) string { return filepath.Join(t.TempDir(), "secrets.key") }

func TestSealedValuesSurviveARestart(t *testing.T) {
	path := keyFile(t)
	for _, plain := range []string{"", "s3cret", string(make([]byte, 1<<16))} {
		sealed, err := load(t, path).Seal([]byte(plain), "secrets/value/A")
		if err != nil {
			t.Fatal(err)
		}
		got, err := load(t, path).Open(sealed, "secrets/value/A")
		if err != nil || string(got) != plain {
			t.Errorf("got %d bytes, %v, want the %d that were sealed", len(got), err, len(plain))
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != keySize {
		t.Errorf("got key file %v, %v, want %d bytes with mode 0600", info, err, keySize)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("got %v beside the key file, want nothing", names)
	}
}

// T-46: a ciphertext that is swapped between rows or columns, or changed, does not open.
func TestOpenRefusesWhatWasMovedOrChanged(t *testing.T) {
	v := load(t, keyFile(t))
	sealed, _ := v.Seal([]byte("value"), "secrets/value/A")
	if _, err := v.Open(sealed, "secrets/value/B"); !errors.Is(err, fault.CodeKeyFile) {
		t.Errorf("another place: got %v, want %s", err, fault.CodeKeyFile)
	}
	for i := range len(sealed) * 8 {
		changed := bytes.Clone(sealed)
		changed[i/8] ^= 1 << (i % 8)
		if _, err := v.Open(changed, "secrets/value/A"); !errors.Is(err, fault.CodeKeyFile) {
			t.Fatalf("bit %d changed: got %v, want %s", i, err, fault.CodeKeyFile)
		}
	}
	for n := range len(sealed) {
		if _, err := v.Open(sealed[:n], "secrets/value/A"); !errors.Is(err, fault.CodeKeyFile) {
			t.Fatalf("cut to %d bytes: got %v, want %s", n, err, fault.CodeKeyFile)
		}
	}
}

// T-48: no nonce is used twice.
func TestNoncesAreUnique(t *testing.T) {
	v := load(t, keyFile(t))
	seen := map[string]bool{}
	for range 20_000 {
		sealed, _ := v.Seal(nil, "p")
		nonce := string(sealed[headerSize : headerSize+12])
		if seen[nonce] {
			t.Fatalf("nonce %x was used twice", nonce)
		}
		seen[nonce] = true
	}
}

func TestAnAddedKeySealsAndTheOldOneOpens(t *testing.T) {
	path := keyFile(t)
	before := load(t, path)
	old, _ := before.Seal([]byte("old"), "p")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(content, newKey()...), 0o600); err != nil {
		t.Fatal(err)
	}
	v := load(t, path)
	fresh, _ := v.Seal([]byte("fresh"), "p")
	for sealed, want := range map[string]string{string(old): "old", string(fresh): "fresh"} {
		if got, err := v.Open([]byte(sealed), "p"); string(got) != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if v.Current(old) || !v.Current(fresh) || v.Current(nil) {
		t.Error("only the value sealed with the added key is current")
	}
	if _, err := before.Open(fresh, "p"); !errors.Is(err, fault.CodeKeyFile) {
		t.Errorf("unknown key: got %v, want %s", err, fault.CodeKeyFile)
	}
}

func TestLoadRefusesADamagedKeyFile(t *testing.T) {
	for _, size := range []int{0, 1, 31, 33, 65 * keySize} {
		path := keyFile(t)
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); !errors.Is(err, fault.CodeKeyFile) {
			t.Errorf("%d bytes: got %v, want %s", size, err, fault.CodeKeyFile)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none", "key")); !errors.Is(err, fault.CodeKeyFile) {
		t.Errorf("no folder: got %v, want %s", err, fault.CodeKeyFile)
	}
}

func TestLoadClosesAKeyFileThatOthersMayRead(t *testing.T) {
	path := keyFile(t)
	if err := os.WriteFile(path, newKey(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	load(t, path)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want mode 0600", info.Mode(), err)
	}
}

func TestConcurrentFirstStartsAgreeOnOneKey(t *testing.T) {
	path := keyFile(t)
	vaults := make([]*Vault, 8)
	errs := make([]error, len(vaults))
	var group sync.WaitGroup
	for i := range vaults {
		group.Go(func() { vaults[i], errs[i] = Load(path) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, v := range vaults {
		if v.last != vaults[0].last {
			t.Errorf("got keys %x and %x, want one", v.last, vaults[0].last)
		}
	}
}
