package lsp

import (
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Codes of TypeScript's findings that a package would resolve.
const (
	missingModule     = 2307 // cannot find module or its type declarations
	missingSideEffect = 2882 // the same of an import for its effects
	untypedModule     = 7016 // could not find a declaration file for module
	missingNodeTypes  = 2591 // cannot find name; install type definitions for node and add them to tsconfig
	missingNodeNames  = 2580 // the same, where tsconfig needs nothing
	missingTypes      = 2688 // cannot find type definition file for an entry of types
)

var quotedModule = regexp.MustCompile(`(?:module|definition file for) '([^']+)'`)

// forPeople bounds what was found about a document and adds which packages would resolve it.
func (w *Workspace) forPeople(name string, found []Diagnostic) []Diagnostic {
	if len(found) > maxDiagnostics {
		found = found[:maxDiagnostics]
	}
	plain := w.followed().language == notebook.JavaScript
	out := make([]Diagnostic, len(found))
	for i, d := range found {
		if len(d.Message) > maxMessageBytes {
			d.Message = strings.ToValidUTF8(d.Message[:maxMessageBytes], "") + "…"
		}
		d.Install = w.offers(d)
		if plain && strings.HasPrefix(name, moduleFolder) && lacksTypes(d) {
			d.Severity = hint // JavaScript runs without types
		}
		out[i] = d
	}
	return out
}

const hint = 4

// lacksTypes reports whether a finding is about types that are not installed rather than about the code.
func lacksTypes(d Diagnostic) bool {
	return len(d.Install) == 1 && strings.HasPrefix(d.Install[0], "@types/") || d.Code == untypedModule
}

// offers are the packages that would resolve a finding.
func (w *Workspace) offers(d Diagnostic) []string {
	switch d.Code {
	case missingNodeTypes, missingNodeNames:
		if strings.Contains(d.Message, "@types/node") {
			return []string{"@types/node"}
		}
	case missingModule, missingSideEffect, untypedModule, missingTypes:
		m := quotedModule.FindStringSubmatch(d.Message)
		if m == nil {
			return nil
		}
		if strings.HasPrefix(m[1], "node:") {
			return []string{"@types/node"}
		}
		name, ok := packageOf(m[1])
		if !ok {
			return nil
		}
		switch {
		case d.Code == missingTypes && !strings.HasPrefix(name, "@"):
			return []string{"@types/" + name}
		case d.Code != untypedModule:
			return []string{name}
		}
		if types := w.config.Types(name); types != "" {
			return []string{types}
		}
	}
	return nil
}

// packageOf is the package that a specifier names; false for files and aliases.
func packageOf(specifier string) (string, bool) {
	if specifier == "" || strings.ContainsAny(specifier[:1], "./#~") || strings.Contains(specifier, ":") || strings.HasPrefix(specifier, "@/") {
		return "", false
	}
	parts := strings.SplitN(specifier, "/", 3)
	if parts[0][0] != '@' {
		return parts[0], true
	}
	if len(parts) < 2 || parts[1] == "" {
		return "", false
	}
	return parts[0] + "/" + parts[1], true
}
