package web

import (
	"net/http"
	"strings"
	"testing"
)

// S1, S2, S3: any web page could drive the original. Here each way in is shut.
func TestForeignHostsAndOriginsAreRefused(t *testing.T) {
	f := newFixture(t)
	host := strings.TrimPrefix(f.url, "http://")
	tests := []struct {
		name   string
		method string
		path   string
		edit   func(*http.Request)
		status int
		code   string
	}{
		{"foreign host", "GET", "/api/workspaces", func(r *http.Request) { r.Host = "evil.example" }, 421, "SB-1008"},
		{"foreign host on the interface", "GET", "/", func(r *http.Request) { r.Host = "evil.example" }, 421, "SB-1008"},
		{"host with our name inside", "GET", "/api/workspaces", func(r *http.Request) { r.Host = "localhost.evil.example" }, 421, "SB-1008"},
		{"host with a trailing dot", "GET", "/api/workspaces", func(r *http.Request) { r.Host = "localhost.:2150" }, 421, "SB-1008"},
		{"host without the port", "GET", "/api/workspaces", func(r *http.Request) { r.Host = "127.0.0.1" }, 421, "SB-1008"},
		{"host and origin both foreign", "GET", "/api/workspaces", func(r *http.Request) {
			r.Host = "evil.example"
			r.Header.Set("Origin", "http://evil.example")
		}, 421, "SB-1008"},
		{"foreign origin reading", "GET", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403, "SB-1009"},
		{"foreign origin writing", "POST", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403, "SB-1009"},
		{"origin null", "POST", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403, "SB-1009"},
		{"other port of this machine", "POST", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, 403, "SB-1009"},
		{"cross-site fetch", "DELETE", "/api/workspaces/x", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403, "SB-1009"},
		{"cross-site read of the API", "GET", "/api/workspaces", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403, "SB-1009"},
		{"preflight from elsewhere", "OPTIONS", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403, "SB-1009"},
		{"socket from elsewhere", "GET", "/api/socket", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403, "SB-1009"},
		{"socket without origin or token", "GET", "/api/socket", func(r *http.Request) { r.Header.Del("Authorization") }, 403, "SB-1009"},
		{"own origin", "GET", "/api/workspaces", func(r *http.Request) { r.Header.Set("Origin", "http://"+host) }, 200, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := f.send(test.method, test.path, "", test.edit)
			if answer.StatusCode != test.status {
				t.Fatalf("status %d, want %d", answer.StatusCode, test.status)
			}
			if got := answer.Header.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("Access-Control-Allow-Origin is %q", got)
			}
			if test.code != "" {
				if got := f.problem(answer).Fault.Code; got != test.code {
					t.Errorf("code %s, want %s", got, test.code)
				}
			}
		})
	}
}

// S23: the original sent no policy at all.
func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	f := newFixture(t)
	for _, path := range []string{"/", "/n/abc", "/assets/app-1234.js", "/api/workspaces", "/api/nowhere", "/healthz"} {
		h := f.send("GET", path, "", nil).Header
		if !strings.Contains(h.Get("Content-Security-Policy"), "script-src 'self';") || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Powered-By") != "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestOnlyPublicRoutesAnswerStrangers(t *testing.T) {
	f := newFixture(t)
	stranger := func(r *http.Request) { r.Header.Del("Authorization") }
	public := map[string]bool{"GET /healthz": true, "POST /api/session": true}
	for _, route := range f.server.routes() {
		name := route.operation.Method + " " + route.operation.Path
		path := strings.NewReplacer("{id}", "x", "{run}", "x", "{name}", "X").Replace(route.operation.Path)
		status := f.send(route.operation.Method, path, "", stranger).StatusCode
		if refused := status == http.StatusUnauthorized; refused == public[name] {
			t.Errorf("%s answers a stranger %d", name, status)
		}
	}
	if status := f.send("GET", "/api/nowhere", "", stranger).StatusCode; status != http.StatusUnauthorized {
		t.Errorf("an unknown route answers a stranger %d", status)
	}
}

func TestSigningIn(t *testing.T) {
	f := newFixture(t)
	plain := func(r *http.Request) { r.Header.Del("Authorization") }
	if answer := f.send("POST", "/api/session", `{"token":"guess"}`, plain); answer.StatusCode != http.StatusUnauthorized {
		t.Fatalf("a wrong token: status %d", answer.StatusCode)
	}
	answer := f.send("POST", "/api/session", `{"token":"`+testToken+`"}`, plain)
	if answer.StatusCode != http.StatusNoContent || len(answer.Cookies()) != 1 {
		t.Fatalf("status %d, cookies %v", answer.StatusCode, answer.Cookies())
	}
	cookie := answer.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("cookie %v", cookie)
	}
	signedIn := func(r *http.Request) { plain(r); r.AddCookie(cookie) }
	if status := f.send("GET", "/api/workspaces", "", signedIn).StatusCode; status != http.StatusOK {
		t.Errorf("with the cookie: status %d", status)
	}
	if status := f.send("DELETE", "/api/session", "", signedIn).StatusCode; status != http.StatusNoContent {
		t.Errorf("sign out: status %d", status)
	}
	if status := f.send("GET", "/api/workspaces", "", signedIn).StatusCode; status != http.StatusUnauthorized {
		t.Errorf("after signing out: status %d", status)
	}
}

func TestSessionsExpire(t *testing.T) {
	f := newFixture(t)
	plain := func(r *http.Request) { r.Header.Del("Authorization") }
	cookie := f.send("POST", "/api/session", `{"token":"`+testToken+`"}`, plain).Cookies()[0]
	f.now = f.now.Add(sessionLifetime)
	answer := f.send("GET", "/api/workspaces", "", func(r *http.Request) { plain(r); r.AddCookie(cookie) })
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestGuessingTheTokenIsLimited(t *testing.T) {
	f := newFixture(t)
	for range 100 {
		answer := f.send("POST", "/api/session", `{"token":"guess"}`, nil)
		if answer.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("a hundred guesses in a row were answered")
}
