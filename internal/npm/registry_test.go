package npm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// newTestRegistry is a client of a fake registry, with no settings of this machine.
func newTestRegistry(t *testing.T, fake *fakeRegistry, environ ...string) *Registry {
	t.Helper()
	return NewRegistry(Config{
		Node: "/nonexistent/bin/node", Home: t.TempDir(), Environ: append(environ, "npm_config_registry="+fake.URL+"/"),
	})
}

func described() map[string][]fakeVersion {
	doc := func(more map[string]any) map[string]any {
		m := map[string]any{"description": "A package", "license": "MIT"}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	return map[string][]fakeVersion{
		"plain":        {{version: "1.0.0", manifest: doc(nil)}, {version: "1.2.0", manifest: doc(nil)}, {version: "2.0.0-beta.1"}, {version: "1.9.0", manifest: doc(nil)}},
		"@types/plain": {{version: "1.0.1"}},
		"typed":        {{version: "1.0.0", manifest: doc(map[string]any{"types": "index.d.ts"})}},
		"exporting":    {{version: "1.0.0", manifest: doc(map[string]any{"exports": map[string]any{".": map[string]any{"types": "./x.d.ts"}}})}},
		"@types/typed": {{version: "9.0.0"}},
		"stubbed":      {{version: "1.0.0"}},
		"@types/stubbed": {{version: "1.0.0", manifest: map[string]any{
			"deprecated": "stubbed provides its own types",
		}}},
		"@scope/lib":        {{version: "3.1.0", manifest: map[string]any{"license": map[string]string{"type": "ISC"}, "description": 7}}},
		"@types/scope__lib": {{version: "3.0.0"}},
		"bare":              {{version: "1.0.0"}},
		"failing":           {},
		"old":               {{version: "1.0.0"}, {version: "1.1.0", manifest: map[string]any{"deprecated": "broken"}}, {version: "2.0.0"}},
	}
}

func TestResolve(t *testing.T) {
	r := newTestRegistry(t, newFakeRegistry(t, described()))
	for _, c := range []struct{ name, versions, want string }{
		{"plain", "", "1.9.0"},
		{"plain", "latest", "1.9.0"},
		{"plain", "^1.0.0", "1.9.0"},
		{"plain", "~1.2.0", "1.2.0"},
		{"plain", "1.0.0", "1.0.0"},
		{"plain", "v1.0.0", "1.0.0"},
		{"plain", "^2.0.0-alpha", "2.0.0-beta.1"},
		{"plain", "<1.2", "1.0.0"},
		{"@scope/lib", "*", "3.1.0"},
		{"old", "^1", "1.0.0"},
	} {
		got, err := r.Resolve(t.Context(), c.name, c.versions)
		if err != nil || got.Version != c.want || got.Name != c.name {
			t.Errorf("%s@%s: got %+v, %v; want %s", c.name, c.versions, got, err, c.want)
		}
	}
	for _, c := range []struct {
		name, versions string
		want           fault.Code
	}{
		{"plain", "^7", fault.CodePackageVersion},
		{"plain", "next", fault.CodePackageVersion},
		{"plain", "9.9.9", fault.CodePackageVersion},
		{"nowhere", "", fault.CodePackageNotFound},
		{"nowhere", "^1", fault.CodePackageNotFound},
		{"failing", "", fault.CodeRegistry},
		{"../x", "", fault.CodePackageName},
	} {
		if _, err := r.Resolve(t.Context(), c.name, c.versions); !errors.Is(err, c.want) {
			t.Errorf("%s@%s: got %v, want %s", c.name, c.versions, err, c.want)
		}
	}
	got, err := r.Latest(t.Context(), "plain")
	if want := (Version{Name: "plain", Version: "1.9.0", Description: "A package", License: "MIT"}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	got, err = r.Latest(t.Context(), "@scope/lib")
	if want := (Version{Name: "@scope/lib", Version: "3.1.0", License: "ISC"}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestTypesFor(t *testing.T) {
	r := newTestRegistry(t, newFakeRegistry(t, described()))
	for name, want := range map[string]string{
		"plain": "@types/plain", "typed": "", "exporting": "", "stubbed": "", "@scope/lib": "@types/scope__lib", "bare": "", "@types/plain": "",
	} {
		if got, err := r.TypesFor(t.Context(), name); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestRegistryCache(t *testing.T) {
	fake := newFakeRegistry(t, described())
	r := newTestRegistry(t, fake)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r.now = func() time.Time { return now }
	ask := func(name string) { _, _ = r.Latest(t.Context(), name) }
	for _, name := range []string{"plain", "plain", "failing", "failing"} {
		ask(name)
	}
	now = now.Add(cacheFor)
	ask("plain")
	got := []int{fake.count("/plain/latest"), fake.count("/failing/latest")}
	if want := []int{2, 2}; !slices.Equal(got, want) {
		t.Errorf("requests for a package and for one that fails: got %d, want %d", got, want)
	}
}

func TestSearch(t *testing.T) {
	fake := newFakeRegistry(t, described())
	fake.search = func(w http.ResponseWriter, q *http.Request) {
		if got, want := q.URL.Query().Get("text")+" "+q.URL.Query().Get("size"), "two words 3"; got != want {
			t.Errorf("query: got %q, want %q", got, want)
		}
		fmt.Fprint(w, `{"objects":[
			{"downloads":{"monthly":300,"weekly":70},"package":{"name":"a","version":"1.0.0","description":"First","license":"MIT","date":"2026-01-02T03:04:05.000Z","publisher":{"username":"ann"}}},
			{"downloads":{"monthly":300},"package":{"name":"@b/c","version":"2.0.0"}},
			{"package":{"name":"<script>","version":"1.0.0"}}],"total":3}`)
	}
	got, err := newTestRegistry(t, fake).Search(t.Context(), " two words ", 3)
	want := []Found{
		{Name: "a", Version: "1.0.0", Description: "First", License: "MIT", Publisher: "ann", Date: "2026-01-02T03:04:05.000Z", Downloads: 70},
		{Name: "@b/c", Version: "2.0.0", Downloads: 70},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

// TestSearchWithoutSearch: a registry that cannot search is asked for the name itself.
func TestSearchWithoutSearch(t *testing.T) {
	r := newTestRegistry(t, newFakeRegistry(t, described()))
	got, err := r.Search(t.Context(), "plain", 20)
	if want := []Found{{Name: "plain", Version: "1.9.0", Description: "A package", License: "MIT"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	for _, query := range []string{"nowhere", "two words"} {
		if _, err := r.Search(t.Context(), query, 20); !errors.Is(err, fault.CodeRegistry) {
			t.Errorf("%s: got %v, want %s", query, err, fault.CodeRegistry)
		}
	}
}

func TestRegistryOffline(t *testing.T) {
	fake := newFakeRegistry(t, described())
	r := newTestRegistry(t, fake)
	fake.Close()
	if _, err := r.Latest(t.Context(), "plain"); !errors.Is(err, fault.CodeRegistry) {
		t.Errorf("latest: got %v, want %s", err, fault.CodeRegistry)
	}
	if _, err := r.Search(t.Context(), "plain", 5); !errors.Is(err, fault.CodeRegistry) {
		t.Errorf("search: got %v, want %s", err, fault.CodeRegistry)
	}
}

func TestSettings(t *testing.T) {
	home := t.TempDir()
	write(t, home, ".npmrc", strings.Join([]string{
		"; a comment", "registry = https://r.example/npm/", "@mine:registry=https://mine.example", "//r.example/npm/:_authToken=${TOKEN}",
		"//mine.example/:username=ann", "//mine.example/:_password=c2VjcmV0", "https-proxy=http://proxy.example:8080", "noproxy=.local.example",
	}, "\n"))
	s := Config{Node: "/nonexistent/bin/node", Home: home, Environ: []string{"TOKEN=t1", "HTTP_PROXY=plain.example:3128"}}.settings()
	for _, c := range []struct{ name, got, want string }{
		{"registry", s.registry("x"), "https://r.example/npm/"},
		{"registry of a scope", s.registry("@mine/x"), "https://mine.example/"},
		{"registry of another scope", s.registry("@other/x"), "https://r.example/npm/"},
		{"token", s.authorization("https://r.example/npm/"), "Bearer t1"},
		{"user", s.authorization("https://mine.example/"), "Basic YW5uOnNlY3JldA=="},
		{"no token for others", s.authorization("https://r.example.evil/npm/"), ""},
		{"no token above", s.authorization("https://r.example/"), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
	for address, want := range map[string]string{
		"https://x.example/": "http://proxy.example:8080", "http://x.example/": "http://plain.example:3128",
		"https://a.local.example/": "", "https://local.example/": "", "https://notlocal.example/": "http://proxy.example:8080",
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		proxy, err := s.proxy(request)
		got := ""
		if proxy != nil {
			got = proxy.String()
		}
		if err != nil || got != want {
			t.Errorf("proxy for %s: got %q, %v; want %q", address, got, err, want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	home := t.TempDir()
	write(t, home, ".npmrc", "x=1\n")
	c := Config{
		Folder: t.TempDir(), Node: "/opt/node/bin/node", Home: home,
		Environ: []string{
			"HTTPS_PROXY=a", "https_proxy=b", "No_Proxy=c", "NODE_EXTRA_CA_CERTS=d", "SSL_CERT_FILE=e", "NPM_CONFIG_REGISTRY=f", "npm_config_Fetch-Retries=1",
			"npm_config_@scope:registry=g", "npm_config_global=true", "npm_config_ignore_scripts=false", "npm_config_omit=dev", "npm_config_prefix=/x",
			"npm_config_cache=/root/.npm", "npm_config_logs_dir=/root/logs", "npm_config_global_prefix=/usr",
			"PATH=/server", "HOME=/server", "NODE_OPTIONS=--x", "SECRET=1", "AWS_SECRET_ACCESS_KEY=2", "npm_package_name=h", "npm_config_=i", "junk",
		},
	}
	got, err := c.environment()
	want := map[string]string{
		"HTTPS_PROXY": "a", "https_proxy": "b", "No_Proxy": "c", "NODE_EXTRA_CA_CERTS": "d", "SSL_CERT_FILE": "e",
		"npm_config_registry": "f", "pnpm_config_registry": "f", "npm_config_fetch_retries": "1", "pnpm_config_fetch_retries": "1",
		"npm_config_@scope:registry": "g", "npm_config_userconfig": c.homeFolder() + "/.npmrc", "npm_config_cache": c.homeFolder() + "/.npm",
		"PATH": "/opt/node/bin:/usr/local/bin:/usr/bin:/bin", "HOME": c.homeFolder(),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v\nwant %v", got, err, want)
	}
}

// TestUserconfigFollowsNoLink: an install script may have put a link in place of the tools' npmrc.
func TestUserconfigFollowsNoLink(t *testing.T) {
	home, victim := t.TempDir(), filepath.Join(t.TempDir(), "victim")
	write(t, home, ".npmrc", "x=1\n")
	write(t, filepath.Dir(victim), "victim", "precious")
	c := Config{Folder: t.TempDir(), Node: "/opt/node/bin/node", Home: home}
	if err := os.MkdirAll(c.homeFolder(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, filepath.Join(c.homeFolder(), ".npmrc")); err != nil {
		t.Fatal(err)
	}
	path, err := c.provideUserconfig()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{victim: "precious", path: "x=1\n"} {
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v; want %q", file, got, err, want)
		}
	}
}

// The types of a newer Node.js would accept what the one that runs cells does not have.
func TestLatestOfNodeTypesIsForTheNodeThatRunsCells(t *testing.T) {
	fake := newFakeRegistry(t, map[string][]fakeVersion{
		"@types/node": {{version: "20.19.1"}, {version: "20.19.25"}, {version: "26.0.0"}},
	})
	for _, c := range []struct{ node, want string }{{"20.20.2", "20.19.25"}, {"30.0.0", "26.0.0"}, {"", "26.0.0"}} {
		t.Run("node "+c.node, func(t *testing.T) {
			r := newTestRegistry(t, fake)
			r.node = func(context.Context) string { return c.node }
			got, err := r.Latest(t.Context(), "@types/node")
			if err != nil || got.Version != c.want {
				t.Errorf("got %s, %v, want %s", got.Version, err, c.want)
			}
		})
	}
}

// An index answers at once with what it knows, and tells when it knows more.
func TestIndexLearnsInTheBackground(t *testing.T) {
	fake := newFakeRegistry(t, map[string][]fakeVersion{
		"plain": {{version: "1.0.0"}, {version: "2.1.0"}}, "@types/plain": {{version: "1.0.0"}},
	})
	r := newTestRegistry(t, fake)
	learned := make(chan struct{}, 10)
	index := NewIndex(r, func() { learned <- struct{}{} })
	go func() { _ = index.Serve(t.Context()) }() // ends with the test
	declared := Package{Dependency: Dependency{Name: "plain", Range: "^1.0.0"}, Installed: "1.0.0"}
	if types, newer := index.Types("plain"), index.Newer(declared); types != "" || newer != "" {
		t.Errorf("before: got %q and %q", types, newer)
	}
	<-learned
	<-learned
	if types, newer := index.Types("plain"), index.Newer(declared); types != "@types/plain" || newer != "2.1.0" {
		t.Errorf("after: got %q and %q", types, newer)
	}
	for _, p := range []Package{
		{Dependency: Dependency{Name: "plain", Range: "^2.0.0"}, Installed: "2.1.0"},
		{Dependency: Dependency{Name: "plain", Range: "3.0.0-rc.1"}, Installed: "3.0.0-rc.1"},
		{Dependency: Dependency{Name: "plain", Range: "^1.0.0"}},
		{Dependency: Dependency{Name: "own", Range: "file:../own"}, Installed: "1.0.0"},
	} {
		if got := index.Newer(p); got != "" {
			t.Errorf("%+v: got %q, want none", p, got)
		}
	}
	if n := fake.count("/own/latest"); n != 0 {
		t.Errorf("the registry was asked %d times for a package that is a folder", n)
	}
}
