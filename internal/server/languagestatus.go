package server

import (
	"cmp"
	"encoding/json"
	"path/filepath"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/lsp"
	"github.com/srcbook/srcbook/internal/npm"
	"github.com/srcbook/srcbook/internal/wire"
	"github.com/srcbook/srcbook/toolchain"
)

// severity orders the states of language services, the worst last.
var severity = map[string]int{"off": 0, "ready": 1, "starting": 2, "restarting": 3, "failed": 4}

// codeOfState explains the states in which the service does not answer.
var codeOfState = map[string]fault.Code{
	"starting": fault.CodeLanguageRestarting, "restarting": fault.CodeLanguageRestarting, "failed": fault.CodeLanguageFailed,
}

// status tells how the language services of all open notebooks stand.
func (l *languages) status() wire.LanguageService {
	tools := l.parts.tools.toolchain
	if tools.Status().State != npm.ToolchainReady {
		return missingLanguage("The package tools, which the language service comes with, are not set up")
	}
	if _, err := lsp.FindProgram(filepath.Join(tools.Folder(), "node_modules")); err != nil {
		return missingLanguage("TypeScript's language server is not there for this machine")
	}
	return languageService(l.parts.hub.LanguageStatuses())
}

func missingLanguage(why string) wire.LanguageService {
	f := wire.FaultOf(fault.New(fault.CodeLanguageOff, "%s", why))
	return wire.LanguageService{State: "missing", Fault: &f}
}

// languageService sums up what the services of single notebooks tell.
func languageService(each []wire.LanguageStatus) wire.LanguageService {
	out := wire.LanguageService{State: "idle", Version: pinnedTypeScript(), Open: len(each)}
	var worst wire.LanguageStatus
	for _, s := range each {
		out.Restarts += s.Restarts
		if worst.State == "" || severity[s.State] > severity[worst.State] {
			worst = s
		}
	}
	if worst.State == "" {
		return out
	}
	out.State, out.Version = worst.State, cmp.Or(worst.Version, out.Version)
	if code, ok := codeOfState[worst.State]; ok {
		f := wire.FaultOf(fault.New(code, "%s", cmp.Or(worst.Message, "The language service is not ready")))
		out.Fault = &f
	}
	return out
}

// pinnedTypeScript is the version of TypeScript that the package tools have.
func pinnedTypeScript() string {
	var manifest struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	_ = json.Unmarshal(toolchain.Manifest, &manifest) // it is ours; a test reads it
	return manifest.Dependencies["typescript"]
}
