package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
)

// route is one row of the route table.
type route struct {
	operation  huma.Operation
	permission access.Permission
	register   func(*Server, huma.API)
}

// Bounds of a request body where a route does not say otherwise: how large it may be, and how long it
// may take to arrive.
const (
	limitJSON = 1 << 20
	timeJSON  = 30 * time.Second
)

// handle makes a row: the permission is checked before the request is decoded.
func handle[I, O any](pattern string, permission access.Permission, summary string, h func(*Server, context.Context, *I) (*O, error), options ...func(*huma.Operation)) route {
	method, path, _ := strings.Cut(pattern, " ")
	operation := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: path, Summary: summary,
		MaxBodyBytes: limitJSON, BodyReadTimeout: timeJSON, Metadata: map[string]any{"permission": permission},
	}
	for _, option := range options {
		option(&operation)
	}
	r := route{operation: operation, permission: permission}
	r.register = func(s *Server, api huma.API) {
		operation.Middlewares = huma.Middlewares{s.requirePermission(api, permission)}
		huma.Register(api, operation, func(ctx context.Context, in *I) (*O, error) {
			out, err := h(s, ctx, in)
			if err != nil {
				return nil, s.problemOf(ctx, err)
			}
			return out, nil
		})
	}
	return r
}

func status(code int) func(*huma.Operation) {
	return func(o *huma.Operation) { o.DefaultStatus = code }
}

func bodyLimit(bytes int64, arrival time.Duration) func(*huma.Operation) {
	return func(o *huma.Operation) { o.MaxBodyBytes, o.BodyReadTimeout = bytes, arrival }
}

// operationID makes "get-api-workspaces-id" of "GET /api/workspaces/{id}".
func operationID(method, path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}.", r) })
	return strings.ToLower(method) + "-" + strings.Join(words, "-")
}

func (s *Server) requirePermission(api huma.API, permission access.Permission) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if err := access.Check(ctx.Context(), permission); err != nil {
			writeProblem(api, ctx, s.problemOf(ctx.Context(), err))
			return
		}
		next(ctx)
	}
}

// unknownRoute answers every address under /api/ that is not in the table.
func (s *Server) unknownRoute(w http.ResponseWriter, r *http.Request) {
	if err := access.Check(r.Context(), access.Read); err != nil {
		writeFault(w, err)
		return
	}
	writeFault(w, fault.New(fault.CodeNotFound, "There is no %s %s", r.Method, r.URL.Path))
}
