package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
)

func workspaces(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a")
	wantCode(t, "a second workspace a", s.CreateWorkspace(ctx, Workspace("a"), nil), fault.CodeConflict)

	check(t, s.TouchWorkspace(ctx, "a", at(5)))
	check(t, s.TrashWorkspace(ctx, "a", at(6)))
	check(t, s.UpdateIndex(ctx, "a", workspace.Index{Title: "T", Language: "javascript", Summary: "S", Cells: 9, At: at(7)}))
	got, err := s.Workspace(ctx, "a")
	check(t, err)
	want := workspace.Workspace{
		ID: "a", Kind: workspace.Notebook, Title: "T", Language: "javascript", Summary: "S", Cells: 9,
		CreatedAt: at(0), UpdatedAt: at(7), OpenedAt: at(5), TrashedAt: at(6),
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	check(t, s.RestoreWorkspace(ctx, "a"))
	if got, _ := s.Workspace(ctx, "a"); !got.TrashedAt.IsZero() {
		t.Errorf("restored workspace is in the trash since %v", got.TrashedAt)
	}

	_, err = s.Workspace(ctx, "none")
	wantCode(t, "read an unknown workspace", err, fault.CodeWorkspaceNotFound)
	wantCode(t, "touch an unknown workspace", s.TouchWorkspace(ctx, "none", at(0)), fault.CodeWorkspaceNotFound)
	wantCode(t, "trash an unknown workspace", s.TrashWorkspace(ctx, "none", at(0)), fault.CodeWorkspaceNotFound)
	wantCode(t, "restore an unknown workspace", s.RestoreWorkspace(ctx, "none"), fault.CodeWorkspaceNotFound)
	wantCode(t, "index an unknown workspace", s.UpdateIndex(ctx, "none", workspace.Index{}), fault.CodeWorkspaceNotFound)
}

func workspacePages(t *testing.T, s *store.Store) {
	ctx := t.Context()
	for i := range 7 {
		w := Workspace(fmt.Sprintf("w%d", i))
		w.UpdatedAt = at(i / 2) // pairs share a time, so that the id has to decide
		check(t, s.CreateWorkspace(ctx, w, nil))
	}
	special := Workspace("special")
	special.Title, special.UpdatedAt = `100%_\ Real`, at(-1)
	check(t, s.CreateWorkspace(ctx, special, nil))
	check(t, s.TrashWorkspace(ctx, "w3", at(9)))

	tests := []struct {
		name   string
		filter workspace.Filter
		want   []string
	}{
		{"all", workspace.Filter{}, []string{"w6", "w5", "w4", "w2", "w1", "w0", "special"}},
		{"trash", workspace.Filter{Trashed: true}, []string{"w3"}},
		{"part of a title", workspace.Filter{Query: "BOOK w1"}, []string{"w1"}},
		{"percent is no wildcard", workspace.Filter{Query: "%"}, []string{"special"}},
		{"underscore is no wildcard", workspace.Filter{Query: "_"}, []string{"special"}},
		{"backslash is no escape", workspace.Filter{Query: `\ r`}, []string{"special"}},
		{"nothing", workspace.Filter{Query: "zzz"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, limit := range []int{1, 2, 3, 100} {
				tt.filter.Limit = limit
				if got := pages(t, s, tt.filter); !reflect.DeepEqual(got, tt.want) {
					t.Errorf("limit %d: got %v, want %v", limit, got, tt.want)
				}
			}
		})
	}
	_, _, err := s.ListWorkspaces(ctx, workspace.Filter{After: "!", Limit: 1})
	wantCode(t, "a wrong cursor", err, fault.CodeInvalid)
}

func pages(t *testing.T, s *store.Store, f workspace.Filter) (ids []string) {
	t.Helper()
	for {
		rows, next, err := s.ListWorkspaces(t.Context(), f)
		check(t, err)
		for _, w := range rows {
			ids = append(ids, w.ID)
		}
		if next == "" {
			return ids
		}
		f.After = next
	}
}

func workspacePurge(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "gone", "kept")
	for _, id := range []string{"gone", "kept"} {
		check(t, s.Append(ctx, id, entries(1, 3)))
		check(t, s.SaveRun(ctx, id, run("run-"+id, "c1", 0)))
		check(t, s.AppendOutput(ctx, "run-"+id, chunks(0, 2)))
		check(t, s.SaveBlob(ctx, store.Blob{Workspace: id, Hash: "h", Media: "image/png", CreatedAt: at(0)}))
		check(t, s.UpdateIndex(ctx, id, workspace.Index{Title: "Findable", At: at(1)}))
	}
	check(t, s.PutSecret(ctx, workspace.Secret{Name: "KEY"}))
	check(t, s.GrantSecret(ctx, "KEY", "gone"))
	wantCode(t, "purge what is not in the trash", s.PurgeWorkspace(ctx, "gone"), fault.CodeWorkspaceNotFound)

	check(t, s.TrashWorkspace(ctx, "gone", at(2)))
	check(t, s.PurgeWorkspace(ctx, "gone"))
	type remains struct {
		seq, blobs                  int64
		snapshot                    string
		runs, output, hits, granted int
	}
	left := func(id string) remains {
		seq, _ := s.LastSeq(ctx, id)
		_, snapshot, _ := s.Snapshot(ctx, id)
		blobs, _ := s.BlobReferences(ctx, "h")
		runs, _ := s.Runs(ctx, id)
		output, _ := s.Output(ctx, "run-"+id, 0, 100)
		hits, _ := s.Search(ctx, workspace.Query{Text: "findable"}, 10)
		secret, _ := s.Secret(ctx, "KEY")
		return remains{seq, blobs, string(snapshot), len(runs), len(output), len(hits), len(secret.Granted)}
	}
	if got, want := left("gone"), (remains{blobs: 1, hits: 1}); got != want {
		t.Errorf("purged workspace: got %+v, want %+v", got, want)
	}
	if got, want := left("kept"), (remains{3, 1, "snapshot of kept", 1, 2, 1, 0}); got != want {
		t.Errorf("other workspace: got %+v, want %+v", got, want)
	}
}

func origins(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	check(t, s.SetOrigin(ctx, "a", "/x/a.src.md"))
	if err := s.SetOrigin(ctx, "b", "/x/a.src.md"); !errors.Is(err, fault.CodeConflict) {
		t.Errorf("one file for two workspaces: %v", err)
	}
	for id, want := range map[string]string{"a": "/x/a.src.md", "b": "", "none": ""} {
		if got, err := s.Origin(ctx, id); err != nil || got != want {
			t.Errorf("the file of %s is %q, %v, want %q", id, got, err, want)
		}
	}
	check(t, s.TrashWorkspace(ctx, "a", at(1)))
	for path, want := range map[string]string{"/x/a.src.md": "a", "/x/b.src.md": ""} {
		if got, err := s.WorkspaceOfOrigin(ctx, path); err != nil || got != want {
			t.Errorf("the workspace of %s is %q, %v, want %q", path, got, err, want)
		}
	}
}
