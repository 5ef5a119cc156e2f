package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/wire"
)

// browser signs in and returns what makes a request one of its own.
func (f *fixture) browser() func(*http.Request) {
	f.t.Helper()
	cookie := f.send("POST", "/api/session", `{"token":"`+testToken+`"}`, withoutToken).Cookies()[0]
	return func(r *http.Request) {
		withoutToken(r)
		r.AddCookie(cookie)
	}
}

func withoutToken(r *http.Request) { r.Header.Del("Authorization") }

func TestPeopleNameThemselves(t *testing.T) {
	f := newFixture(t)
	bob, other := f.browser(), f.browser()
	named := func(as func(*http.Request), want string) {
		t.Helper()
		var got wire.Session
		if err := json.NewDecoder(f.send("GET", "/api/session", "", as).Body).Decode(&got); err != nil || got.Name != want {
			t.Errorf("the session is %+v, %v, want the name %s", got, err, want)
		}
	}
	named(bob, "Ada") // who started the server
	for sent, want := range map[string]int{
		`{"name":"Bob"}`: http.StatusOK, `{}`: http.StatusOK, `{"name":" Bob"}`: http.StatusUnprocessableEntity,
		`{"name":"srcbook"}`: http.StatusUnprocessableEntity, `{"name":"B\u202eob"}`: http.StatusUnprocessableEntity,
	} {
		if got := f.send("PATCH", "/api/session", sent, bob).StatusCode; got != want {
			t.Errorf("%s: status %d, want %d", sent, got, want)
		}
	}
	named(bob, "Bob")
	named(other, "Ada")
	if got := f.send("PATCH", "/api/session", `{"name":"Eve"}`, nil).StatusCode; got != http.StatusForbidden {
		t.Errorf("a script took a name: status %d", got)
	}
	f.send("PATCH", "/api/session", `{"name":""}`, bob)
	named(bob, "Ada")
}

// A connection that is open already takes the name over with the next notebook, and opens none any
// more once its browser has signed out.
func TestAConnectionFollowsItsSession(t *testing.T) {
	f := newFixture(t)
	w, as := f.create("Shared"), f.browser()
	request, err := http.NewRequestWithContext(t.Context(), "GET", f.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	as(request)
	request.Header.Set("Origin", f.url)
	conn, _, err := websocket.Dial(t.Context(), f.url+"/api/socket", &websocket.DialOptions{HTTPHeader: request.Header})
	if err != nil {
		t.Fatal(err)
	}
	c := &tab{t: t, conn: conn}
	author := func(m map[string]any) any { return m["peers"].([]any)[0].(map[string]any)["author"] }
	c.open(w.ID)
	if got := author(c.until("people")); got != "Ada" {
		t.Errorf("the author is %v", got)
	}
	f.send("PATCH", "/api/session", `{"name":"Bob"}`, as)
	c.say(`{"type":"close","channel":1}`)
	c.open(w.ID)
	if got := author(c.until("people")); got != "Bob" {
		t.Errorf("the author is %v", got)
	}
	f.send("DELETE", "/api/session", "", as)
	c.say(fmt.Sprintf(`{"type":"open","channel":2,"workspace":%q,"client":"tab"}`, w.ID))
	if m := c.until("closed"); m["fault"].(map[string]any)["code"] != "SB-1003" {
		t.Errorf("after signing out: %v", m)
	}
}
