package kernel

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// tsconfig is what the transform and the resolution take from tsconfig.json.
type tsconfig struct {
	raw     string // JSON for esbuild, with what it extends merged in
	aliases []alias
}

// alias is an entry of compilerOptions.paths. A pattern with a star is split at it.
type alias struct {
	Prefix  string   `json:"prefix"`
	Suffix  string   `json:"suffix"`
	Exact   bool     `json:"exact"`
	Targets []string `json:"targets"` // absolute, with the star
}

func (a alias) apply(specifier string) []string {
	middle := ""
	switch {
	case a.Exact && specifier == a.Prefix:
	case !a.Exact && len(specifier) >= len(a.Prefix)+len(a.Suffix) &&
		strings.HasPrefix(specifier, a.Prefix) && strings.HasSuffix(specifier, a.Suffix):
		middle = specifier[len(a.Prefix) : len(specifier)-len(a.Suffix)]
	default:
		return nil
	}
	targets := make([]string, len(a.Targets))
	for i, t := range a.Targets {
		targets[i] = strings.Replace(t, "*", middle, 1)
	}
	return targets
}

// maxExtends bounds a chain of configurations that extend each other.
const maxExtends = 16

// readTSConfig reads the workspace's configuration. One that is not valid counts as empty: the editor
// shows what is wrong with it, and most cells run all the same.
func readTSConfig(folder string, sources map[string]string) tsconfig {
	options := map[string]any{}
	c := configReader{folder: folder, sources: sources}
	c.collect("tsconfig.json", options, maxExtends)
	raw, err := json.Marshal(map[string]any{"compilerOptions": options})
	if err != nil {
		return tsconfig{aliases: []alias{}}
	}
	return tsconfig{raw: string(raw), aliases: c.aliases(options)}
}

type configReader struct {
	folder  string
	sources map[string]string
	base    string // folder of the file that set paths or baseUrl, below the workspace's
}

// collect merges the options of a file over those that it extends.
func (c *configReader) collect(name string, options map[string]any, depth int) {
	var file struct {
		Extends         any            `json:"extends"`
		CompilerOptions map[string]any `json:"compilerOptions"`
	}
	text, ok := c.read(name)
	if !ok || depth == 0 || json.Unmarshal([]byte(withoutComments(text)), &file) != nil {
		return
	}
	for _, parent := range stringsOf(file.Extends) {
		c.collect(c.parent(name, parent), options, depth-1)
	}
	for key, value := range file.CompilerOptions {
		options[key] = value
		if key == "paths" || key == "baseUrl" {
			c.base = path.Dir(name)
		}
	}
}

func (c *configReader) parent(from, name string) string {
	if strings.HasPrefix(name, ".") {
		name = path.Join(path.Dir(from), name)
	} else {
		name = path.Join("node_modules", name)
	}
	if path.Ext(name) != ".json" {
		if _, ok := c.read(name + ".json"); ok {
			return name + ".json"
		}
		return path.Join(name, "tsconfig.json")
	}
	return name
}

// read takes a source, or a file that does not lead out of the workspace's folder.
func (c *configReader) read(name string) (string, bool) {
	if text, ok := c.sources[name]; ok {
		return text, true
	}
	root, err := os.OpenRoot(c.folder)
	if err != nil {
		return "", false
	}
	defer root.Close()
	raw, err := root.ReadFile(filepath.FromSlash(name))
	return string(raw), err == nil
}

func (c *configReader) aliases(options map[string]any) []alias {
	paths, _ := options["paths"].(map[string]any)
	baseURL, hasBase := options["baseUrl"].(string)
	base := filepath.Join(c.folder, filepath.FromSlash(path.Join(c.base, baseURL)))
	list := []alias{}
	for pattern, targets := range paths {
		prefix, suffix, star := strings.Cut(pattern, "*")
		a := alias{Prefix: prefix, Suffix: suffix, Exact: !star}
		for _, t := range stringsOf(targets) {
			a.Targets = append(a.Targets, filepath.Join(base, filepath.FromSlash(t)))
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b alias) int {
		if a.Exact != b.Exact {
			return map[bool]int{true: -1, false: 1}[a.Exact]
		}
		if d := len(b.Prefix) - len(a.Prefix); d != 0 {
			return d
		}
		return strings.Compare(a.Prefix+a.Suffix, b.Prefix+b.Suffix)
	})
	if hasBase {
		list = append(list, alias{Targets: []string{filepath.Join(base, "*")}})
	}
	return list
}

func stringsOf(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				list = append(list, s)
			}
		}
		return list
	default:
		return nil
	}
}

// withoutComments turns the JSON of configuration files, with comments and trailing commas, into JSON.
func withoutComments(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			end := endOfString(text, i)
			out = append(out, text[i:end]...)
			i = end - 1
		case strings.HasPrefix(text[i:], "//"):
			i = indexFrom(text, "\n", i) - 1
		case strings.HasPrefix(text[i:], "/*"):
			i = indexFrom(text, "*/", i+2) + 1
		case (text[i] == ']' || text[i] == '}') && lastSignificant(out) == ',':
			out = out[:strings.LastIndexByte(string(out), ',')]
			out = append(out, text[i])
		default:
			out = append(out, text[i])
		}
	}
	return strings.TrimPrefix(string(out), "\ufeff")
}

func endOfString(text string, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func indexFrom(text, sep string, from int) int {
	if from >= len(text) {
		return len(text)
	}
	if i := strings.Index(text[from:], sep); i >= 0 {
		return from + i
	}
	return len(text)
}

func lastSignificant(out []byte) byte {
	trimmed := strings.TrimRight(string(out), " \t\r\n")
	if trimmed == "" {
		return 0
	}
	return trimmed[len(trimmed)-1]
}

// packageType is the "type" of a package.json.
func packageType(manifest string) format {
	var p struct {
		Type format `json:"type"`
	}
	if json.Unmarshal([]byte(manifest), &p) == nil && p.Type == formatModule {
		return formatModule
	}
	return formatCommonJS
}
