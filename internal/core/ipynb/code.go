package ipynb

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/text"
)

// jsxElement is the beginning of an element where a value may stand; a generic or a comparison does
// not begin there.
var jsxElement = regexp.MustCompile(`(?m)(?:^|[(=?:]|return|=>)\s*<[A-Za-z][\w.]*(?:\s+[\w-]+=|\s*/?>)`)

// holdsJSX reports whether code has an element that is also closed, which a type parameter is not.
func holdsJSX(source string) bool {
	return jsxElement.MatchString(source) && (strings.Contains(source, "</") || strings.Contains(source, "/>"))
}

// foreignMagic reports whether a cell is a command of Jupyter and no code.
func foreignMagic(source string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(source), "\n")
	return strings.HasPrefix(first, "%%") || strings.HasPrefix(first, "%") || strings.HasPrefix(first, "!")
}

// specifier is a module name of Deno's that names a package of the registry:
// npm:name@version/path where an import expects it.
var specifier = regexp.MustCompile(`(\bfrom\s*|\bimport\s*\(?\s*)(["'])npm:/?((?:@[\w.-]+/)?[\w.-]+)(?:@([^/"']+))?(/[^"']*)?(["'])`)

// replaceSpecifiers turns Deno's package names into those of Node, and notes the versions.
func (r *reader) replaceSpecifiers(source string) string {
	return specifier.ReplaceAllStringFunc(source, func(whole string) string {
		m := specifier.FindStringSubmatch(whole)
		if m[2] != m[6] {
			return whole
		}
		if version := m[4]; version != "" || r.packages[m[3]] == "" {
			if version == "" {
				version = "latest"
			}
			r.packages[m[3]] = version
		}
		return m[1] + m[2] + m[3] + m[5] + m[6]
	})
}

// addPackages declares the packages that Deno's imports name.
func (r *reader) addPackages() {
	if len(r.packages) == 0 {
		return
	}
	declared := map[string]any{}
	if json.Unmarshal([]byte(r.n.Cells[0].Text.String()), &declared) != nil {
		return
	}
	dependencies, _ := declared["dependencies"].(map[string]any)
	if dependencies == nil {
		dependencies = map[string]any{}
	}
	for name, version := range r.packages {
		if _, known := dependencies[name]; !known {
			dependencies[name] = version
		}
	}
	list, err := json.MarshalIndent(dependencies, "  ", "  ")
	if err != nil {
		return
	}
	r.n.Cells[0].Text = text.Lossy("{\n  \"type\": \"module\",\n  \"dependencies\": " + string(list) + "\n}")
}
