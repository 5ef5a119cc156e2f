package web

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// static serves the built interface. Files under assets/ carry a hash of their content in their
// name and may be kept for ever; every address that is no file is a page of the interface. The build
// puts a .br and a .gz file beside each compressible one.
type static struct {
	files fs.FS
	// page answers a page of the interface in its own way, or reports that it has none.
	page func(http.ResponseWriter, *http.Request) bool
}

var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

func (s static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		writeFault(w, fault.New(fault.CodeNotFound, "There is no %s %s", r.Method, r.URL.Path))
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	cache := "no-cache"
	if info, err := fs.Stat(s.files, name); err != nil || info.IsDir() {
		if path.Ext(name) != "" && strings.HasPrefix(name, "assets/") {
			writeFault(w, fault.New(fault.CodeNotFound, "There is no file %s", r.URL.Path))
			return
		}
		name = indexPage
	} else if strings.HasPrefix(name, "assets/") {
		cache = "public, max-age=31536000, immutable"
	}
	if name == indexPage && s.page(w, r) {
		return
	}
	s.serve(w, r, name, cache)
}

func (s static) serve(w http.ResponseWriter, r *http.Request, name, cache string) {
	h := w.Header()
	h.Set("Cache-Control", cache)
	h.Set("Vary", "Accept-Encoding")
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		h.Set("Content-Type", t)
	}
	accepted := r.Header.Get("Accept-Encoding")
	for _, e := range encodings {
		if !strings.Contains(accepted, e.name) {
			continue
		}
		if body, err := fs.ReadFile(s.files, name+e.suffix); err == nil {
			h.Set("Content-Encoding", e.name)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
			return
		}
	}
	body, err := fs.ReadFile(s.files, name)
	if err != nil {
		writeFault(w, fault.Wrap(fault.CodeNotFound, err, "This build has no interface").
			WithNext("Build it with make build."))
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
