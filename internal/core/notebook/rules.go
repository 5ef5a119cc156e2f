package notebook

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/text"
)

var (
	cellID   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)
	fileName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$`)
	// Names that Windows reserves for devices, whatever their extension; a workspace folder has to
	// survive a checkout there. https://learn.microsoft.com/windows/win32/fileio/naming-a-file
	deviceName = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)
)

// DefaultPackage is the package.json of a notebook that brings none.
const DefaultPackage = "{\n  \"type\": \"module\",\n  \"dependencies\": {}\n}"

// DefaultTSConfig is the tsconfig.json of a TypeScript notebook that brings none.
const DefaultTSConfig = `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "lib": ["es2023", "dom"],
    "types": ["node"],
    "strict": true,
    "skipLibCheck": true,
    "resolveJsonModule": true,
    "allowImportingTsExtensions": true,
    "noEmit": true
  },
  "include": ["src/**/*", "env.d.ts"]
}`

// New returns an empty notebook with its configuration cells.
func New(title string, language Language) Notebook {
	n := Notebook{Title: title, Language: language}
	n.Cells = append(n.Cells, Cell{ID: PackageID, Kind: Package, Filename: string(PackageID), Text: text.Lossy(DefaultPackage)})
	if language == TypeScript {
		n.Cells = append(n.Cells, Cell{ID: TSConfigID, Kind: TSConfig, Filename: string(TSConfigID), Text: text.Lossy(DefaultTSConfig)})
	}
	return n
}

// CheckTitle refuses an empty, many-lined or too long title.
func CheckTitle(title string) error {
	switch {
	case strings.TrimSpace(title) == "":
		return fault.New(fault.CodeTitle, "The title is empty")
	case strings.ContainsFunc(title, unicode.IsControl):
		return fault.New(fault.CodeTitle, "The title has a line break or another control character")
	case !utf8.ValidString(title):
		return fault.New(fault.CodeTitle, "The title is not valid Unicode")
	case utf8.RuneCountInString(title) > MaxTitleRunes:
		return fault.New(fault.CodeTitle, "The title is longer than %d characters", MaxTitleRunes)
	}
	return nil
}

// CheckLanguage refuses anything but the two languages.
func CheckLanguage(l Language) error {
	if l != TypeScript && l != JavaScript {
		return fault.New(fault.CodeLanguage, "%q is not a language of notebooks", string(l))
	}
	return nil
}

// CheckCellID refuses an id that a client may not choose.
func CheckCellID(id CellID) error {
	if !cellID.MatchString(string(id)) {
		return fault.New(fault.CodeInvalid, "%q is not a cell id", string(id))
	}
	return nil
}

// CheckFilename refuses a name that could not be a code cell's file on every system: separators,
// "..", device names, hidden files, other extensions.
func CheckFilename(name string) error {
	switch {
	case !fileName.MatchString(name), strings.Contains(name, ".."):
		return fault.New(fault.CodeFilename, "%q cannot be the file name of a cell", name)
	case deviceName.MatchString(name):
		return fault.New(fault.CodeFilename, "%q is a device name on some systems", name)
	}
	return nil
}

// LanguageOf is the language of a code file by its extension.
func LanguageOf(filename string) Language {
	switch path.Ext(filename) {
	case ".ts", ".tsx", ".mts", ".cts":
		return TypeScript
	default:
		return JavaScript
	}
}

// SameFile reports whether two file names are one file on a file system that ignores case.
func SameFile(a, b string) bool { return strings.EqualFold(a, b) }

// SplitFilename splits a file name before its extension.
func SplitFilename(name string) (base, ext string) {
	ext = path.Ext(name)
	return strings.TrimSuffix(name, ext), ext
}
