package kernel

import (
	"slices"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Import is a package that a source needs.
type Import struct {
	File      string // path below the workspace's folder
	Specifier string // as written, such as "lodash/fp"
	Package   string // such as "lodash" or "@types/node"
	Line      int    // 1-based
}

// Imports lists the packages that the sources import or require, in the order of files and lines: not
// Node's own modules, not what is only a type, not aliases of tsconfig.json that lead to a source. Of a
// text with a syntax error, what looks like an import is listed.
func (k *Kernel) Imports(folder string, sources map[string]string) []Import {
	p := newProject(folder, sources, k.cache)
	var list []Import
	for name, text := range sources {
		if _, isScript := loaders[extension(name)]; !isScript || !strings.HasPrefix(name, "src/") {
			continue
		}
		list = append(list, p.imports(name, text)...)
	}
	slices.SortFunc(list, func(a, b Import) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Specifier, b.Specifier)
	})
	return list
}

func (p *project) imports(name, text string) []Import {
	_, out := p.module(name)
	refs := slices.Clone(out.references())
	if out.err != nil {
		for _, s := range notebook.Specifiers(text) {
			refs = append(refs, reference{specifier: s.Name})
		}
	}
	seen := map[string]bool{}
	var list []Import
	for _, ref := range refs {
		pkg := packageName(ref.specifier)
		if pkg == "" || seen[ref.specifier] {
			continue
		}
		seen[ref.specifier] = true
		if _, isSource := p.resolve(name, ref.specifier); isSource {
			continue
		}
		line, _ := locateSpecifier(text, ref.specifier)
		list = append(list, Import{File: name, Specifier: ref.specifier, Package: pkg, Line: line})
	}
	return list
}

// locateSpecifier finds where a text imports a specifier: line and column, 1-based, of its quote; 0 when
// it does not.
func locateSpecifier(text, specifier string) (line, column int) {
	for _, s := range notebook.Specifiers(text) {
		if s.Name != specifier {
			continue
		}
		before := text[:s.At-1]
		start := strings.LastIndexByte(before, '\n') + 1
		return strings.Count(before, "\n") + 1, utf16Column(before[start:], len(before)-start)
	}
	return 0, 0
}

// packageName is the npm package of a specifier, "" when it names a file, a URL, an import of the
// package itself (#x) or a module of Node.
func packageName(specifier string) string {
	if specifier == "" || strings.ContainsAny(specifier[:1], "./#") || strings.Contains(specifier, ":") {
		return ""
	}
	parts := strings.SplitN(specifier, "/", 3)
	if strings.HasPrefix(specifier, "@") {
		if len(parts) < 2 {
			return ""
		}
		return parts[0] + "/" + parts[1]
	}
	if builtins[parts[0]] {
		return ""
	}
	return parts[0]
}

// builtins are Node's modules that can be named without "node:".
var builtins = set(`assert async_hooks buffer child_process cluster console constants crypto dgram
	diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process
	punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi
	worker_threads zlib`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}
