package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "172.15.255.255": true, "172.32.0.0": true, "100.63.255.255": true, "100.128.0.0": true,
		"2606:4700:4700::1111": true, "2002:808:808::1": true, "64:ff9b::808:808": true, "::ffff:8.8.8.8": true,
		"0.0.0.0": false, "0.1.2.3": false, "127.0.0.1": false, "127.255.255.254": false, "10.0.0.1": false,
		"172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "100.127.255.255": false, "192.0.0.8": false, "192.0.2.1": false, "198.18.0.1": false,
		"198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false,
		"2002:7f00:1::1": false, "2002:a00:1::": false, "2002:a9fe:a9fe::": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::808:808": false,
		"2001::1": false, "2001:db8::1": false, "100::1": false, "4000::1": false, "3fff::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s): got %v, want %v", address, got, want)
		}
	}
}

// names is a resolver with a fixed answer for each name.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	var all []netip.Addr
	for _, a := range n[host] {
		all = append(all, netip.MustParseAddr(a))
	}
	if all == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return all, nil
}

func TestRefusedAddresses(t *testing.T) {
	resolver := names{
		"loop.example": {"127.0.0.1"}, "meta.example": {"169.254.169.254"}, "six.example": {"::1"}, "mapped.example": {"::ffff:10.0.0.1"},
		"mixed.example": {"8.8.8.8", "10.0.0.1"}, "localhost": {"127.0.0.1"}, "nat.example": {"64:ff9b::7f00:1"},
		// What the system's resolver makes of addresses in other notations.
		"2130706433": {"127.0.0.1"}, "0x7f000001": {"127.0.0.1"}, "0177.0.0.1": {"127.0.0.1"}, "127.1": {"127.0.0.1"}, "0": {"0.0.0.0"},
	}
	client := New(Config{Resolver: resolver})
	for _, c := range []struct {
		address string
		want    fault.Code
	}{
		{"ftp://example.com/x", fault.CodeImportURL},
		{"file:///etc/passwd", fault.CodeImportURL},
		{"javascript:alert(1)", fault.CodeImportURL},
		{"/x.src.md", fault.CodeImportURL},
		{"", fault.CodeImportURL},
		{"http://", fault.CodeImportURL},
		{"http:///x", fault.CodeImportURL},
		{"http://u:p@example.com/", fault.CodeImportURL},
		{"https://" + strings.Repeat("a", maxURL), fault.CodeImportURL},
		{"http://a b/", fault.CodeImportURL},
		{"http://127.0.0.1/", fault.CodeImportHost},
		{"http://[::1]/", fault.CodeImportHost},
		{"http://[::ffff:127.0.0.1]/", fault.CodeImportHost},
		{"http://[::ffff:7f00:1]/", fault.CodeImportHost},
		{"http://169.254.169.254/latest/meta-data/", fault.CodeImportHost},
		{"http://[fe80::1%25eth0]/", fault.CodeImportHost},
		{"http://[64:ff9b::7f00:1]/", fault.CodeImportHost},
		{"http://[2002:7f00:1::]/", fault.CodeImportHost},
		{"http://10.1.2.3:8080/", fault.CodeImportHost},
		{"https://192.168.0.1/", fault.CodeImportHost},
		{"http://100.64.0.1/", fault.CodeImportHost},
		{"http://2130706433/", fault.CodeImportHost},
		{"http://0x7f000001/", fault.CodeImportHost},
		{"http://0177.0.0.1/", fault.CodeImportHost},
		{"http://127.1/", fault.CodeImportHost},
		{"http://0/", fault.CodeImportHost},
		{"http://localhost/", fault.CodeImportHost},
		{"http://loop.example/", fault.CodeImportHost},
		{"http://meta.example/", fault.CodeImportHost},
		{"http://six.example/", fault.CodeImportHost},
		{"http://mapped.example/", fault.CodeImportHost},
		{"http://mixed.example/", fault.CodeImportHost},
		{"http://nat.example/", fault.CodeImportHost},
		{"http://nowhere.example/", fault.CodeImportFetch},
	} {
		t.Run(c.address[:min(len(c.address), 40)], func(t *testing.T) {
			_, err := client.Fetch(t.Context(), c.address)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestRebinding: the address that the socket connects to is checked, whatever the name was said to be.
func TestRebinding(t *testing.T) {
	client := New(Config{})
	err := client.control("tcp4", "127.0.0.1:80", nil)
	if !errors.Is(err, errRefused) {
		t.Errorf("got %v, want %v", err, errRefused)
	}
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func TestFetch(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			fmt.Fprint(w, "# Hello")
		case "/redirect":
			http.Redirect(w, r, "/ok", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/private":
			http.Redirect(w, r, "http://private.example/", http.StatusFound)
		case "/numeric":
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/large":
			_, _ = io.CopyN(w, zeros{}, maxSize+1)
		case "/full":
			_, _ = io.CopyN(w, zeros{}, maxSize)
		case "/cut":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "short")
		default:
			http.NotFound(w, r)
		}
	})
	client := New(Config{AllowLoopback: true, Resolver: names{"private.example": {"192.168.7.7"}}})
	for _, c := range []struct {
		path string
		size int
		want fault.Code
	}{
		{"/ok", 7, ""},
		{"/redirect", 7, ""},
		{"/full", maxSize, ""},
		{"/loop", 0, fault.CodeImportFetch},
		{"/private", 0, fault.CodeImportHost},
		{"/numeric", 0, fault.CodeImportHost},
		{"/file", 0, fault.CodeImportURL},
		{"/large", 0, fault.CodeTooLarge},
		{"/cut", 0, fault.CodeImportFetch},
		{"/missing", 0, fault.CodeImportFetch},
	} {
		t.Run(c.path, func(t *testing.T) {
			body, err := client.Fetch(t.Context(), server.URL+c.path)
			if c.want == "" && err != nil || c.want != "" && !errors.Is(err, c.want) || len(body) != c.size {
				t.Errorf("got %d bytes, %v; want %d, %q", len(body), err, c.size, c.want)
			}
		})
	}
}

// TestRedirectToLoopback: what a public address redirects to is checked like the address itself.
func TestRedirectToLoopback(t *testing.T) {
	secret := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	u, err := url.Parse(secret.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := New(Config{Resolver: names{"inside.example": {"127.0.0.1"}}})
	_, err = client.Fetch(t.Context(), "http://inside.example:"+u.Port()+"/")
	if !errors.Is(err, fault.CodeImportHost) {
		t.Errorf("got %v, want %s", err, fault.CodeImportHost)
	}
	if strings.Contains(fault.From(err).Message, "127.0.0.1") {
		t.Errorf("the message tells what the name resolved to: %s", fault.From(err).Message)
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := New(Config{AllowLoopback: true}).Fetch(ctx, server.URL)
	if !errors.Is(err, fault.CodeCanceled) {
		t.Errorf("got %v, want %s", err, fault.CodeCanceled)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
