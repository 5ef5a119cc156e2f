package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/wire"
)

// hostileIDs stand where a route expects an id. They are sent as they are written.
var hostileIDs = []string{
	"..%2F..%2F..%2Fetc%2Fpasswd", "%2e%2e", "%2e%2e%2f%2e%2e%2fsecret.key", "..%5c..%5csecret.key", "%00", "a%00b", "%ff%fe", "%0d%0aX-Evil:1",
	"~root", "con.ts", "%252e%252e%252f", "a%2Fb", "*", "%3Cscript%3E", "'%20OR%201=1--", "$(id)", strings.Repeat("a", 5000), "__proto__", "..;", "%20",
}

// traces are what an answer must not hold: our files and lines, stacks, SQL, and where things are.
var traces = regexp.MustCompile(`\.go:\d|goroutine \d|internal/(web|library|hub|store)|SQLITE|sqlite|SELECT |/tmp/|root:x:|panic|0xc0`)

// S5-S10, S13, S24 and the crashes by HTTP: ids that are paths, on every route that takes one. Each
// gets a problem, nothing outside is touched, and the server lives.
func TestHostileIDsOnEveryRoute(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	s := start(t, data)
	w := s.importText(twoCells)
	s.open(w.ID, "c").finish("main.ts") // from now on everything is in place
	before := entries(t, filepath.Dir(data))
	probes := 0
	for route, methods := range routes(s) {
		for _, hostile := range hostileIDs {
			path := strings.NewReplacer("{id}", hostile, "{run}", hostile, "{name}", hostile).Replace(route)
			if path == route {
				continue
			}
			second := strings.NewReplacer("{id}", w.ID, "{run}", hostile, "{name}", hostile).Replace(route)
			for _, p := range []string{path, second} {
				if strings.HasSuffix(p, w.ID) || !strings.Contains(p, hostile) {
					continue
				}
				for _, method := range methods {
					probes++
					wantProblem(t, s, method, p)
				}
			}
		}
	}
	for _, path := range []string{"/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/..%2f..%2findex.html", "/%2e%2e/%2e%2e/etc/passwd", "/n/../../etc/passwd", "/assets/%00"} {
		if a := s.send("GET", path, nil); a.status >= 500 || traces.Match(a.body) {
			t.Errorf("GET %s: %s", path, a)
		}
	}
	if probes < 200 {
		t.Errorf("only %d probes were made", probes)
	}
	if after := entries(t, filepath.Dir(data)); !reflect.DeepEqual(after, before) {
		t.Errorf("there were %v, are %v", before, after)
	}
	if got := s.list(); len(got) != 1 || got[0].TrashedAt != nil {
		t.Errorf("the library is %+v", got)
	}
}

func wantProblem(t *testing.T, s *instance, method, path string) {
	t.Helper()
	var body any
	if method != "GET" {
		body = `{}`
	}
	a := s.send(method, path, body)
	short := path[:min(len(path), 80)]
	switch {
	case traces.Match(a.body):
		t.Errorf("%s %s tells what it must not: %s", method, short, a)
	case a.status >= 300 && a.status < 400 && !strings.HasPrefix(a.header.Get("Location"), "//"):
	case a.status < 400 || a.status >= 500:
		t.Errorf("%s %s: got %s", method, short, a)
	case a.fault().Code == "" || a.fault().Code == "SB-1000" || a.header.Get("X-Evil") != "":
		t.Errorf("%s %s: got %s", method, short, a)
	}
}

// routes are the methods by path, from the server's own description.
func routes(s *instance) map[string][]string {
	s.t.Helper()
	described := do[struct {
		Paths map[string]map[string]any
	}](s, "GET", "/api/openapi.json", nil)
	all := map[string][]string{}
	for path, item := range described.Paths {
		for method := range item {
			if slices.Contains([]string{"get", "put", "post", "patch", "delete"}, method) {
				all[path] = append(all[path], strings.ToUpper(method))
			}
		}
	}
	if len(all) < 10 {
		s.t.Fatalf("the description has %d routes", len(all))
	}
	return all
}

// entries are the names in a folder, below it by one level.
func entries(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	check(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		below, relErr := filepath.Rel(folder, path)
		if err != nil || relErr != nil {
			return relErr // a file that went meanwhile
		}
		if strings.Count(below, string(filepath.Separator)) == 1 && d.IsDir() {
			names = append(names, below)
			return fs.SkipDir
		}
		return nil
	}))
	slices.Sort(names)
	return names
}

// The crashes by HTTP: each of these ended the original.
func TestRequestsThatKilledTheOriginal(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(twoCells)
	const missing = "abcdefghijklmnopqrstuvwxyz"
	for _, r := range []struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		{"GET", at(missing, ""), nil, 404, "SB-2001"},
		{"GET", at(missing, "/export"), nil, 404, "SB-2001"},
		{"GET", at(missing, "/packages"), nil, 404, "SB-2001"},
		{"DELETE", at(missing, ""), nil, 404, "SB-2001"},
		{"DELETE", at(missing, "?purge=true"), nil, 404, "SB-2001"},
		{"POST", at(missing, "/restore"), nil, 404, "SB-2001"},
		{"POST", at(missing, "/duplicate"), nil, 404, "SB-2001"},
		{"PATCH", at(missing, ""), `{"title":"x"}`, 404, "SB-2001"},
		{"GET", at(w.ID, "/runs/none/output"), nil, 404, "SB-4001"},
		{"PUT", at(w.ID, "/secrets/NONE"), nil, 404, "SB-2008"},
		{"DELETE", "/api/secrets/NONE", nil, 404, "SB-2008"},
		{"PUT", "/api/secrets/A", `{}`, 404, "SB-2008"},
		{"PUT", "/api/secrets/A", ``, 400, "SB-1001"},
		{"PUT", "/api/secrets/A", `null`, 422, "SB-1001"},
		{"PATCH", at(w.ID, ""), `{"title":"` + strings.Repeat("x", 300) + `"}`, 422, "SB-2005"},
		{"PATCH", at(w.ID, ""), `{"title":""}`, 422, "SB-2005"},
		{"PATCH", at(w.ID, ""), `{"title":"a\nb"}`, 422, "SB-2005"},
		{"PATCH", at(w.ID, ""), `{"title":7}`, 422, "SB-1001"},
		{"DELETE", at(w.ID, "?purge=true"), nil, 409, "SB-1013"},
		{"POST", "/api/workspaces", `{"title":"x","language":"cobol"}`, 422, "SB-1001"},
		{"POST", "/api/workspaces", `[]`, 422, "SB-1001"},
		{"POST", at(w.ID, "/packages"), `{"packages":[{"name":"$(touch x)"}]}`, 422, "SB-5001"},
		{"POST", at(w.ID, "/packages"), `{"packages":[{"name":"../x","range":"1"}]}`, 422, "SB-5001"},
		{"POST", at(w.ID, "/packages"), `{"packages":[]}`, 422, "SB-1001"},
		{"POST", at(w.ID, "/packages/cancel"), nil, 409, "SB-5010"},
		{"GET", "/api/workspaces?limit=-1", nil, 422, "SB-1001"},
		{"GET", "/api/workspaces?cursor=nonsense", nil, 422, "SB-1001"},
		{"GET", "/api/search", nil, 422, "SB-1001"},
		{"PATCH", "/api/settings", `{"theme":"mauve"}`, 422, "SB-1001"},
		{"GET", "/api/nowhere", nil, 404, "SB-1002"},
		{"POST", "/api/status", `{}`, 404, "SB-1002"},
	} {
		t.Run(r.method+" "+r.path+" "+last(fmt.Sprint(r.body), 30), func(t *testing.T) {
			a := s.send(r.method, r.path, r.body)
			if a.status != r.status || a.fault().Code != r.code || a.header.Get("Content-Type") != "application/problem+json" || traces.Match(a.body) {
				t.Errorf("got %s of type %s, want %d %s", a, a.header.Get("Content-Type"), r.status, r.code)
			}
		})
	}
	for _, query := range []string{"%22", "*", "a AND", "NEAR(", "^", "col:x", "\"unclosed", "-", "%00", strings.Repeat("a", 500)} {
		if a := s.send("GET", "/api/search?q="+strings.ReplaceAll(query, " ", "%20"), nil); a.status != http.StatusOK {
			t.Errorf("search for %q: %s", query, a)
		}
	}
	if s.export(w.ID) == "" {
		t.Error("the notebook is gone")
	}
}

// A body above the limit is refused by a problem, not by HTML and not by a cut connection.
func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	for path, size := range map[string]int{"/api/workspaces": 2 << 20, "/api/secrets/A": 2 << 20} {
		method := "POST"
		if strings.HasPrefix(path, "/api/secrets") {
			method = "PUT"
		}
		a := s.send(method, path, `{"title":"`+strings.Repeat("x", size)+`"}`)
		if a.status != http.StatusRequestEntityTooLarge || a.fault().Code != "SB-1005" || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: got %s", path, a)
		}
	}
	value := strings.Repeat("x", 65<<10)
	s.refused("PUT", "/api/secrets/A", wire.PutSecret{Value: &value}, "SB-1005")
}

// Requests whose head is too large or never ends cost their own connection and nothing else.
func TestEndlessHeadsAreCut(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	address := strings.TrimPrefix(s.ready.URL, "http://")
	address = strings.Replace(address, "localhost", "127.0.0.1", 1)
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", address)
		check(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	large := dial()
	go func() { // the server answers before it has read everything
		_, _ = large.Write(append([]byte("GET / HTTP/1.1\r\nHost: localhost\r\nX: "), bytes.Repeat([]byte("x"), 200<<10)...))
	}()
	response, err := http.ReadResponse(bufio.NewReader(large), nil)
	check(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a large head is answered %d", response.StatusCode)
	}
	slow := dial()
	_, err = slow.Write([]byte("GET / HTTP/1.1\r\nHost: "))
	check(t, err)
	if s.send("GET", "/healthz", nil).status != http.StatusOK {
		t.Error("others have to wait")
	}
	// It ends by the server's limit on heads; the test's own limit is far above it.
	if rest, err := io.ReadAll(slow); err != nil || bytes.Contains(rest, []byte(" 200 ")) {
		t.Errorf("a slow head is answered %q, %v", rest, err)
	}
}
