package library

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// Folders are the workspace folders on disk.
type Folders interface {
	// RemoveFolder deletes the folder of a workspace and all that is in it.
	RemoveFolder(workspace string) error
	// FolderPath is where the folder of a workspace is.
	FolderPath(workspace string) string
}

const untitled = "Untitled"

// Create makes a new, empty notebook.
func (l *Library) Create(ctx context.Context, title string, language notebook.Language) (workspace.Workspace, error) {
	if strings.TrimSpace(title) == "" {
		title = untitled
	}
	if language == "" {
		language = notebook.TypeScript
	}
	if err := notebook.CheckTitle(title); err != nil {
		return workspace.Workspace{}, err
	}
	if err := notebook.CheckLanguage(language); err != nil {
		return workspace.Workspace{}, err
	}
	return l.add(ctx, starter(title, language))
}

// add stores a notebook as a new workspace.
func (l *Library) add(ctx context.Context, n notebook.Notebook) (workspace.Workspace, error) {
	state := live.New(n)
	snapshot, err := live.EncodeSnapshot(state)
	if err != nil {
		return workspace.Workspace{}, fmt.Errorf("encode new workspace: %w", err)
	}
	index := indexOf(state, l.Now())
	w := workspace.Workspace{
		ID: newID(), Kind: workspace.Notebook, Title: index.Title, Language: index.Language,
		Summary: index.Summary, Cells: index.Cells, CreatedAt: index.At, UpdatedAt: index.At,
	}
	if err := l.Workspaces.CreateWorkspace(ctx, w, snapshot); err != nil {
		return workspace.Workspace{}, err
	}
	if err := l.Index.UpdateIndex(ctx, w.ID, index); err != nil {
		// The workspace exists: whoever was told of a failure would make it again. Its session brings
		// the index up to date as soon as it is opened.
		l.Log.WarnContext(ctx, "new workspace not indexed", "workspace", w.ID, "error", err)
	}
	return w, nil
}

// Workspace is one row of the library.
func (l *Library) Workspace(ctx context.Context, id string) (workspace.Workspace, error) {
	return l.Workspaces.Workspace(ctx, id)
}

// List is a page of the library.
func (l *Library) List(ctx context.Context, f workspace.Filter) ([]workspace.Workspace, string, error) {
	if f.Limit <= 0 || f.Limit > 500 {
		f.Limit = 100
	}
	return l.Workspaces.ListWorkspaces(ctx, f)
}

// Running counts the runs of a workspace that have not ended.
func (l *Library) Running(id string) int { return l.sessions.Running(id) }

// Rename gives a workspace another title, as an operation that its viewers see.
func (l *Library) Rename(ctx context.Context, author, id, title string) (workspace.Workspace, error) {
	if _, err := l.present(ctx, id); err != nil {
		return workspace.Workspace{}, err
	}
	if _, err := l.sessions.Do(ctx, id, author, live.SetTitle{Title: title}); err != nil {
		return workspace.Workspace{}, err
	}
	if err := l.refreshNow(ctx, id); err != nil {
		return workspace.Workspace{}, err
	}
	return l.Workspaces.Workspace(ctx, id)
}

// present is a workspace that exists and is not in the trash.
func (l *Library) present(ctx context.Context, id string) (workspace.Workspace, error) {
	w, err := l.Workspaces.Workspace(ctx, id)
	if err != nil {
		return w, err
	}
	if !w.TrashedAt.IsZero() {
		return w, fault.New(fault.CodeInTrash, "%s is in the trash", w.Title)
	}
	return w, nil
}

// Opened notes that somebody opened a workspace, and has its packages installed where the settings
// say so. A workspace in the trash is refused.
func (l *Library) Opened(ctx context.Context, id string) error {
	if _, err := l.present(ctx, id); err != nil {
		return err
	}
	l.opening(context.WithoutCancel(ctx), id)
	return l.Index.TouchWorkspace(ctx, id, l.Now())
}

// Trash stops a workspace and moves it to the trash, from where it can be restored.
func (l *Library) Trash(ctx context.Context, id string) error {
	if _, err := l.present(ctx, id); err != nil {
		return err
	}
	if err := l.Workspaces.TrashWorkspace(ctx, id, l.Now()); err != nil {
		return err
	}
	if err := l.installs.stop(ctx, id); err != nil {
		return err
	}
	return l.sessions.Evict(ctx, id)
}

// Restore takes a workspace out of the trash.
func (l *Library) Restore(ctx context.Context, id string) (workspace.Workspace, error) {
	if err := l.Workspaces.RestoreWorkspace(ctx, id); err != nil {
		return workspace.Workspace{}, err
	}
	return l.Workspaces.Workspace(ctx, id)
}

// Purge deletes a workspace in the trash for good, with its folder.
func (l *Library) Purge(ctx context.Context, id string) error {
	w, err := l.Workspaces.Workspace(ctx, id)
	if err != nil {
		return err
	}
	if w.TrashedAt.IsZero() {
		return fault.New(fault.CodeConflict, "%s is not in the trash", w.Title).
			WithNext("Move it to the trash first.")
	}
	if err := l.sessions.Evict(ctx, id); err != nil {
		return err
	}
	if err := l.Workspaces.PurgeWorkspace(ctx, id); err != nil {
		return err
	}
	l.installs.forget(id)
	if err := l.forgetScripts(ctx, id); err != nil {
		return err
	}
	return l.Folders.RemoveFolder(id)
}

// Duplicate copies a workspace as it now stands, without its runs.
func (l *Library) Duplicate(ctx context.Context, id string) (workspace.Workspace, error) {
	n, err := l.notebook(ctx, id)
	if err != nil {
		return workspace.Workspace{}, err
	}
	n.Title = copyTitle(n.Title)
	return l.add(ctx, n)
}

func copyTitle(title string) string {
	const suffix = " (copy)"
	runes := []rune(title)
	if limit := notebook.MaxTitleRunes - len(suffix); len(runes) > limit {
		runes = runes[:limit]
	}
	return string(runes) + suffix
}

func (l *Library) notebook(ctx context.Context, id string) (notebook.Notebook, error) {
	if _, err := l.present(ctx, id); err != nil {
		return notebook.Notebook{}, err
	}
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return notebook.Notebook{}, err
	}
	return state.Notebook(), nil
}

// Refresh brings the row and the search index of a workspace up to its state, and its viewers' idea
// of the packages. The live session calls it when it opens and after changes, at most once a second.
func (l *Library) Refresh(ctx context.Context, id string, state live.State) error {
	l.tellPackages(ctx, id, state)
	return l.Index.UpdateIndex(ctx, id, indexOf(state, l.Now()))
}

func (l *Library) refreshNow(ctx context.Context, id string) error {
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return err
	}
	return l.Refresh(ctx, id, state)
}

func indexOf(s live.State, at time.Time) workspace.Index {
	index := workspace.Index{Title: s.Title, Language: string(s.Language), At: at}
	for _, c := range s.Cells {
		switch c.Kind {
		case notebook.Package:
			index.Packages = packagesOf(c.Text.String())
			continue
		case notebook.TSConfig:
			continue
		case notebook.Markdown, notebook.Code:
		}
		index.Cells++
		if index.Summary == "" && c.Kind == notebook.Markdown {
			index.Summary = summaryOf(c.Text.String())
		}
		index.Parts = append(index.Parts, workspace.Part{Cell: string(c.ID), Filename: c.Filename, Body: c.Text.String()})
	}
	return index
}

// packagesOf are the names of the packages of a package.json; none when it cannot be read.
func packagesOf(manifest string) []string {
	var declared struct {
		Dependencies    map[string]any `json:"dependencies"`
		DevDependencies map[string]any `json:"devDependencies"`
	}
	if json.Unmarshal([]byte(manifest), &declared) != nil {
		return nil
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(declared.Dependencies)), maps.Keys(declared.DevDependencies))
	slices.Sort(names)
	return slices.Compact(names)
}

const maxSummary = 160

// summaryOf is the first line of prose that is not a heading, without Markdown's marks.
func summaryOf(markdown string) string {
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "```") || strings.HasPrefix(line, "<") || strings.HasPrefix(line, "|") {
			continue
		}
		line = plain(line)
		if runes := []rune(line); len(runes) > maxSummary {
			line = string(runes[:maxSummary-1]) + "…"
		}
		return line
	}
	return ""
}
