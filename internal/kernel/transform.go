package kernel

import (
	"crypto/sha256"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// format is the kind of module that a text is made into.
type format string

const (
	formatModule   format = "module"
	formatCommonJS format = "commonjs"
)

// unit is a text to transform. The options are those of the workspace's tsconfig.json.
type unit struct {
	path    string // absolute; it is what stack traces show
	text    string
	format  format
	options string // tsconfig.json without comments, "" for none
}

// output is transformed JavaScript with its source map inside, or the error that prevented it.
type output struct {
	code string
	refs func() []reference // those of the code, found when they are asked for
	err  *syntaxError
}

// references are what the code imports and requires; none of a text that could not be transformed.
func (o output) references() []reference {
	if o.refs == nil {
		return nil
	}
	return o.refs()
}

// syntaxError is a text that could not be transformed. The line counts from 1, the column from 1 in
// UTF-16 units.
type syntaxError struct {
	path         string
	line, column int
	message      string
	count        int // errors in the text, of which this is the first
}

// Error words it as tsx does.
func (e *syntaxError) Error() string {
	plural := "s"
	if e.count == 1 {
		plural = ""
	}
	return fmt.Sprintf("Transform failed with %d error%s:\n%s:%d:%d: ERROR: %s", e.count, plural, e.path, e.line, e.column, e.message)
}

// transformCache remembers outputs by content. It holds two generations: what was not used during a
// whole one is forgotten.
type transformCache struct {
	node string // version

	mu       sync.Mutex
	young    map[cacheKey]output
	old      map[cacheKey]output
	youngLen int
}

type cacheKey [sha256.Size]byte

const generationBytes = 16 << 20

func newTransformCache(node string) *transformCache {
	return &transformCache{node: node, young: map[cacheKey]output{}}
}

// transform is safe for concurrent use; the same text asked for twice at once is transformed twice.
func (c *transformCache) transform(u unit) output {
	key := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", u.path, u.format, u.options, u.text))
	if out, ok := c.get(key); ok {
		return out
	}
	out := c.build(u)
	c.put(key, out)
	return out
}

func (c *transformCache) get(key cacheKey) (output, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if out, ok := c.young[key]; ok {
		return out, true
	}
	out, ok := c.old[key]
	if ok {
		c.addLocked(key, out)
	}
	return out, ok
}

func (c *transformCache) put(key cacheKey, out output) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addLocked(key, out)
}

func (c *transformCache) addLocked(key cacheKey, out output) {
	c.young[key] = out
	if c.youngLen += len(out.code); c.youngLen > generationBytes {
		c.old, c.young, c.youngLen = c.young, map[cacheKey]output{}, 0
	}
}

var loaders = map[string]api.Loader{
	".ts": api.LoaderTS, ".mts": api.LoaderTS, ".cts": api.LoaderTS, ".tsx": api.LoaderTSX,
	".js": api.LoaderJS, ".mjs": api.LoaderJS, ".cjs": api.LoaderJS, ".jsx": api.LoaderJSX,
}

func (c *transformCache) build(u unit) output {
	loader, known := loaders[path.Ext(u.path)]
	if !known {
		loader = api.LoaderTS
	}
	// Without a format, a module stays one. FormatESModule would wrap JavaScript that has no import or
	// export, and says "exports" or "this", as if it were CommonJS.
	options := api.TransformOptions{
		Loader: loader, Sourcefile: u.path, Sourcemap: api.SourceMapInline,
		Platform: api.PlatformNode, KeepNames: true, Charset: api.CharsetUTF8,
		Engines: []api.Engine{{Name: api.EngineNode, Version: c.node}}, TsconfigRaw: u.options,
	}
	if u.format == formatCommonJS {
		asCommonJS(&options, u.text)
	}
	result := api.Transform(u.text, options)
	if len(result.Errors) > 0 {
		return output{err: newSyntaxError(u, result.Errors)}
	}
	code := string(result.Code)
	return output{code: code, refs: sync.OnceValue(func() []reference { return referencesOf(code) })}
}

// asCommonJS also gives import.meta a meaning, which CommonJS does not have by itself.
func asCommonJS(o *api.TransformOptions, text string) {
	o.Format = api.FormatCommonJS
	if !strings.Contains(text, "import.meta") {
		return
	}
	o.Define = map[string]string{
		"import.meta.url": "__import_meta_url", "import.meta.filename": "__filename", "import.meta.dirname": "__dirname",
	}
	o.Banner = `const __import_meta_url = require("node:url").pathToFileURL(__filename).href;`
}

func newSyntaxError(u unit, messages []api.Message) *syntaxError {
	e := &syntaxError{path: u.path, message: messages[0].Text, count: len(messages)}
	if at := messages[0].Location; at != nil {
		e.line, e.column = at.Line, utf16Column(at.LineText, at.Column)
	}
	return e
}

// utf16Column turns an offset in bytes into a column that counts from 1 in UTF-16 units.
func utf16Column(line string, offset int) int {
	column := 1
	for _, r := range line[:min(max(offset, 0), len(line))] {
		column++
		if r >= 0x10000 {
			column++
		}
	}
	return column
}
