package kernel

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// graph is what a process needs to resolve and load the modules of a run; node/modules.cjs uses it. All
// paths are absolute.
type graph struct {
	Folder  string            `json:"folder"`
	Type    format            `json:"type"`    // of the workspace's package
	Modules map[string]module `json:"modules"` // what the entry reaches by names known ahead
	Files   []string          `json:"files"`   // every source, for which the process need not look on disk
	Paths   []alias           `json:"paths"`
}

type module struct {
	Format format `json:"format"`
	Code   string `json:"code,omitempty"`
	Error  string `json:"error,omitempty"`
}

// project is a workspace's sources as a run sees them.
type project struct {
	folder  string
	sources map[string]string // by path below folder
	kind    format
	config  tsconfig
	cache   *transformCache
}

func newProject(folder string, sources map[string]string, cache *transformCache) *project {
	return &project{
		folder: folder, sources: sources, cache: cache,
		kind: packageType(sources["package.json"]), config: readTSConfig(folder, sources),
	}
}

// graph collects what the entry needs. An error in a module that is certain to be loaded is returned;
// one in a module that may be loaded is kept for the moment when it is.
func (p *project) graph(entry string) (graph, *syntaxError) {
	g := graph{
		Folder: p.folder, Type: p.kind, Modules: map[string]module{}, Files: p.files(), Paths: p.config.aliases,
	}
	type visit struct {
		name    string
		certain bool
	}
	for queue := []visit{{entry, true}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if _, done := g.Modules[p.absolute(at.name)]; done {
			continue
		}
		m, out := p.module(at.name)
		if out.err != nil && at.certain {
			return graph{}, out.err
		}
		g.Modules[p.absolute(at.name)] = m
		for _, ref := range out.references() {
			if target, ok := p.resolve(at.name, ref.specifier); ok {
				queue = append(queue, visit{target, at.certain && ref.static && m.Format == formatModule})
			}
		}
	}
	return g, nil
}

func (p *project) module(name string) (module, output) {
	kind := p.format(name)
	out := p.cache.transform(unit{p.absolute(name), p.sources[name], kind, p.config.raw})
	m := module{Format: kind, Code: out.code}
	if out.err != nil {
		m.Error = out.err.Error()
	}
	return m, out
}

// answer gives a process what it asks for. The text is the present one where it is a source, else the
// process read it: the server opens no file in its name.
func (p *project) answer(r report) answer {
	name := ""
	if below, err := filepath.Rel(p.folder, r.Path); err == nil {
		name = filepath.ToSlash(below)
	}
	text, known := p.sources[name]
	switch {
	case known && r.Kind == reportGraph:
		g, broken := p.graph(name)
		if broken != nil {
			return answer{Error: broken.Error()}
		}
		return answer{Graph: &g}
	case known:
	case r.Source != nil:
		text = *r.Source
	default:
		return answer{Error: r.Path + " is not a source of the workspace"}
	}
	options := p.config.raw
	if strings.Contains(r.Path, "/node_modules/") {
		options = ""
	}
	out := p.cache.transform(unit{r.Path, text, format(r.Format), options})
	if out.err != nil {
		return answer{Error: out.err.Error()}
	}
	return answer{Code: out.code}
}

func (p *project) absolute(name string) string {
	return filepath.Join(p.folder, filepath.FromSlash(name))
}

func (p *project) files() []string {
	files := make([]string, 0, len(p.sources))
	for name := range p.sources {
		files = append(files, p.absolute(name))
	}
	slices.Sort(files)
	return files
}

func (p *project) format(name string) format {
	switch path.Ext(name) {
	case ".mts", ".mjs":
		return formatModule
	case ".cts", ".cjs":
		return formatCommonJS
	default:
		return p.kind
	}
}

// The endings that an import may leave out or name otherwise; the same lists are in modules.cjs.
var (
	implicitEndings = []string{".ts", ".tsx", ".jsx", ".js", ".json"}
	sourceEndings   = map[string][]string{
		".js": {".ts", ".tsx", ".js", ".jsx"}, ".jsx": {".tsx", ".ts", ".jsx", ".js"},
		".mjs": {".mts", ".mjs"}, ".cjs": {".cts", ".cjs"},
	}
)

// resolve finds the source that an import means. What it does not find, the process looks for on disk.
func (p *project) resolve(from, specifier string) (string, bool) {
	if strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") {
		specifier, _, _ = strings.Cut(specifier, "?")
		return p.locate(path.Join(path.Dir(from), specifier))
	}
	for _, a := range p.config.aliases {
		for _, target := range a.apply(specifier) {
			if below, err := filepath.Rel(p.folder, target); err == nil {
				if found, ok := p.locate(filepath.ToSlash(below)); ok {
					return found, true
				}
			}
		}
	}
	return "", false
}

func (p *project) locate(name string) (string, bool) {
	ending := path.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	var candidates []string
	for _, e := range sourceEndings[ending] {
		candidates = append(candidates, stem+e)
	}
	candidates = append(candidates, name)
	for _, e := range implicitEndings {
		candidates = append(candidates, name+e)
	}
	for _, e := range implicitEndings {
		candidates = append(candidates, path.Join(name, "index"+e))
	}
	for _, c := range candidates {
		if _, ok := p.sources[c]; ok && loaders[path.Ext(c)] != 0 {
			return c, true
		}
	}
	return "", false
}

// reference is a module named in JavaScript.
type reference struct {
	specifier string
	static    bool // an import or export statement, not a call
}

// esbuild prints statements of modules in one way, each from the start of a line, which makes them easy
// to find without parsing. A text inside a template literal that looks the same costs a needless module.
var (
	staticReference = regexp.MustCompile(`(?m)^(?:import\s*|(?:import|export)\b[^"'\n;]*\bfrom\s*|\} from\s*)"((?:[^"\\\n]|\\.)*)"`)
	calledReference = regexp.MustCompile(`\b(?:import|require)\(\s*"((?:[^"\\\n]|\\.)*)"`)
)

func referencesOf(code string) []reference {
	if at := strings.LastIndex(code, "//# sourceMappingURL="); at >= 0 {
		code = code[:at]
	}
	var found []reference
	for _, m := range staticReference.FindAllStringSubmatch(code, -1) {
		found = append(found, reference{m[1], true})
	}
	for _, m := range calledReference.FindAllStringSubmatch(code, -1) {
		found = append(found, reference{m[1], false})
	}
	return found
}
