package server

import (
	"context"
	"encoding/json"
	"path/filepath"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/format"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/lsp"
)

const formatMethod = "srcbook/format"

// prettierFiles are the files of settings that hold no code, in the order in which Prettier looks.
var prettierFiles = []string{
	".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.json5", ".prettierrc.toml",
}

// prettier is what the formatter runs.
func (l *languages) prettier(ctx context.Context) (node, modules string, err error) {
	if err := l.parts.tools.toolchain.Wait(ctx); err != nil {
		return "", "", err
	}
	k, err := l.parts.code.wait(ctx)
	if err != nil {
		return "", "", err
	}
	return k.Node().Path, filepath.Join(l.parts.tools.toolchain.Folder(), "node_modules"), nil
}

// format answers srcbook/format: the edits that format a cell.
func (s *speaker) format(ctx context.Context, params json.RawMessage) (hub.LanguageAnswer, error) {
	var asked struct {
		Document struct {
			URI string `json:"uri"`
		} `json:"textDocument"`
	}
	if err := json.Unmarshal(params, &asked); err != nil {
		return hub.LanguageAnswer{}, fault.Wrap(fault.CodeLanguageAsk, err, "The params of %s are malformed", formatMethod)
	}
	cell, name, err := s.Cell(asked.Document.URI)
	if err != nil {
		return hub.LanguageAnswer{}, err
	}
	formatted, err := s.languages.formatter.Format(ctx, format.Request{
		Name: name, Text: cell.Text.String(), Settings: s.settings(),
	})
	if err != nil {
		return hub.LanguageAnswer{}, err
	}
	after, err := text.New(likeCell(cell, formatted))
	if err != nil {
		return hub.LanguageAnswer{}, err
	}
	raw, err := json.Marshal(lsp.Edits(cell.Text, after))
	return hub.LanguageAnswer{Result: raw, Versions: map[notebook.CellID]int{cell.ID: cell.Version}}, err
}

// likeCell leaves out the line break at the end of a file where a cell has none: a cell is no file to
// those who edit it.
func likeCell(c *live.Cell, formatted string) string {
	had := c.Text.String()
	if n := len(formatted); n > 0 && formatted[n-1] == '\n' && (had == "" || had[len(had)-1] != '\n') {
		return formatted[:n-1]
	}
	return formatted
}

// settings are those of the workspace's Prettier, nil when it has none.
func (s *speaker) settings() *format.Settings {
	folder, err := s.languages.parts.folders.Open(s.workspace)
	if err != nil {
		return nil // what the disk has is reported by those who write to it
	}
	defer folder.Close()
	for _, name := range prettierFiles {
		if content, err := folder.Read(name); err == nil {
			return &format.Settings{Name: name, Text: string(content)}
		}
	}
	return s.manifestSettings()
}

// manifestSettings are the settings inside package.json.
func (s *speaker) manifestSettings() *format.Settings {
	cell, _, err := s.Cell("srcbook:///package.json")
	if err != nil {
		return nil
	}
	var manifest struct {
		Prettier json.RawMessage `json:"prettier"`
	}
	if json.Unmarshal([]byte(cell.Text.String()), &manifest) != nil || len(manifest.Prettier) == 0 || manifest.Prettier[0] != '{' {
		return nil // it is no manifest yet, or names a package, whose code is not run
	}
	return &format.Settings{Name: ".prettierrc.json", Text: string(manifest.Prettier)}
}
