package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// fakeScript makes the test binary a language server that misbehaves as the variable says.
const fakeScript = "SRCBOOK_TEST_LSP"

var faultCellNotFound = fault.CodeCellNotFound

// fakeServer speaks the real framing over its standard streams.
type fakeServer struct {
	out              *bufio.Writer
	fetches, changes int // what it was asked and told
}

func (f fakeServer) say(m any) {
	_, _ = f.out.Write(appendFrame(nil, marshal(m)))
	_ = f.out.Flush() // a reader that left ends the test by itself
}

func (f fakeServer) answer(id json.RawMessage, result any) {
	f.say(object{"jsonrpc": "2.0", "id": id, "result": result})
}

func actAsServer(behaviour string) {
	f, in := fakeServer{out: bufio.NewWriter(os.Stdout)}, bufio.NewReader(os.Stdin)
	for {
		frame, err := readFrame(in)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(frame, &m) != nil {
			return
		}
		switch {
		case m.Method == "initialize" && behaviour == "silent":
		case m.Method == "initialize":
			f.answer(m.ID, object{"serverInfo": object{"version": "fake"}})
		case m.Method == "textDocument/didOpen":
			f.misbehave(behaviour)
		case m.Method == "textDocument/didChange":
			f.changes++
		case behaviour == "counting" && m.Method == "textDocument/diagnostic":
			f.fetches++ // and never answered
		case behaviour == "counting" && m.Method == "workspace/symbol":
			f.answer(m.ID, object{"fetches": f.fetches, "changes": f.changes})
		case len(m.ID) > 0:
			f.respond(behaviour, m)
		}
	}
}

// misbehave is what follows the first document.
func (f fakeServer) misbehave(behaviour string) {
	switch behaviour {
	case "crash":
		fmt.Fprintln(os.Stderr, "panic: out of luck")
		os.Exit(3)
	case "garbage":
		_, _ = f.out.WriteString("Segmentation fault\r\n\r\n")
		_ = f.out.Flush()
	case "bad JSON":
		_, _ = f.out.Write(appendFrame(nil, []byte("{]")))
		_ = f.out.Flush()
	case "huge":
		_, _ = f.out.WriteString("Content-Length: 99999999999\r\n\r\n")
		_ = f.out.Flush()
	case "endless header":
		_, _ = f.out.WriteString(strings.Repeat("x", 2*maxHeaderBytes))
		_ = f.out.Flush()
	case "memory":
		block := make([]byte, 300<<20)
		for i := range block {
			block[i] = byte(i)
		}
		time.Sleep(time.Hour) // not select {}, at which the runtime ends a program that does nothing else
		runtime.KeepAlive(block)
	case "deaf":
		time.Sleep(time.Hour)
	case "flood":
		noise := strings.Repeat("noise ", 100)
		for range 2_000 {
			f.say(object{"jsonrpc": "2.0", "method": "window/logMessage", "params": object{"message": noise}})
			f.say(object{"jsonrpc": "2.0", "id": 77, "result": nil})
		}
	}
}

func (f fakeServer) respond(behaviour string, m message) {
	foreign := object{"uri": "file:///etc/passwd", "range": Range{}}
	switch {
	case behaviour == "hang":
	case behaviour == "slow" && m.Method == "textDocument/hover":
	case behaviour == "foreign" && m.Method == "textDocument/definition":
		var p struct{ TextDocument object }
		_ = json.Unmarshal(m.Params, &p)
		f.answer(m.ID, []object{foreign, {"uri": p.TextDocument["uri"], "range": Range{}}})
	case behaviour == "foreign" && m.Method == "textDocument/rename":
		f.answer(m.ID, object{"changes": object{"file:///etc/passwd": []any{}}})
	case behaviour == "foreign" && m.Method == "textDocument/typeDefinition":
		f.answer(m.ID, foreign)
	case behaviour == "large" && m.Method == "textDocument/hover":
		f.answer(m.ID, strings.Repeat("x", maxResultBytes))
	case behaviour == "refusing" && m.Method == "textDocument/hover":
		f.say(object{"jsonrpc": "2.0", "id": m.ID, "error": responseError{-32603, "panic in /etc/secret/path\nstack"}})
	case m.Method == "textDocument/diagnostic":
		f.answer(m.ID, object{"items": []any{}})
	default:
		f.answer(m.ID, nil)
	}
}

// fake is a notebook of one cell whose servers behave in turn as told, the last one forever.
func fake(t *testing.T, c Config, behaviours ...string) *book {
	t.Helper()
	starts := atomic.Int32{}
	binary := reachable(t)
	c.Program = func(context.Context) (Program, error) {
		i := min(int(starts.Add(1))-1, len(behaviours)-1)
		return Program{Path: "/usr/bin/env", Args: []string{fakeScript + "=" + behaviours[i], binary}, Lib: filepath.Dir(binary)}, nil
	}
	b := open(t, c, "src/a.ts", "1", packageFile, "{}")
	b.follow()
	return b
}

var copyBinary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "srcbook-lsp-test-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		return "", err
	}
	content, err := os.ReadFile(os.Args[0])
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, executable("fake"))
	return path, os.WriteFile(path, content, 0o755)
})

// reachable is the test binary where the user that processes run as can reach it.
func reachable(t *testing.T) string {
	t.Helper()
	path, err := copyBinary()
	check(t, err)
	return path
}

func (b *book) awaitRestart(n int) Status {
	b.t.Helper()
	var s Status
	b.until(fmt.Sprintf("it was restarted %d times and is ready", n), func() bool {
		s = b.latest()
		return s.State == Ready && s.Restarts == n
	})
	return s
}

func TestMisbehavingServerIsReplaced(t *testing.T) {
	t.Parallel()
	for behaviour, why := range map[string]string{
		"crash":          "ended with exit code 3",
		"garbage":        "did not behave",
		"bad JSON":       "did not behave",
		"huge":           "did not behave",
		"endless header": "did not behave",
		"memory":         "more than the 150 MB",
	} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			b := fake(t, Config{Limits: sandbox.Limits{Memory: 150 << 20}}, behaviour, "good")
			s := b.awaitRestart(1)
			if s.Version != "fake" {
				t.Errorf("it is ready as %+v", s)
			}
			told := slices.ContainsFunc(b.standing, func(s Status) bool { return s.State == Restarting && strings.Contains(s.Message, why) })
			if !told {
				t.Errorf("nobody was told that it %s: %+v", why, b.standing)
			}
			query[any](b, "textDocument/hover", at("src/a.ts", 0, 0))
		})
	}
}

func TestHangingServerIsReplaced(t *testing.T) {
	t.Parallel()
	for _, behaviour := range []string{"hang", "deaf", "silent"} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			b := fake(t, Config{HangTimeout: 400 * time.Millisecond, AskTimeout: 200 * time.Millisecond}, behaviour, "good")
			if behaviour != "silent" {
				b.awaitState(Ready)
				_, err := b.w.Ask(t.Context(), "textDocument/hover", marshal(at("src/a.ts", 0, 0)))
				if f := fault.From(err); f == nil || f.Code != fault.CodeLanguageTimeout && f.Code != fault.CodeLanguageRestarting {
					t.Errorf("a question is answered by %v", err)
				}
			}
			b.until("a server that works is ready", func() bool {
				s := b.latest()
				return s.State == Ready && s.Restarts > 0
			})
		})
	}
}

func TestCrashLoopIsLeftUntilSomebodyAsks(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{Pause: time.Millisecond}, "crash", "crash", "crash", "crash", "crash", "crash", "good")
	s := b.awaitState(Failed)
	if !strings.Contains(s.Message, "exit code 3") || s.RetryAt.IsZero() || s.Restarts != quickCrashes+1 {
		t.Errorf("it failed as %+v", s)
	}
	b.refused("textDocument/hover", at("src/a.ts", 0, 0), fault.CodeLanguageFailed)
	b.w.Notice(RestartAsked)
	b.awaitState(Ready)
	query[any](b, "textDocument/hover", at("src/a.ts", 0, 0))
}

func TestServerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	b := open(t, Config{Pause: time.Millisecond, Program: func(context.Context) (Program, error) {
		return Program{}, fault.New(fault.CodeToolchain, "npm was not found")
	}}, "src/a.ts", "1")
	b.follow()
	if s := b.awaitState(Failed); s.Message != "npm was not found" {
		t.Errorf("it says %q", s.Message)
	}
}

func TestFloodIsBorne(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "flood")
	query[any](b, "textDocument/hover", at("src/a.ts", 0, 0))
}

func TestForeignPlacesStayOut(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "foreign")
	if got := query[[]struct{ URI string }](b, "textDocument/definition", at("src/a.ts", 0, 0)); len(got) != 1 || got[0].URI != "srcbook:///src/a.ts" {
		t.Errorf("definitions are %+v", got)
	}
	if got := query[any](b, "textDocument/typeDefinition", at("src/a.ts", 0, 0)); got != nil {
		t.Errorf("a single place is %v", got)
	}
	b.refused("textDocument/rename", with(at("src/a.ts", 0, 0), "newName", "x"), fault.CodeLanguageOutside)
}

func TestWhatIsNoQuestionIsRefused(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "good")
	b.awaitState(Ready)
	secret := filepath.Join(t.TempDir(), "secret.ts")
	check(t, os.WriteFile(secret, []byte("secret"), 0o644))
	folder := b.w.places().folder
	check(t, os.MkdirAll(filepath.Join(folder, "node_modules", "p"), 0o755))
	check(t, os.Symlink(secret, filepath.Join(folder, "node_modules", "p", "index.d.ts")))
	check(t, os.Symlink(filepath.Dir(secret), filepath.Join(folder, "node_modules", "q")))
	check(t, os.WriteFile(filepath.Join(folder, "node_modules", "binary.d.ts"), []byte{0xff, 0xfe}, 0o644))
	file := func(uri string) object { return object{"uri": uri} }
	for _, c := range []struct {
		method string
		params any
		code   error
	}{
		{"shutdown", nil, fault.CodeLanguageAsk},
		{"workspace/executeCommand", object{"command": "rm"}, fault.CodeLanguageAsk},
		{"textDocument/hover", nil, fault.CodeLanguageAsk},
		{"textDocument/hover", []int{1}, fault.CodeLanguageAsk},
		{"textDocument/hover", object{"textDocument": 5}, fault.CodeLanguageAsk},
		{"textDocument/hover", at("src/unknown.ts", 0, 0), fault.CodeCellNotFound},
		{"textDocument/hover", at("node_modules/zod/index.d.ts", 0, 0), fault.CodeCellNotFound},
		{"textDocument/hover", object{"textDocument": file("file:///etc/passwd")}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("\u0066ile:///etc/passwd")}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("untitled:a.ts")}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("srcbook:///../../etc/passwd")}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("srcbook:///src/..%2f..%2fetc/passwd")}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("srcbook:////etc/passwd")}, fault.CodeLanguageOutside},
		{"completionItem/resolve", object{"data": object{"fileName": "srcbook:///../x"}}, fault.CodeLanguageOutside},
		{"completionItem/resolve", object{"data": object{"fileName": "file:///etc/passwd"}}, fault.CodeLanguageOutside},
		{"textDocument/hover", object{"textDocument": file("srcbook:///src/a.ts"), "padding": strings.Repeat("x", maxParamsBytes)}, fault.CodeTooLarge},
		{fileMethod, file("srcbook:///../../etc/passwd"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///lib/../../../../etc/passwd"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///node_modules/p/index.d.ts"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///node_modules/q/secret.ts"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///node_modules/q"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///node_modules"), fault.CodeLanguageOutside},
		{fileMethod, file("srcbook:///node_modules/none.d.ts"), fault.CodeNotFound},
		{fileMethod, file("srcbook:///node_modules/binary.d.ts"), fault.CodeLanguageAsk},
		{fileMethod, file("srcbook:///.env"), fault.CodeLanguageOutside},
		{fileMethod, "x", fault.CodeLanguageAsk},
	} {
		b.refused(c.method, c.params, c.code)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "large")
	b.refused("textDocument/hover", at("src/a.ts", 0, 0), fault.CodeTooLarge)
	b = fake(t, Config{}, "refusing")
	b.refused("textDocument/hover", at("src/a.ts", 0, 0), fault.CodeLanguageAsk)
}

func TestQuestionIsGivenUp(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "slow")
	b.awaitState(Ready)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.w.Ask(ctx, "textDocument/hover", marshal(at("src/a.ts", 0, 0))); fault.From(err) == nil || fault.From(err).Code != fault.CodeCanceled {
		t.Errorf("got %v", err)
	}
	query[any](b, "textDocument/documentSymbol", in("src/a.ts"))
}

func TestClosingAnswersWhoWaits(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "slow")
	b.awaitState(Ready)
	asked := make(chan error, 1)
	go func() {
		_, err := b.w.Ask(context.Background(), "textDocument/hover", marshal(at("src/a.ts", 0, 0)))
		asked <- err
	}()
	b.w.Close()
	if err := <-asked; err == nil {
		t.Error("a question to a closed service is answered")
	}
	b.w.Follow(b.cells, notebook.TypeScript)
	b.w.Notice(RestartAsked)
}

func removeAll(t testing.TB, folder, name string) {
	t.Helper()
	check(t, os.RemoveAll(filepath.Join(folder, name)))
}
