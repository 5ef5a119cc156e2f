package format

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/sandbox"
	"github.com/srcbook/srcbook/toolchain"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	code := m.Run()
	if installed != "" {
		_ = os.RemoveAll(installed)
	}
	os.Exit(code)
}

var (
	install   sync.Once
	installed string // a folder of its own, with the Prettier that the toolchain pins
)

// modules installs the pinned Prettier once, or skips the test where the registry cannot be reached.
func modules(t *testing.T) string {
	t.Helper()
	install.Do(func() {
		var pinned struct {
			Dependencies map[string]string `json:"dependencies"`
		}
		check(t, json.Unmarshal(toolchain.Manifest, &pinned))
		folder, err := os.MkdirTemp("", "srcbook-prettier-test-")
		check(t, err)
		check(t, os.Chmod(folder, 0o755))
		cmd := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
			"--prefix", folder, "prettier@"+pinned.Dependencies["prettier"])
		if out, err := cmd.CombinedOutput(); err != nil {
			_ = os.RemoveAll(folder)
			if os.Getenv("CI") == "true" {
				t.Fatalf("install Prettier: %v\n%s", err, out)
			}
			t.Skipf("Prettier cannot be installed: %v\n%s", err, out)
		}
		installed = folder
	})
	if installed == "" {
		t.Skip("Prettier could not be installed")
	}
	return filepath.Join(installed, "node_modules")
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// formatter is one with the packages of a folder.
func formatter(t *testing.T, packages string, c Config) *Formatter {
	t.Helper()
	node, err := exec.LookPath("node")
	check(t, err)
	box, err := sandbox.New(sandbox.Config{Folder: t.TempDir()})
	check(t, err)
	t.Cleanup(box.Close)
	c.Sandbox, c.Folder = box, t.TempDir()
	c.Program = func(context.Context) (string, string, error) { return node, packages, nil }
	f := New(c)
	t.Cleanup(f.Close)
	return f
}

func TestFormat(t *testing.T) {
	t.Parallel()
	f := formatter(t, modules(t), Config{})
	for _, c := range []struct{ about, name, text, settings, rc, want string }{
		{"typescript", "src/a.ts", "const a : number={b:1}\n", "", "", "const a: number = { b: 1 };\n"},
		{"tsx", "src/a.tsx", "export default ()=><b>é🤖</b>", "", "", "export default () => <b>é🤖</b>;\n"},
		{"javascript", "src/a.js", "const a='x'", "", "", "const a = \"x\";\n"},
		{"json", "package.json", "{\"a\":1,\n\"b\":[]}", "", "", "{\n  \"a\": 1,\n  \"b\": []\n}\n"},
		{"settings in JSON", "src/a.ts", "const a='x';", ".prettierrc", `{"singleQuote":true,"semi":false}`, "const a = 'x'\n"},
		{"settings in YAML", "src/a.ts", "const a='x';", ".prettierrc", "singleQuote: true\noverrides:\n  - files: src/*.ts\n    options:\n      semi: false\n", "const a = 'x'\n"},
		{"code in settings is not run", "src/a.ts", "const a='x';", ".prettierrc", `{"singleQuote":true,"plugins":["./evil.mjs"],"parser":"json"}`, "const a = 'x';\n"},
	} {
		t.Run(c.about, func(t *testing.T) {
			r := Request{Name: c.name, Text: c.text}
			if c.settings != "" {
				r.Settings = &Settings{Name: c.settings, Text: c.rc}
			}
			got, err := f.Format(t.Context(), r)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
	for _, c := range []struct {
		about string
		r     Request
		code  fault.Code
		line  int
	}{
		{"broken code", Request{Name: "src/a.ts", Text: "const a = 1;\nconst = ;"}, fault.CodeFormat, 2},
		{"broken settings", Request{Name: "src/a.ts", Text: "1", Settings: &Settings{Name: ".prettierrc", Text: "{ : ["}}, fault.CodeFormat, 0},
		{"unknown language", Request{Name: "src/a.zz", Text: "1"}, fault.CodeFormat, 0},
		{"too large", Request{Name: "src/a.ts", Text: strings.Repeat(" ", MaxTextBytes+1)}, fault.CodeTooLarge, 0},
	} {
		t.Run(c.about, func(t *testing.T) {
			_, err := f.Format(t.Context(), c.r)
			if !errors.Is(err, c.code) {
				t.Fatalf("got %v, want %v", err, c.code)
			}
			if d := fault.From(err).Details; c.line > 0 && (len(d) != 1 || d[0].Line != c.line) {
				t.Errorf("it is at %+v, want line %d", d, c.line)
			}
		})
	}
}

func TestOneProcessServesUntilItRests(t *testing.T) {
	t.Parallel()
	starts := 0
	f := formatter(t, modules(t), Config{})
	program := f.config.Program
	f.config.Program = func(ctx context.Context) (string, string, error) {
		starts++
		return program(ctx)
	}
	format := func(want int) {
		t.Helper()
		if _, err := f.Format(t.Context(), Request{Name: "src/a.ts", Text: "1"}); err != nil {
			t.Fatal(err)
		}
		if starts != want {
			t.Errorf("%d processes were started, want %d", starts, want)
		}
	}
	format(1)
	format(1)
	f.rest()
	format(2)
}

func TestBadFormatterIsReplaced(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about, program string
		code           fault.Code
	}{
		{"it hangs", "export const format = () => new Promise(() => setInterval(() => {}, 1000));", fault.CodeLanguageTimeout},
		{"it dies", "export const format = () => process.exit(3);", fault.CodeInternal},
		{"it does not start", "throw new Error('no');", fault.CodeInternal},
		{"it talks nonsense", "process.stdout.write('hello\\n'); export const format = (text) => text;", fault.CodeInternal},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			packages := t.TempDir()
			check(t, os.Mkdir(filepath.Join(packages, "prettier"), 0o755))
			program := filepath.Join(packages, "prettier", "index.mjs")
			check(t, os.WriteFile(program, []byte(c.program), 0o644))
			config := Config{}
			if c.code == fault.CodeLanguageTimeout {
				config.Timeout = time.Second
			}
			f := formatter(t, packages, config)
			_, err := f.Format(t.Context(), Request{Name: "src/a.ts", Text: "1"})
			if got := fault.From(err); got == nil || got.Code != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			check(t, os.WriteFile(program, []byte("export const format = (text) => text + ';';"), 0o644))
			f.config.Timeout = time.Minute
			if got, err := f.Format(t.Context(), Request{Name: "src/a.ts", Text: "1"}); err != nil || got != "1;" {
				t.Errorf("after that got %q, %v", got, err)
			}
		})
	}
}

func TestClosedFormatterFormatsNothing(t *testing.T) {
	t.Parallel()
	f := New(Config{})
	f.Close()
	if _, err := f.Format(t.Context(), Request{}); !errors.Is(err, fault.CodeCanceled) {
		t.Errorf("got %v", err)
	}
}
