// Package web is the edge towards browsers and the command line: the route table, its handlers (a
// file per noun), signing in, the socket and the static interface. Handlers decode, call a service
// and return; rules live in the services. A Server is safe for concurrent use.
package web

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzhttp"

	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// SessionStore keeps the browsers that signed in. Session returns a fault of CodeUnauthenticated
// for an unknown token; an expired session is returned like any other.
type SessionStore interface {
	CreateSession(ctx context.Context, s workspace.Session) error
	Session(ctx context.Context, tokenHash [32]byte) (workspace.Session, error)
	TouchSession(ctx context.Context, tokenHash [32]byte, seen, expires time.Time) error
	NameSession(ctx context.Context, tokenHash [32]byte, name string) error
	DeleteSession(ctx context.Context, tokenHash [32]byte) error
}

// Config is what a Server is built from.
type Config struct {
	Library   *library.Library
	History   *library.History
	Hub       *hub.Hub
	Sessions  SessionStore
	Interface fs.FS // the built browser side
	Log       *slog.Logger
	StatusOf  func(context.Context) wire.Status
	Version   string
	Boot      string   // changes with each start
	Token     string   // the launch token
	Owner     string   // name of the person who started the server
	Hosts     []string // host:port values that requests may name
	Now       func() time.Time
}

// Server answers HTTP and sockets.
type Server struct {
	Config
	signIns limiter
	sockets sockets
	policy  string // what pages may load and run
	handler http.Handler
	api     huma.API
}

// New builds the server with all its routes.
func New(c Config) *Server {
	if c.Now == nil {
		c.Now = func() time.Time { return time.Now().UTC() }
	}
	s := &Server{Config: c, signIns: newLimiter(), sockets: newSockets(), policy: contentPolicy(c.Interface)}
	mux := http.NewServeMux()
	s.api = humago.New(mux, apiConfig(c.Version))
	for _, r := range s.routes() {
		r.register(s, s.api)
	}
	describeSocket(s.api.OpenAPI())
	describeBoot(s.api.OpenAPI())
	mux.Handle("GET /api/socket", http.HandlerFunc(s.serveSocket))
	mux.Handle("/api/", http.HandlerFunc(s.unknownRoute))
	mux.Handle("/", static{files: c.Interface, page: s.servePage})
	compressed := gzhttp.GzipHandler(mux)
	s.handler = s.observe(s.guard(s.identify(upgradeAware(mux, compressed))))
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close tells every socket that the server is going away and waits for them to leave. Those that are
// still there when ctx ends are cut.
func (s *Server) Close(ctx context.Context) { s.sockets.close(ctx) }

// Describe is the OpenAPI document of the HTTP surface and of the socket's messages, as JSON.
func Describe(version string) ([]byte, error) {
	s := New(Config{Version: version, Log: slog.New(slog.DiscardHandler)})
	return json.MarshalIndent(s.api.OpenAPI(), "", "  ")
}

// upgradeAware keeps the compressing writer away from the socket, which takes over its connection.
func upgradeAware(plain, compressed http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/socket" {
			plain.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	})
}
