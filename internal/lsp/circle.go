package lsp

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// maxExtends bounds a chain of configurations that extend each other.
const maxExtends = 16

var (
	extending = regexp.MustCompile(`"extends"\s*:\s*(\[[^\]]*\]|"(?:[^"\\]|\\.)*")`)
	quoted    = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// circular reports whether a tsconfig.json extends itself, which TypeScript 7.0 never recovers from. Other
// configurations are looked up in the workspace's folder.
func (p places) circular(text string) bool {
	return p.leadsTo(tsconfigFile, tsconfigFile, text, maxExtends)
}

func (p places) leadsTo(goal, name, text string, depth int) bool {
	if depth == 0 {
		return true
	}
	for _, list := range extending.FindAllStringSubmatch(text, -1) {
		for _, raw := range quoted.FindAllString(list[1], -1) {
			var specifier string
			if json.Unmarshal([]byte(raw), &specifier) != nil || !strings.HasPrefix(specifier, ".") {
				continue
			}
			next := path.Join(path.Dir(name), specifier)
			if !strings.HasSuffix(next, ".json") {
				next += ".json"
			}
			if next == goal {
				return true
			}
			if content, err := readBelow(p.folder, next, next); err == nil && p.leadsTo(goal, next, content, depth-1) {
				return true
			}
		}
	}
	return false
}

// guard keeps a configuration that the server would not survive from it: it keeps the one before, and what
// is wrong is told by us.
func (w *Workspace) guard(c *live.Cell, d document) document {
	before, open := w.documents.open[tsconfigFile]
	if open && w.guarded == d.text {
		return before
	}
	if !w.places().circular(d.text) {
		if w.guarded != "" {
			w.guarded = ""
			delete(w.findings.told, tsconfigFile)
			w.sink.Diagnosed(c.ID, c.Version, nil)
		}
		return d
	}
	w.guarded = d.text
	w.sink.Diagnosed(c.ID, c.Version, []Diagnostic{{
		Range: extendsRange(d.text), Severity: 1, Code: 18000, Source: "srcbook",
		Message: "This configuration extends itself. The one before stays in force.",
	}})
	if !open {
		d.text = notebook.DefaultTSConfig
		return d
	}
	return before
}

// extendsRange is where a configuration says what it extends.
func extendsRange(text string) Range {
	place := extending.FindStringIndex(text)
	if place == nil {
		return Range{}
	}
	start := advance(Position{}, text[:place[0]])
	return Range{Start: start, End: advance(start, text[place[0]:place[1]])}
}
