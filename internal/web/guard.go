package web

import (
	"crypto/rand"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// guard refuses, before anything else, what a hostile web page could send through a person's
// browser: a foreign Host (DNS rebinding) and, on everything that changes state and on sockets, a
// foreign Origin. It also sets the headers that hold for every answer.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.setSecurityHeaders(w.Header())
		if !s.hostAllowed(r.Host) {
			writeFault(w, fault.New(fault.CodeHost, "This server does not answer for the host %q", r.Host))
			return
		}
		if err := s.checkOrigin(r); err != nil {
			writeFault(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) hostAllowed(host string) bool {
	return slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// checkOrigin holds the Origin header against the host. A socket must have one unless it brings a
// bearer token, which no browser sends by itself.
func (s *Server) checkOrigin(r *http.Request) error {
	origin := r.Header.Get("Origin")
	socket := r.URL.Path == "/api/socket"
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
	foreign := fault.New(fault.CodeOrigin, "Another site may not use this server")
	switch {
	case origin != "":
		scheme, host, _ := strings.Cut(origin, "://")
		if (scheme != "http" && scheme != "https") || !strings.EqualFold(host, r.Host) {
			return foreign
		}
	case socket && bearer(r) == "":
		return foreign
	case !reading && r.Header.Get("Sec-Fetch-Site") != "" && r.Header.Get("Sec-Fetch-Site") != "same-origin":
		return foreign
	}
	if strings.HasPrefix(r.URL.Path, "/api/") && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return foreign
	}
	return nil
}

func (s *Server) setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", s.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
}

// observe gives every request an id, logs failures once and keeps a panic from ending the server.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		started := time.Now()
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				s.Log.ErrorContext(r.Context(), "request panicked", "request_id", id, "method", r.Method,
					"path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				writeFault(w, fault.New(fault.CodeInternal, "Something went wrong inside Srcbook"))
			}
		}()
		next.ServeHTTP(w, r)
		s.Log.DebugContext(r.Context(), "request", "request_id", id, "method", r.Method, "path", r.URL.Path,
			"duration_ms", time.Since(started).Milliseconds())
	})
}
