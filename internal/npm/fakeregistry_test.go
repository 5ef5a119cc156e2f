package npm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// fakeRegistry speaks the registry's wire format on loopback.
type fakeRegistry struct {
	*httptest.Server
	packages map[string][]fakeVersion
	search   http.HandlerFunc // nil: there is no search

	mu       sync.Mutex
	requests map[string]int // by path
	header   http.Header    // of the latest request
	stalled  chan struct{}  // closed when a download that never ends began
	once     sync.Once
}

// fakeVersion is a published version. The last one of a package is its latest.
type fakeVersion struct {
	version  string
	manifest map[string]any // besides name and version
	files    map[string]string
	broken   string // "", "corrupt", "gone", "stall" or "error": how its download goes wrong
}

func newFakeRegistry(t *testing.T, packages map[string][]fakeVersion) *fakeRegistry {
	t.Helper()
	r := &fakeRegistry{packages: packages, requests: map[string]int{}, stalled: make(chan struct{})}
	r.Server = httptest.NewServer(r)
	t.Cleanup(func() {
		r.CloseClientConnections()
		r.Close()
	})
	return r
}

func (r *fakeRegistry) count(path string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests[path]
}

func (r *fakeRegistry) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	r.requests[q.URL.Path]++
	r.header = q.Header.Clone()
	r.mu.Unlock()
	path := strings.TrimPrefix(q.URL.Path, "/")
	if name, file, ok := strings.Cut(path, "/-/"); ok {
		r.tarball(w, q, name, file)
		return
	}
	if path == "-/v1/search" && r.search != nil {
		r.search(w, q)
		return
	}
	escaped := strings.SplitN(strings.TrimPrefix(q.URL.EscapedPath(), "/"), "/", 2)
	name, err := url.PathUnescape(escaped[0])
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	versions, ok := r.packages[name]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":"Not found"}`)
		return
	}
	if len(versions) == 0 { // a package that makes the registry fail
		http.Error(w, `{"error":"boom"}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	document := r.document(name, versions)
	if len(escaped) == 2 {
		wanted, ok := document["versions"].(map[string]any)[escaped[1]]
		if escaped[1] == "latest" {
			wanted, ok = document["versions"].(map[string]any)[versions[len(versions)-1].version], true
		}
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_ = json.NewEncoder(w).Encode(wanted)
		return
	}
	_ = json.NewEncoder(w).Encode(document)
}

func (r *fakeRegistry) document(name string, versions []fakeVersion) map[string]any {
	all := map[string]any{}
	for _, v := range versions {
		m := maps.Clone(v.manifest)
		if m == nil {
			m = map[string]any{}
		}
		data := tarballOf(name, v)
		full, half := sha512.Sum512(data), sha1.Sum(data)
		m["name"], m["version"] = name, v.version
		m["dist"] = map[string]any{
			"tarball":   r.URL + "/" + name + "/-/" + name[strings.LastIndexByte(name, '/')+1:] + "-" + v.version + ".tgz",
			"integrity": "sha512-" + base64.StdEncoding.EncodeToString(full[:]), "shasum": hex.EncodeToString(half[:]),
		}
		if s, ok := m["scripts"].(map[string]string); ok && (s["install"] != "" || s["postinstall"] != "") {
			m["hasInstallScript"] = true
		}
		all[v.version] = m
	}
	return map[string]any{"name": name, "dist-tags": map[string]string{"latest": versions[len(versions)-1].version}, "versions": all}
}

func (r *fakeRegistry) tarball(w http.ResponseWriter, q *http.Request, name, file string) {
	for _, v := range r.packages[name] {
		if !strings.HasSuffix(file, "-"+v.version+".tgz") {
			continue
		}
		data := tarballOf(name, v)
		switch v.broken {
		case "corrupt":
			data = bytes.Clone(data)
			data[len(data)/2] ^= 0xff
		case "gone":
			http.NotFound(w, q)
			return
		case "error":
			http.Error(w, "boom", http.StatusServiceUnavailable)
			return
		case "stall":
			w.Header().Set("Content-Length", fmt.Sprint(len(data)))
			_, _ = w.Write(data[:10])
			w.(http.Flusher).Flush()
			r.once.Do(func() { close(r.stalled) })
			<-q.Context().Done()
			return
		}
		_, _ = w.Write(data)
		return
	}
	http.NotFound(w, q)
}

// tarballOf packs a version as npm publishes it. Equal versions give equal bytes.
func tarballOf(name string, v fakeVersion) []byte {
	manifest := maps.Clone(v.manifest)
	if manifest == nil {
		manifest = map[string]any{}
	}
	manifest["name"], manifest["version"] = name, v.version
	text, _ := json.Marshal(manifest) // plain data
	files := map[string]string{"package.json": string(text), "index.js": "module.exports = " + fmt.Sprintf("%q", name+" "+v.version) + "\n"}
	maps.Copy(files, v.files)
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	archive := tar.NewWriter(zip)
	for _, path := range sortedKeys(files) {
		_ = archive.WriteHeader(&tar.Header{Name: "package/" + path, Mode: 0o644, Size: int64(len(files[path])), Typeflag: tar.TypeReg})
		_, _ = archive.Write([]byte(files[path]))
	}
	_ = archive.Close() // memory does not fail
	_ = zip.Close()
	return b.Bytes()
}
