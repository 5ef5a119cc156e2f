package live

import (
	"path"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// importSpecifier matches the relative specifiers of static imports, re-exports, dynamic imports
// and require calls: the opening keyword, the quote, and the name after "./".
var importSpecifier = regexp.MustCompile(`(\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])\./([A-Za-z0-9._-]+)(["'])`)

// FollowRename lists the edits that make the other cells import a renamed cell by its new name. It
// is asked after the rename was applied; each edit becomes an operation of its own.
func FollowRename(s State, oldName, newName string) []EditText {
	var edits []EditText
	for _, c := range s.Cells {
		if c.Kind != notebook.Code || c.Filename == newName {
			continue
		}
		renamed, err := text.New(renameImports(c.Text.String(), oldName, newName))
		if err != nil || renamed == c.Text {
			continue
		}
		edits = append(edits, EditText{Cell: c.ID, Base: c.Version, Changes: []text.ChangeSet{text.Diff(c.Text, renamed)}})
	}
	return edits
}

func renameImports(code, oldName, newName string) string {
	return importSpecifier.ReplaceAllStringFunc(code, func(match string) string {
		m := importSpecifier.FindStringSubmatch(match)
		keyword, open, specifier, closing := m[1], m[2], m[3], m[4]
		name, ok := renameSpecifier(specifier, oldName, newName)
		if !ok || open != closing {
			return match
		}
		return keyword + open + "./" + name + closing
	})
}

// emitted is the extension that TypeScript's emitted file has, by which source files may be
// imported. https://www.typescriptlang.org/docs/handbook/modules/reference.html#file-extension-substitution
var emitted = map[string]string{".ts": ".js", ".tsx": ".js", ".mts": ".mjs", ".cts": ".cjs"}

// renameSpecifier keeps the style in which the cell was imported: by its own extension, by the
// emitted one, or by none.
func renameSpecifier(specifier, oldName, newName string) (string, bool) {
	oldBase, oldExt := notebook.SplitFilename(oldName)
	newBase, newExt := notebook.SplitFilename(newName)
	switch ext := path.Ext(specifier); {
	case specifier == oldName:
		return newName, true
	case specifier == oldBase:
		return newBase, true
	case emitted[oldExt] != "" && specifier == oldBase+emitted[oldExt]:
		if e := emitted[newExt]; e != "" {
			return newBase + e, true
		}
		return newName, true
	case ext == ".jsx" && oldExt == ".tsx" && strings.TrimSuffix(specifier, ext) == oldBase:
		return newName, true
	default:
		return "", false
	}
}
