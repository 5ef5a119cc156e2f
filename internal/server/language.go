package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/format"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/lsp"
	"github.com/srcbook/srcbook/internal/wire"
)

// languages join the live sessions to TypeScript's language server, which comes with the pinned tools.
type languages struct {
	parts     *parts
	log       *slog.Logger
	formatter *format.Formatter
	turns     *lsp.Turns
}

func newLanguages(c Config, p *parts) (*languages, error) {
	l := &languages{parts: p, log: c.Log, turns: lsp.NewTurns()}
	folder := filepath.Join(c.Data, formatterFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The data folder cannot be used")
	}
	l.formatter = format.New(format.Config{Sandbox: p.code.sandbox, Folder: folder, Program: l.prettier})
	p.closers = append(p.closers, func() error { l.formatter.Close(); return nil })
	return l, nil
}

// Open implements hub.Languages.
func (l *languages) Open(workspace string, sink hub.LanguageSink) hub.Language {
	folder := l.parts.folders.FolderPath(workspace)
	w := lsp.Open(lsp.Config{
		Sandbox: l.parts.code.sandbox, Log: l.log.With("workspace", workspace), Types: l.parts.tools.index.Types,
		Turns:     l.turns,
		Program:   func(ctx context.Context) (lsp.Program, error) { return l.program(ctx, workspace) },
		Variables: func(ctx context.Context) ([]string, error) { return l.variables(ctx, workspace) },
	}, folder, languageSink{sink})
	return &speaker{Workspace: w, languages: l, workspace: workspace}
}

// program waits for the tools and makes the workspace's folder ready for a process.
func (l *languages) program(ctx context.Context, workspace string) (lsp.Program, error) {
	if err := l.parts.tools.toolchain.Wait(ctx); err != nil {
		return lsp.Program{}, err
	}
	folder, err := l.parts.folders.Open(workspace) // creates it
	if err != nil {
		return lsp.Program{}, err
	}
	defer folder.Close()
	if err := l.parts.code.sandbox.Own(folder.Path()); err != nil {
		return lsp.Program{}, err
	}
	return lsp.FindProgram(filepath.Join(l.parts.tools.toolchain.Folder(), "node_modules"))
}

// notice tells every open workspace something; those without a language service ignore it.
func (l *languages) notice(n hub.LanguageNotice) {
	for _, workspace := range l.parts.hub.Open() {
		_ = l.parts.hub.NoticeLanguage(workspace, n)
	}
}

// speaker is the language service of a workspace as the hub sees it.
type speaker struct {
	*lsp.Workspace
	languages *languages
	workspace string
}

// Ask implements hub.Language.
func (s *speaker) Ask(ctx context.Context, method string, params json.RawMessage) (hub.LanguageAnswer, error) {
	if method == formatMethod {
		return s.format(ctx, params)
	}
	answer, err := s.Workspace.Ask(ctx, method, params)
	if err != nil {
		return hub.LanguageAnswer{}, err
	}
	return hub.LanguageAnswer{Result: answer.Result, Versions: answer.Versions()}, nil
}

// Symbols implements hub.Language.
func (s *speaker) Symbols(ctx context.Context, query string) ([]wire.Symbol, error) {
	found, err := s.Workspace.Symbols(ctx, query)
	symbols := make([]wire.Symbol, len(found))
	for i, f := range found {
		symbols[i] = wire.Symbol{
			Name: f.Name, Kind: f.Kind, Container: f.Container, Cell: string(f.Cell), Filename: f.Filename, Line: f.Line,
		}
	}
	return symbols, err
}

// Notice implements hub.Language.
func (s *speaker) Notice(n hub.LanguageNotice) {
	switch n {
	case hub.LanguageRestart:
		s.Workspace.Notice(lsp.RestartAsked)
	case hub.LanguagePackages:
		s.Workspace.Notice(lsp.PackagesChanged)
	case hub.LanguageTypes:
		s.Workspace.Notice(lsp.TypesLearned)
	case hub.LanguageSecrets:
		s.Workspace.Notice(lsp.VariablesChanged)
	}
}

// variables are the names of the secrets that a workspace is granted.
func (l *languages) variables(ctx context.Context, workspace string) ([]string, error) {
	granted, err := l.parts.store.GrantedSecrets(ctx, workspace)
	names := make([]string, len(granted))
	for i, secret := range granted {
		names[i] = secret.Name
	}
	slices.Sort(names)
	return names, err
}

// languageSink hands on what a language service found, in the words of the wire.
type languageSink struct{ hub.LanguageSink }

// Diagnosed implements lsp.Sink.
func (l languageSink) Diagnosed(cell notebook.CellID, version int, found []lsp.Diagnostic) {
	items := make([]wire.Diagnostic, len(found))
	for i, d := range found {
		items[i] = wire.Diagnostic{
			Range: rangeOf(d.Range), Severity: d.Severity, Code: d.Code, Source: d.Source, Message: d.Message,
			Tags: d.Tags, Install: d.Install,
		}
		for _, r := range d.Related {
			items[i].Related = append(items[i].Related, wire.RelatedText{
				Location: wire.TextLocation{URI: r.Location.URI, Range: rangeOf(r.Location.Range)}, Message: r.Message,
			})
		}
	}
	l.LanguageSink.Diagnosed(cell, version, items)
}

func rangeOf(r lsp.Range) wire.TextRange {
	return wire.TextRange{Start: wire.TextPosition(r.Start), End: wire.TextPosition(r.End)}
}

// Standing implements lsp.Sink.
func (l languageSink) Standing(s lsp.Status) {
	status := wire.LanguageStatus{State: string(s.State), Version: s.Version, Message: s.Message, Restarts: s.Restarts}
	if !s.RetryAt.IsZero() {
		status.RetryAt = &s.RetryAt
	}
	l.LanguageSink.Standing(status)
}

// declaredGrants tell the language service of grants that changed.
type declaredGrants struct {
	library.Grants
	parts *parts
}

// GrantSecret implements library.Grants.
func (g declaredGrants) GrantSecret(ctx context.Context, name, id string) error {
	err := g.Grants.GrantSecret(ctx, name, id)
	_ = g.parts.hub.NoticeLanguage(id, hub.LanguageSecrets) // a workspace that nobody looks at reads them later
	return err
}

// RevokeSecret implements library.Grants.
func (g declaredGrants) RevokeSecret(ctx context.Context, name, id string) error {
	err := g.Grants.RevokeSecret(ctx, name, id)
	_ = g.parts.hub.NoticeLanguage(id, hub.LanguageSecrets) // as above
	return err
}

// declaredSecrets tell the language services of names that changed.
type declaredSecrets struct {
	library.SecretStore
	parts *parts
}

// RenameSecret implements library.SecretStore.
func (s declaredSecrets) RenameSecret(ctx context.Context, name string, renamed workspace.Secret) error {
	err := s.SecretStore.RenameSecret(ctx, name, renamed)
	s.parts.languages.notice(hub.LanguageSecrets)
	return err
}

// DeleteSecret implements library.SecretStore.
func (s declaredSecrets) DeleteSecret(ctx context.Context, name string) error {
	err := s.SecretStore.DeleteSecret(ctx, name)
	s.parts.languages.notice(hub.LanguageSecrets)
	return err
}
