package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/srcbook/srcbook/internal/fetch"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// TestImportFromAnAddress takes a notebook in from another server, the whole way from the request to the
// library. A browser test cannot: what the tests serve is in a private network, which is refused.
func TestImportFromAnAddress(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/far.src.md", http.StatusFound)
		case "/far.src.md":
			fmt.Fprint(w, "<!-- srcbook:{\"language\":\"javascript\"} -->\n\n# From afar\n\nIt came by itself.\n")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(elsewhere.Close)
	f := newFixture(t, func(c *library.Config) { c.Fetcher = fetch.New(fetch.Config{AllowLoopback: true}) })

	var got wire.Workspace
	f.answer("POST", "/api/workspaces/import", fmt.Sprintf(`{"url":%q}`, elsewhere.URL+"/moved"), http.StatusCreated, &got)
	if got.Title != "From afar" || got.Language != "javascript" || got.Summary != "It came by itself." {
		t.Errorf("got %+v", got)
	}
	var listed wire.WorkspacePage
	f.answer("GET", "/api/workspaces", "", http.StatusOK, &listed)
	if len(listed.Items) != 1 || listed.Items[0].ID != got.ID {
		t.Errorf("the library lists %+v", listed.Items)
	}
	if status := f.send("POST", "/api/workspaces/import", fmt.Sprintf(`{"url":%q}`, elsewhere.URL+"/gone"), nil).StatusCode; status < 400 {
		t.Errorf("a missing file is answered by %d", status)
	}
}

// answer sends a request and reads what it is answered with.
func (f *fixture) answer(method, path, body string, want int, into any) {
	f.t.Helper()
	answer := f.send(method, path, body, nil)
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil || answer.StatusCode != want {
		f.t.Fatalf("%s %s: status %d, want %d, %v", method, path, answer.StatusCode, want, err)
	}
}
