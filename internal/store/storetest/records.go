package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
)

func run(id, cell string, minute int) live.Run {
	return live.Run{
		ID: live.RunID(id), Cell: notebook.CellID(cell), Filename: cell + ".ts", Phase: live.Queued,
		QueuedAt: at(minute), Ports: []int{3000},
	}
}

func ended(r live.Run) live.Run {
	r.Phase, r.EndAt = live.Exited, r.QueuedAt.Add(time.Second)
	r.Exit = &live.Exit{Reason: live.Failed, Code: 1, Failure: &live.Failure{Message: "boom", Line: 3}}
	return r
}

func runs(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	for i := range 4 {
		check(t, s.SaveRun(ctx, "a", run(fmt.Sprintf("r%d", i), "c1", i)))
	}
	check(t, s.SaveRun(ctx, "a", run("other", "c2", 0)))
	for i := range 3 {
		check(t, s.SaveRun(ctx, "a", ended(run(fmt.Sprintf("r%d", i), "c1", i))))
	}
	got, err := s.Run(ctx, "a", "r1")
	check(t, err)
	if want := ended(run("r1", "c1", 1)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	_, err = s.Run(ctx, "b", "r1")
	wantCode(t, "a run of another workspace", err, fault.CodeRunNotFound)
	wantCode(t, "a run of no workspace", s.SaveRun(ctx, "none", run("x", "c", 0)), fault.CodeWorkspaceNotFound)

	check(t, s.AppendOutput(ctx, "r0", chunks(0, 1)))
	check(t, s.PruneRuns(ctx, "a", "c1", 2))
	wantRuns(t, s, "r3", "r2", "other")
	if left, _ := s.Output(ctx, "r0", 0, 10); len(left) != 0 {
		t.Errorf("got output %v of a pruned run", left)
	}
	check(t, s.PruneRuns(ctx, "a", "c1", 0)) // r3 has not ended
	wantRuns(t, s, "r3", "other")
	check(t, s.DeleteRun(ctx, "r3"))
	check(t, s.DeleteRun(ctx, "r3"))
	wantRuns(t, s, "other")
}

func wantRuns(t *testing.T, s *store.Store, want ...string) {
	t.Helper()
	list, err := s.Runs(t.Context(), "a")
	check(t, err)
	var got []string
	for _, r := range list {
		got = append(got, string(r.ID))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got runs %v, want %v", got, want)
	}
}

func chunks(from, to int64) []workspace.Chunk {
	var list []workspace.Chunk
	for seq := from; seq < to; seq++ {
		list = append(list, workspace.Chunk{Seq: seq, Stream: "out", Text: fmt.Sprintf("line %d\x00\xff\n", seq)})
	}
	return list
}

func output(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a")
	wantCode(t, "output of no run", s.AppendOutput(ctx, "r", chunks(0, 1)), fault.CodeRunNotFound)
	check(t, s.SaveRun(ctx, "a", run("r", "c", 0)))
	check(t, s.AppendOutput(ctx, "r", nil))
	check(t, s.AppendOutput(ctx, "r", chunks(0, 6)))
	check(t, s.AppendOutput(ctx, "r", append([]workspace.Chunk{{Seq: 5, Stream: "err", Text: "late"}}, chunks(6, 8)...)))
	got, err := s.Output(ctx, "r", 4, 3)
	check(t, err)
	if want := chunks(4, 7); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	check(t, s.TrimOutput(ctx, "r", 1, 6))
	check(t, s.AppendOutput(ctx, "r", []workspace.Chunk{{Seq: 1, Stream: "cut", Text: ""}}))
	got, err = s.Output(ctx, "r", 0, 10)
	check(t, err)
	want := append(append(chunks(0, 1), workspace.Chunk{Seq: 1, Stream: "cut"}), chunks(7, 8)...)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func blobs(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	want := store.Blob{Workspace: "a", Hash: "h1", Media: "image/png", Size: 12, CreatedAt: at(1)}
	again := want
	again.CreatedAt = at(2)
	for _, b := range []store.Blob{want, again, {Workspace: "b", Hash: "h1", CreatedAt: at(1)}} {
		check(t, s.SaveBlob(ctx, b))
	}
	if got, err := s.Blob(ctx, "a", "h1"); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if got, err := s.BlobReferences(ctx, "h1"); err != nil || got != 2 {
		t.Errorf("got %d references, %v, want 2", got, err)
	}
	check(t, s.DeleteBlob(ctx, "a", "h1"))
	_, err := s.Blob(ctx, "a", "h1")
	wantCode(t, "a deleted blob", err, fault.CodeNotFound)
	if list, err := s.Blobs(ctx, "b"); err != nil || len(list) != 1 {
		t.Errorf("got %v, %v, want one blob", list, err)
	}
	wantCode(t, "unknown workspace", s.SaveBlob(ctx, store.Blob{Workspace: "none"}), fault.CodeWorkspaceNotFound)
}

func settings(t *testing.T, s *store.Store) {
	ctx := t.Context()
	if got, err := s.Setting(ctx, "theme"); got != nil || err != nil {
		t.Errorf("got %q, %v before it was set", got, err)
	}
	for _, want := range []string{`"dark"`, `{"a":[1]}`} {
		check(t, s.PutSetting(ctx, "theme", []byte(want)))
		if got, err := s.Setting(ctx, "theme"); string(got) != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func secrets(t *testing.T, s *store.Store) {
	ctx := t.Context()
	create(t, s, "a", "b")
	first := workspace.Secret{Name: "KEY", Description: "d", Sealed: []byte{0, 1}, CreatedAt: at(1), UpdatedAt: at(1)}
	check(t, s.PutSecret(ctx, first))
	check(t, s.PutSecret(ctx, workspace.Secret{Name: "OTHER", CreatedAt: at(1), UpdatedAt: at(1)}))
	for _, id := range []string{"b", "a", "a"} {
		check(t, s.GrantSecret(ctx, "KEY", id))
	}
	second := workspace.Secret{Name: "KEY", Description: "e", Sealed: []byte{2}, CreatedAt: at(9), UpdatedAt: at(2)}
	check(t, s.PutSecret(ctx, second))
	second.CreatedAt, second.Granted = at(1), []string{"a", "b"}
	wantSecret(t, s, second)

	renamed := second
	renamed.Name, renamed.Sealed = "NEW", []byte{3}
	wantCode(t, "rename to a taken name", s.RenameSecret(ctx, "KEY", workspace.Secret{Name: "OTHER"}), fault.CodeConflict)
	wantCode(t, "rename what is not there", s.RenameSecret(ctx, "NONE", renamed), fault.CodeSecretNotFound)
	check(t, s.RenameSecret(ctx, "KEY", renamed))
	wantSecret(t, s, renamed)
	check(t, s.RevokeSecret(ctx, "NEW", "b"))
	check(t, s.RevokeSecret(ctx, "NEW", "b"))
	renamed.Granted = []string{"a"}
	wantSecret(t, s, renamed)

	granted, err := s.GrantedSecrets(ctx, "a")
	check(t, err)
	renamed.Granted = nil
	if want := []workspace.Secret{renamed}; !reflect.DeepEqual(granted, want) {
		t.Errorf("got %+v, want %+v", granted, want)
	}
	wantCode(t, "grant an unknown secret", s.GrantSecret(ctx, "NONE", "a"), fault.CodeSecretNotFound)
	wantCode(t, "grant to an unknown workspace", s.GrantSecret(ctx, "NEW", "none"), fault.CodeSecretNotFound)
	check(t, s.DeleteSecret(ctx, "NEW"))
	wantCode(t, "delete again", s.DeleteSecret(ctx, "NEW"), fault.CodeSecretNotFound)
	_, err = s.Secret(ctx, "NEW")
	wantCode(t, "read a deleted secret", err, fault.CodeSecretNotFound)
	if granted, _ := s.GrantedSecrets(ctx, "a"); len(granted) != 0 {
		t.Errorf("got grants %v of a deleted secret", granted)
	}
}

// wantSecret checks a secret in the list and by its name.
func wantSecret(t *testing.T, s *store.Store, want workspace.Secret) {
	t.Helper()
	if got, err := s.Secret(t.Context(), want.Name); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	list, err := s.Secrets(t.Context())
	check(t, err)
	if len(list) != 2 || !reflect.DeepEqual(list[0], want) {
		t.Errorf("got %+v, want %+v first of two", list, want)
	}
}

func sessions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	session := func(n byte) workspace.Session {
		return workspace.Session{
			TokenHash: [32]byte{n}, Label: fmt.Sprintf("browser %d", n), Name: fmt.Sprintf("person %d", n),
			CreatedAt: at(0), SeenAt: at(int(n)), ExpiresAt: at(100 + int(n)),
		}
	}
	for n := range byte(3) {
		check(t, s.CreateSession(ctx, session(n)))
	}
	check(t, s.TouchSession(ctx, [32]byte{0}, at(50), at(150)))
	check(t, s.TouchSession(ctx, [32]byte{9}, at(50), at(150)))
	check(t, s.NameSession(ctx, [32]byte{0}, "Zoë"))
	check(t, s.NameSession(ctx, [32]byte{9}, "nobody"))
	touched := session(0)
	touched.Name, touched.SeenAt, touched.ExpiresAt = "Zoë", at(50), at(150)
	if got, err := s.Session(ctx, [32]byte{0}); err != nil || got != touched {
		t.Errorf("got %+v, %v, want %+v", got, err, touched)
	}
	list, err := s.Sessions(ctx)
	check(t, err)
	if want := []workspace.Session{touched, session(2), session(1)}; !reflect.DeepEqual(list, want) {
		t.Errorf("got %+v, want %+v", list, want)
	}
	check(t, s.DeleteExpiredSessions(ctx, at(101)))
	_, err = s.Session(ctx, [32]byte{1})
	wantCode(t, "an expired session", err, fault.CodeUnauthenticated)
	check(t, s.DeleteSession(ctx, [32]byte{2}))
	if list, _ := s.Sessions(ctx); !reflect.DeepEqual(list, []workspace.Session{touched}) {
		t.Errorf("got %+v, want the touched session", list)
	}
}
