package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"srcbook": main})
}

// TestScripts runs the scripts in e2e/scripts with this very program. Besides testscript's own
// commands they have those of scriptCommands, and the variables and conditions set up here:
//
//	$SHARED     a data folder whose package tools are set up once for all scripts
//	$EXAMPLES   the folder of the shipped examples
//	$CORPUS     the folder of notebooks of others, where [corpus] holds
//	[registry]  npm's registry can be reached; taken for granted when CI=true
func TestScripts(t *testing.T) {
	shared := t.TempDir()
	environment := append(operatorSettings(t), "SHARED="+shared, "EXAMPLES="+absolute(t, "../../examples"), "CORPUS="+absolute(t, corpus))
	testscript.Run(t, testscript.Params{
		Dir:                 "../../e2e/scripts",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                scriptCommands,
		Condition:           condition,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, environment...)
			e.Vars = append(e.Vars, "SRCBOOK_DATA="+filepath.Join(e.WorkDir, "data"), "HOME="+e.WorkDir)
			return nil
		},
	})
}

const corpus = "../../../shared/corpus"

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// operatorSettings are what npm needs to reach the registry from this machine.
func operatorSettings(t *testing.T) []string {
	var kept []string
	userconfig := false
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(strings.ToUpper(entry), "=")
		switch {
		case strings.HasPrefix(name, "NPM_CONFIG_"):
			userconfig = userconfig || name == "NPM_CONFIG_USERCONFIG"
			kept = append(kept, entry)
		case strings.HasSuffix(name, "_PROXY"), name == "NODE_EXTRA_CA_CERTS", name == "SSL_CERT_FILE", name == "CI":
			kept = append(kept, entry)
		}
	}
	if home, err := os.UserHomeDir(); err == nil && !userconfig {
		kept = append(kept, "npm_config_userconfig="+filepath.Join(home, ".npmrc"))
	} else if err != nil {
		t.Log("no home folder, so no .npmrc:", err)
	}
	return kept
}

func condition(name string) (bool, error) {
	switch name {
	case "registry":
		return os.Getenv("CI") == "true" || registryAnswers(), nil
	case "corpus":
		_, err := os.Stat(corpus)
		return err == nil, nil
	default:
		return false, fmt.Errorf("unknown condition %q", name)
	}
}

var registryAnswers = sync.OnceValue(func() bool {
	out, err := exec.Command("npm", "config", "get", "registry").Output()
	if err != nil {
		return false
	}
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(strings.TrimSpace(string(out)))
	if err != nil {
		return false
	}
	return response.Body.Close() == nil
})

var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":      exits,
	"awaitfile":  awaitFile,
	"take":       take,
	"occupy":     occupy,
	"freeport":   freePort,
	"keep":       keep,
	"ended":      ended,
	"jsonlines":  jsonLines,
	"wellformed": wellFormed,
	"lines":      lines,
}

// exits CODE PROGRAM ARGS… runs a program that has to end with this exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits code program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code: got %d, want %d", got, want)
	}
}

// timeout is how long something that happens in another process may take before the test fails.
const timeout = time.Minute

// await polls, since there is no other way to learn of what happens in another process.
func await(ts *testscript.TestScript, what string, happened func() bool) {
	for deadline := time.Now().Add(timeout); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("%s: not within %s", what, timeout)
		}
	}
}

// find is the one file that a pattern matches, "" when there is none.
func find(ts *testscript.TestScript, pattern string) string {
	found, err := filepath.Glob(ts.MkAbs(pattern))
	ts.Check(err)
	if len(found) > 1 {
		ts.Fatalf("%s matches %d files", pattern, len(found))
	}
	return strings.Join(found, "")
}

// awaitfile PATTERN waits until a file is there with something in it.
func awaitFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: awaitfile pattern")
	}
	await(ts, args[0]+" with something in it", func() bool {
		info, err := os.Stat(find(ts, args[0]))
		return err == nil && info.Size() > 0
	})
}

// keep PATTERN FILE copies the one file that a pattern matches.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep pattern file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(find(ts, args[0]))), 0o600))
}

// ended PATTERN waits until no process lives whose id is a line of the file.
func ended(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: ended pattern")
	}
	for _, pid := range strings.Fields(ts.ReadFile(find(ts, args[0]))) {
		await(ts, "end of process "+pid, func() bool {
			return exec.Command("kill", "-0", pid).Run() != nil
		})
	}
}

// take NAME puts the first word of the standard output in a variable.
func take(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: take variable")
	}
	word, _, _ := strings.Cut(ts.ReadFile("stdout"), " ")
	if word == "" {
		ts.Fatalf("nothing was printed")
	}
	ts.Setenv(args[0], strings.TrimSpace(word))
}

// occupy NAME listens on a free port until the end of the script, and puts its address in a variable.
func occupy(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: occupy variable")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}

// freeport FILE PORT replaces a port in a file by one that is free, so that nothing else on the machine
// is in the way.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: freeport file port")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(errors.Join(err, l.Close()))
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], port)), 0o600))
}

// jsonlines FILE checks that every line is one JSON object.
func jsonLines(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: jsonlines file")
	}
	for i, line := range strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n") {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("line %d: %v: %s", i+1, err, line)
		}
	}
}

// wellformed FILE checks that a file is XML.
func wellFormed(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: wellformed file")
	}
	decoder := xml.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	for {
		switch _, err := decoder.Token(); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			ts.Fatalf("%s: %v", args[0], err)
		}
	}
}

// lines N FILE checks how many lines a file has.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: lines n file")
	}
	if got := strconv.Itoa(strings.Count(ts.ReadFile(args[1]), "\n")); got != args[0] {
		ts.Fatalf("lines of %s: got %s, want %s", args[1], got, args[0])
	}
}
