package npm

import (
	"slices"
	"strings"
)

// Import is an import of a bare specifier in a file of the workspace.
type Import struct {
	File      string
	Line      int // 1-based
	Specifier string
}

// Missing is a package that is imported and not declared.
type Missing struct {
	Package string
	Files   []string // that import it, sorted
	Line    int      // of the first import in the first file
	Types   string   // the @types package that goes with it, empty when none is known
}

// MissingImports are the packages that imports need and the text of a package.json does not declare,
// sorted by name. Node's own modules are not missing, nor what the workspace resolves itself: its own
// name, specifiers that begin with "#", and those that match an alias, a key of "paths" in a
// tsconfig.json such as "@/*". types names the @types package of a package, as far as it is known now;
// it may be nil. The only error is fault.CodePackageJSON.
func MissingImports(imports []Import, packageText string, aliases []string, types func(name string) string) ([]Missing, error) {
	declared, err := declaredNames(packageText)
	if err != nil {
		return nil, err
	}
	found := map[string]*Missing{}
	imports = slices.Clone(imports)
	slices.SortFunc(imports, func(a, b Import) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	for _, i := range imports {
		name := PackageOf(i.Specifier)
		if name == "" || declared[name] || builtin(i.Specifier) || aliased(i.Specifier, aliases) {
			continue
		}
		m := found[name]
		if m == nil {
			m = &Missing{Package: name, Line: i.Line}
			found[name] = m
		}
		if !slices.Contains(m.Files, i.File) {
			m.Files = append(m.Files, i.File)
		}
	}
	missing := make([]Missing, 0, len(found))
	for name, m := range found {
		if t := TypesPackage(name); types != nil && !declared[t] {
			m.Types = types(name)
		}
		missing = append(missing, *m)
	}
	slices.SortFunc(missing, func(a, b Missing) int { return strings.Compare(a.Package, b.Package) })
	return missing, nil
}

// declaredNames are the packages of every group, peers included, and the workspace's own name.
func declaredNames(text string) (map[string]bool, error) {
	manifest, err := manifestObject(text)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	if m, ok := manifest.last("name"); ok {
		names[textOf([]byte(text[m.valueStart:m.valueEnd]))] = true
	}
	for _, group := range append([]string{"peerDependencies"}, groups...) {
		o, _, err := groupOf(text, manifest, group)
		if err != nil {
			return nil, err
		}
		for _, m := range o.members {
			names[m.key] = true
		}
	}
	return names, nil
}

// aliased reports whether a specifier matches a pattern with at most one "*", as TypeScript's paths do.
// A pattern of "*" alone says nothing about packages.
func aliased(specifier string, patterns []string) bool {
	for _, p := range patterns {
		before, after, star := strings.Cut(p, "*")
		switch {
		case !star && specifier == p:
			return true
		case star && p != "*" && len(specifier) >= len(before)+len(after) &&
			strings.HasPrefix(specifier, before) && strings.HasSuffix(specifier, after):
			return true
		}
	}
	return false
}

// builtin reports whether Node provides a module. "buffer" is Node's, "buffer/" is the package.
func builtin(specifier string) bool {
	return strings.HasPrefix(specifier, "node:") || builtins[specifier]
}

// builtins are the modules that Node 20 to 24 know without "node:".
// https://nodejs.org/api/module.html#modulebuiltinmodules
var builtins = set(
	"assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram",
	"diagnostics_channel", "dns", "domain", "events", "fs", "http", "http2", "https", "inspector", "module", "net", "os",
	"path", "perf_hooks", "process", "punycode", "querystring", "readline", "repl", "stream", "string_decoder", "sys",
	"timers", "tls", "trace_events", "tty", "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
	"assert/strict", "dns/promises", "fs/promises", "inspector/promises", "path/posix", "path/win32", "readline/promises",
	"stream/consumers", "stream/promises", "stream/web", "timers/promises", "util/types",
)

func set(names ...string) map[string]bool {
	s := map[string]bool{}
	for _, name := range names {
		s[name] = true
	}
	return s
}
