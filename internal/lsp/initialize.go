package lsp

import (
	"encoding/json"
	"runtime"
)

// object is a JSON object of the Language Server Protocol.
type object = map[string]any

// tokenTypes and tokenModifiers are the legend of semantic tokens that clients read them with.
var (
	tokenTypes = []string{
		"namespace", "class", "enum", "interface", "struct", "typeParameter", "type", "parameter", "variable",
		"property", "enumMember", "decorator", "event", "function", "method", "macro", "label", "comment", "string",
		"keyword", "number", "regexp", "operator",
	}
	tokenModifiers = []string{
		"declaration", "definition", "readonly", "static", "deprecated", "abstract", "async", "modification",
		"documentation", "defaultLibrary",
	}
)

// initializeParams introduce us: what the browsers that we speak for understand, and that we watch files.
func initializeParams(at places) object {
	root := fileURI(at.folder)
	markdown := []string{"markdown"}
	return object{
		"processId":        nil,
		"rootUri":          root,
		"workspaceFolders": []object{{"uri": root, "name": "notebook"}},
		"capabilities": object{
			"general": object{"positionEncodings": []string{"utf-16"}},
			"workspace": object{
				"configuration":         true,
				"didChangeWatchedFiles": object{"dynamicRegistration": true, "relativePatternSupport": true},
				"workspaceEdit":         object{"documentChanges": true},
				"diagnostics":           object{"refreshSupport": true},
			},
			"textDocument": object{
				"diagnostic":         object{"relatedInformation": true, "tagSupport": object{"valueSet": []int{1, 2}}},
				"publishDiagnostics": object{"relatedInformation": true, "tagSupport": object{"valueSet": []int{1, 2}}},
				"completion": object{
					"completionItem": object{
						"snippetSupport": true, "commitCharactersSupport": true, "insertReplaceSupport": true,
						"labelDetailsSupport": true, "documentationFormat": markdown, "deprecatedSupport": true,
						"tagSupport":     object{"valueSet": []int{1}},
						"resolveSupport": object{"properties": []string{"documentation", "detail", "additionalTextEdits"}},
					},
					"completionList": object{"itemDefaults": []string{"commitCharacters", "editRange", "insertTextFormat", "data"}},
					"contextSupport": true,
				},
				"hover": object{"contentFormat": markdown},
				"signatureHelp": object{
					"signatureInformation": object{
						"documentationFormat": markdown, "activeParameterSupport": true,
						"parameterInformation": object{"labelOffsetSupport": true},
					},
					"contextSupport": true,
				},
				"definition":     object{"linkSupport": true},
				"typeDefinition": object{"linkSupport": true},
				"implementation": object{"linkSupport": true},
				"codeAction": object{
					"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{"quickfix", "source.organizeImports"}}},
					"dataSupport":              true, "resolveSupport": object{"properties": []string{"edit"}},
				},
				"rename":         object{"prepareSupport": true},
				"documentSymbol": object{"hierarchicalDocumentSymbolSupport": true},
				"inlayHint":      object{"resolveSupport": object{"properties": []string{}}},
				"semanticTokens": object{
					"requests": object{"full": true}, "formats": []string{"relative"},
					"tokenTypes": tokenTypes, "tokenModifiers": tokenModifiers,
				},
			},
		},
	}
}

// preferences are what the server asks for as the settings of an editor. Whether hints are shown is up to
// each browser, which asks for them or not.
var preferences = object{
	"inlayHints": object{
		"parameterNames":           object{"enabled": "literals", "suppressWhenArgumentMatchesName": true},
		"parameterTypes":           object{"enabled": true},
		"variableTypes":            object{"enabled": false},
		"propertyDeclarationTypes": object{"enabled": true},
		"functionLikeReturnTypes":  object{"enabled": true},
		"enumMemberValues":         object{"enabled": true},
	},
	"suggest":     object{"autoImports": true, "completeFunctionCalls": false},
	"preferences": object{"quoteStyle": "auto", "includePackageJsonAutoImports": "auto"},
	"tsserver":    object{"automaticTypeAcquisition": object{"enabled": false}},
}

// configuration answers workspace/configuration: a section for each that was asked for.
func configuration(params json.RawMessage) []any {
	var asked struct {
		Items []struct {
			Section string `json:"section"`
		} `json:"items"`
	}
	_ = json.Unmarshal(params, &asked) // then nothing was asked for
	answer := make([]any, len(asked.Items))
	for i, item := range asked.Items {
		switch item.Section {
		case "js/ts", "typescript", "javascript":
			answer[i] = preferences
		case "editor":
			answer[i] = object{"tabSize": 2, "insertSpaces": true}
		}
	}
	return answer
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
