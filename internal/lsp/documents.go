package lsp

import (
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// document is a text that the server has from us.
type document struct {
	name     string // below the workspace's folder
	cell     notebook.CellID
	language string
	version  int // of the cell; for others it counts their changes
	text     string
}

// Names of the documents that are not modules.
const (
	packageFile     = "package.json"
	tsconfigFile    = "tsconfig.json"
	jsconfigFile    = "jsconfig.json"
	environmentFile = "env.d.ts"
	moduleFolder    = "src/"
)

// javaScriptConfig is how the modules of a JavaScript notebook are looked at. It exists for the server
// only, and gives way to a configuration that the user put into the folder.
const javaScriptConfig = `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "lib": ["es2023", "dom"],
    "types": ["node"],
    "allowJs": true,
    "checkJs": true,
    "strict": false,
    "skipLibCheck": true,
    "resolveJsonModule": true,
    "noEmit": true
  },
  "include": ["src/**/*", "env.d.ts"]
}`

// documentOf is the document of a cell; false for prose, which has none.
func documentOf(c *live.Cell) (document, bool) {
	d := document{cell: c.ID, version: c.Version, text: c.Text.String()}
	switch c.Kind {
	case notebook.Code:
		d.name, d.language = moduleFolder+c.Filename, languageOf(c.Filename)
	case notebook.Package:
		d.name, d.language = packageFile, "json"
	case notebook.TSConfig:
		d.name, d.language = tsconfigFile, "jsonc"
	case notebook.Markdown:
		return document{}, false
	}
	return d, true
}

// languageOf is the language identifier of a file.
func languageOf(name string) string {
	switch path.Ext(name) {
	case ".tsx":
		return "typescriptreact"
	case ".jsx":
		return "javascriptreact"
	case ".js", ".mjs", ".cjs":
		return "javascript"
	case ".json":
		return "json"
	default:
		return "typescript"
	}
}

// environmentText declares the variables that the workspace's code gets.
func environmentText(names []string) string {
	if len(names) == 0 {
		return "export {};\n"
	}
	var b strings.Builder
	b.WriteString("declare namespace NodeJS {\n  interface ProcessEnv {\n")
	for _, name := range names {
		b.WriteString("    " + name + ": string;\n")
	}
	b.WriteString("  }\n}\n")
	return b.String()
}

// Position is a place in a text, as the protocol counts.
type Position struct {
	Line      int `json:"line"`      // from 0
	Character int `json:"character"` // UTF-16 units from the start of the line
}

// Range is a part of a text, without its end.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// replacement is one change of a text.
type replacement struct {
	Range Range  `json:"range"`
	Text  string `json:"text"`
}

// difference is the one replacement that makes after of before.
func difference(before, after string) replacement {
	head := commonPrefix(before, after)
	tail := commonSuffix(before[head:], after[head:])
	start := advance(Position{}, before[:head])
	return replacement{
		Range: Range{Start: start, End: advance(start, before[head:len(before)-tail])},
		Text:  after[head : len(after)-tail],
	}
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	for i > 0 && (i < len(a) && !utf8.RuneStart(a[i]) || i < len(b) && !utf8.RuneStart(b[i])) {
		i--
	}
	return i
}

func commonSuffix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[len(a)-1-i] == b[len(b)-1-i] {
		i++
	}
	for i > 0 && (!utf8.RuneStart(a[len(a)-i]) || !utf8.RuneStart(b[len(b)-i])) {
		i--
	}
	return i
}

// advance is the Position at the end of a text that begins at p.
func advance(p Position, text string) Position {
	if n := strings.Count(text, "\n"); n > 0 {
		p.Line, p.Character = p.Line+n, 0
		text = text[strings.LastIndexByte(text, '\n')+1:]
	}
	for _, r := range text {
		p.Character += unitsOf(r)
	}
	return p
}

// unitsOf is how many UTF-16 units a character takes.
func unitsOf(r rune) int { return max(1, utf16.RuneLen(r)) }
