package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/sandbox"
	"github.com/srcbook/srcbook/internal/server"
	"github.com/srcbook/srcbook/internal/wire"
)

// serveFolder makes the test binary a server on that data folder. It writes its address to standard
// output, its log to standard error, and ends on SIGTERM.
const serveFolder = "SRCBOOK_TEST_SERVE"

// patience bounds every wait for something that has to happen. It is no measure of speed.
const patience = 60 * time.Second

// fullPath is PATH as the tests were started. Servers of the tests find node and nothing else, so that
// none of them sets up package tools that it does not need.
var fullPath = os.Getenv("PATH")

func TestMain(m *testing.M) {
	sandbox.Main()
	if folder := os.Getenv(serveFolder); folder != "" {
		os.Exit(serveUntilTerminated(folder))
	}
	programs, err := onlyNode()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(programs)
	os.Exit(code)
}

func serveUntilTerminated(folder string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	err := server.Run(ctx, server.Config{
		Data: folder, Listen: "localhost:0", ReadyFile: folder + ".ready", Version: "test", Out: os.Stdout,
		Log: slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// onlyNode makes PATH a folder with a link to node.
func onlyNode() (folder string, err error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("these tests need Node.js: %w", err)
	}
	if node, err = filepath.EvalSymlinks(node); err != nil {
		return "", err
	}
	if folder, err = os.MkdirTemp("", "srcbook-server-test-"); err != nil {
		return "", err
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		return "", err
	}
	if err := os.Symlink(node, filepath.Join(folder, "node")); err != nil {
		return "", err
	}
	return folder, os.Setenv("PATH", folder)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rounds is how often a test repeats; the environment variable asks for more than the usual number.
func rounds(t *testing.T, variable string, usual int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv(variable))
	if err != nil {
		return usual
	}
	return n
}

// instance is a running server.
type instance struct {
	t      testing.TB
	data   string
	ready  server.Ready
	ended  chan struct{} // closed when it has ended and err is set
	err    error
	stop   func() // asks it to end
	log    *buffer
	parent *exec.Cmd // nil when it runs in this process
}

// start runs a server in this process.
func start(t testing.TB, data string) *instance {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	s := &instance{t: t, data: data, ended: make(chan struct{}), stop: cancel, log: &buffer{}}
	go func() {
		defer close(s.ended)
		s.err = server.Run(ctx, server.Config{
			Data: data, Listen: "localhost:0", Version: "test", Out: write,
			Log: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		})
		_ = write.CloseWithError(io.EOF)
	}()
	s.await(read)
	return s
}

// spawn runs a server in a process of its own, with the given variables besides node's PATH.
func spawn(t testing.TB, data string, env ...string) *instance {
	t.Helper()
	s := &instance{t: t, data: data, ended: make(chan struct{}), log: &buffer{}}
	s.parent = exec.Command(os.Args[0])
	s.parent.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), serveFolder + "=" + data}, env...)
	s.parent.Stderr = s.log
	out, err := s.parent.StdoutPipe()
	check(t, err)
	check(t, s.parent.Start())
	s.stop = func() { _ = s.parent.Process.Signal(syscall.SIGTERM) } // it may have ended
	s.await(out)
	return s
}

// await reads the launch link and arranges for the end.
func (s *instance) await(out io.Reader) {
	s.t.Helper()
	lines := bufio.NewScanner(out)
	for s.ready.Token == "" && lines.Scan() {
		if address, token, found := strings.Cut(strings.TrimSpace(lines.Text()), "/launch#"); found {
			s.ready.URL, s.ready.Token = address, token
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, out) // nothing may block on a full pipe
		if s.parent != nil {
			s.err = s.parent.Wait()
			close(s.ended)
		}
	}()
	s.t.Cleanup(func() {
		s.end()
		if s.t.Failed() {
			s.t.Logf("log of the server:\n%s", last(s.log.String(), 4000))
		}
	})
	if s.ready.Token == "" {
		s.end()
		s.t.Fatalf("the server did not start: %v\n%s", s.err, s.log)
	}
	s.ready.PID = os.Getpid()
	if s.parent != nil {
		s.ready.PID = s.parent.Process.Pid
	}
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// end asks the server to end and waits for it.
func (s *instance) end() {
	s.t.Helper()
	s.stop()
	select {
	case <-s.ended:
	case <-time.After(patience):
		if s.parent != nil {
			_ = s.parent.Process.Kill() // the failure is reported anyhow
		}
		s.t.Fatal("the server does not end")
	}
}

// kill ends the server without a chance to tidy up.
func (s *instance) kill() {
	s.t.Helper()
	check(s.t, s.parent.Process.Kill())
	<-s.ended
}

// buffer is a log that is written and read at the same time.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// answer is what the server said to a request.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// fault is the fault inside an error answer; its code is "" when there is none.
func (a answer) fault() wire.Fault {
	var p struct{ Fault wire.Fault }
	_ = json.Unmarshal(a.body, &p) // then there is no fault
	return p.Fault
}

func (a answer) String() string { return fmt.Sprintf("%d %s", a.status, last(string(a.body), 500)) }

// client follows no redirects, so that they are seen.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// send makes a request with the server's token. The path is sent as it is written.
func (s *instance) send(method, path string, body any) answer {
	s.t.Helper()
	r, err := s.request(method, path, body)
	check(s.t, err)
	response, err := client.Do(r)
	check(s.t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	check(s.t, err)
	return answer{response.StatusCode, response.Header, raw}
}

func (s *instance) request(method, path string, body any) (*http.Request, error) {
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.ready.URL, reader)
	if err != nil {
		return nil, err
	}
	address, query, _ := strings.Cut(path, "?")
	r.URL.Opaque, r.URL.RawQuery = strings.TrimPrefix(s.ready.URL, "http:")+address, query
	r.Header.Set("Authorization", "Bearer "+s.ready.Token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r, nil
}

// do makes a request that has to succeed and decodes its answer.
func do[T any](s *instance, method, path string, body any) T {
	s.t.Helper()
	var out T
	a := s.send(method, path, body)
	if a.status >= 300 {
		s.t.Fatalf("%s %s: %s", method, path, a)
	}
	if len(a.body) > 0 {
		check(s.t, json.Unmarshal(a.body, &out))
	}
	return out
}

// refused makes a request that has to be refused with a code.
func (s *instance) refused(method, path string, body any, code string) wire.Fault {
	s.t.Helper()
	a := s.send(method, path, body)
	f := a.fault()
	if a.status < 400 || f.Code != code || a.header.Get("Content-Type") != "application/problem+json" {
		s.t.Errorf("%s %s: got %s of type %s, want a problem with %s", method, path, a, a.header.Get("Content-Type"), code)
	}
	return f
}

func (s *instance) importText(source string) wire.Workspace {
	s.t.Helper()
	return do[wire.Workspace](s, "POST", "/api/workspaces/import", wire.Import{Text: source})
}

func (s *instance) export(id string) string {
	s.t.Helper()
	return string(s.send("GET", "/api/workspaces/"+id+"/export", nil).body)
}

func (s *instance) list() []wire.Workspace {
	s.t.Helper()
	return do[wire.WorkspacePage](s, "GET", "/api/workspaces?limit=500", nil).Items
}

// file is a notebook of code cells, given as name and text in turn.
func file(title string, namesAndTexts ...string) string {
	var b strings.Builder
	b.WriteString("<!-- srcbook:{\"language\":\"typescript\"} -->\n\n# " + title + "\n\n###### package.json\n\n```json\n{ \"type\": \"module\" }\n```\n")
	for i := 0; i < len(namesAndTexts); i += 2 {
		fmt.Fprintf(&b, "\n###### %s\n\n```typescript\n%s\n```\n", namesAndTexts[i], namesAndTexts[i+1])
	}
	return b.String()
}

func at(id, below string) string { return "/api/workspaces/" + url.PathEscape(id) + below }
