package web

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	indexPage = "index.html"
	// bootRows is the size of the pages that the interface asks the library for.
	bootRows = 100
)

// bootPlace is where index.html wants the answers of a wire.Boot. A script of this type is data: it
// is never run, so that the content policy has nothing to allow.
var bootPlace = []byte(`<script id="boot" type="application/json">`)

// describeBoot adds wire.Boot, which no route answers with, to the components.
func describeBoot(doc *huma.OpenAPI) {
	doc.Components.Schemas.Schema(reflect.TypeFor[wire.Boot](), true, "")
}

// servePage answers a page of the interface. Somebody who is signed in gets the answers along that
// every page begins with, which nobody may keep; everybody else gets the page as it was built.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) bool {
	boot, ok := s.boot(r)
	if !ok {
		return false
	}
	page, err := fs.ReadFile(s.Interface, indexPage)
	if err != nil {
		return false
	}
	before, after, found := bytes.Cut(page, bootPlace)
	if !found {
		return false
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	// A failure to write is the client's leaving.
	_, _ = w.Write(bytes.Join([][]byte{before, bootPlace, boot, after}, nil))
	return true
}

// boot is the wire.Boot for who sends the request, as JSON that may stand inside of a script
// element: json.Marshal escapes what could end one. There is none but for a page that a signed-in
// person navigates to; a failure is logged, and the page asks for itself.
func (s *Server) boot(r *http.Request) ([]byte, bool) {
	if dest := r.Header.Get("Sec-Fetch-Dest"); dest != "" && dest != "document" {
		return nil, false
	}
	p, err := s.principal(r)
	ctx := access.WithPrincipal(r.Context(), p)
	if err != nil || access.Check(ctx, access.Read) != nil {
		return nil, false
	}
	settings, err := s.Library.ReadSettings(ctx)
	if err != nil {
		s.Log.WarnContext(ctx, "read settings for a page", "err", err)
		return nil, false
	}
	page, err := s.workspacePage(ctx, workspace.Filter{Limit: bootRows})
	if err != nil {
		s.Log.WarnContext(ctx, "list the library for a page", "err", err)
		return nil, false
	}
	body, err := json.Marshal(wire.Boot{
		Session: wire.Session{Name: p.Name}, Status: s.StatusOf(ctx), Settings: settings, Workspaces: page,
		Notebook: s.bootNotebook(ctx, r),
	})
	return body, err == nil
}
