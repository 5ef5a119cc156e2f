package web

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// cookieOf signs a browser in and gives its cookie.
func (f *fixture) cookieOf() *http.Cookie {
	f.t.Helper()
	answer := f.send("POST", "/api/session", `{"token":"`+testToken+`"}`, signedOut)
	if len(answer.Cookies()) != 1 {
		f.t.Fatalf("sign in: status %d, cookies %v", answer.StatusCode, answer.Cookies())
	}
	return answer.Cookies()[0]
}

func signedOut(r *http.Request) { r.Header.Del("Authorization") }

// page reads a page of the interface and what stands in its place for the boot.
func (f *fixture) page(path string, edit func(*http.Request)) (answer *http.Response, boot string) {
	f.t.Helper()
	answer = f.send("GET", path, "", func(r *http.Request) {
		signedOut(r)
		edit(r)
	})
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(body), string(bootPlace))
	boot, after, found := strings.Cut(rest, "</script>")
	if !found || after != testPageEnd {
		f.t.Fatalf("the page is %q", body)
	}
	return answer, boot
}

func TestPagesOfTheSignedInHoldTheirFirstAnswers(t *testing.T) {
	f := newFixture(t)
	made := f.create("Primes")
	cookie := f.cookieOf()
	for _, path := range []string{"/", "/recent", "/n/" + made.ID, "/index.html"} {
		t.Run(path, func(t *testing.T) {
			answer, boot := f.page(path, func(r *http.Request) { r.AddCookie(cookie) })
			var got wire.Boot
			if err := json.Unmarshal([]byte(boot), &got); err != nil {
				t.Fatalf("%v in %q", err, boot)
			}
			if len(got.Workspaces.Items) != 1 || got.Workspaces.Items[0].ID != made.ID {
				t.Errorf("library: got %+v, want %s alone", got.Workspaces, made.ID)
			}
			if got.Session.Name != "Ada" || got.Status.Version != "test" || !reflect.DeepEqual(got.Settings, library.DefaultSettings) {
				t.Errorf("got %+v", got)
			}
			if got, want := answer.Header.Get("Cache-Control"), "no-store"; got != want {
				t.Errorf("Cache-Control: got %q, want %q", got, want)
			}
			if got := answer.Header.Get("Content-Security-Policy"); got != f.server.policy {
				t.Errorf("Content-Security-Policy: got %q", got)
			}
		})
	}
}

func TestNobodyElseIsGivenTheFirstAnswers(t *testing.T) {
	f := newFixture(t)
	f.create("Primes")
	cookie := f.cookieOf()
	tests := map[string]func(*http.Request){
		"signed out":     func(*http.Request) {},
		"unknown cookie": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: cookie.Name, Value: "guess"}) },
		"wrong token":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer guess") },
		"embedded": func(r *http.Request) {
			r.AddCookie(cookie)
			r.Header.Set("Sec-Fetch-Dest", "script")
		},
	}
	for name, edit := range tests {
		t.Run(name, func(t *testing.T) {
			answer, boot := f.page("/", edit)
			if boot != "" {
				t.Errorf("got %q", boot)
			}
			if got, want := answer.Header.Get("Cache-Control"), "no-cache"; got != want {
				t.Errorf("Cache-Control: got %q, want %q", got, want)
			}
		})
	}
}

func TestTitlesCannotLeaveThePlaceOfTheFirstAnswers(t *testing.T) {
	f := newFixture(t)
	const hostile = "</script><script>alert(1)</script><!--<script>"
	f.create(hostile)
	cookie := f.cookieOf()
	_, boot := f.page("/", func(r *http.Request) { r.AddCookie(cookie) })
	if strings.ContainsAny(boot, "<>&\u2028") {
		t.Errorf("got %q", boot)
	}
	var got wire.Boot
	if err := json.Unmarshal([]byte(boot), &got); err != nil {
		t.Fatal(err)
	}
	if got.Workspaces.Items[0].Title != hostile {
		t.Errorf("title: got %q, want %q", got.Workspaces.Items[0].Title, hostile)
	}
}
