package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %s", what, err, want)
	}
}

func openAt(t *testing.T, folder string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Path: folder, LockWait: 100 * time.Millisecond})
	check(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// notebook is a workspace that a test appends to; it notes what was acknowledged.
type notebook struct {
	store *store.Store
	id    string
	seq   int64
}

func newNotebook(t *testing.T, s *store.Store) *notebook {
	t.Helper()
	check(t, s.CreateWorkspace(t.Context(), workspace.Workspace{ID: "w", Kind: workspace.Notebook}, []byte("{}")))
	return &notebook{store: s, id: "w"}
}

// append adds an entry of about the given size.
func (n *notebook) append(ctx context.Context, size int) error {
	e := journalEntry(n.seq + 1)
	e.Op = live.SetTitle{Title: strings.Repeat("x", size)}
	err := n.store.Append(ctx, n.id, []live.Entry{e})
	if err == nil {
		n.seq++
	}
	return err
}

// wantWhole checks that the journal holds what was acknowledged and nothing else.
func (n *notebook) wantWhole(t *testing.T) {
	t.Helper()
	if got, err := n.store.LastSeq(t.Context(), n.id); err != nil || got != n.seq {
		t.Errorf("got last entry %d, %v, want %d", got, err, n.seq)
	}
}

func TestASecondServerIsRefused(t *testing.T) {
	folder := t.TempDir()
	first := openAt(t, folder)
	_, err := store.Open(t.Context(), store.Config{Path: folder})
	wantCode(t, "open", err, fault.CodeDataFolder)
	if pid := fmt.Sprint(os.Getpid()); !strings.Contains(fault.From(err).Message, pid) {
		t.Errorf("got %q, want it to name process %s", fault.From(err).Message, pid)
	}
	check(t, first.Health(t.Context()))
	check(t, first.Close())
	openAt(t, folder)
}

func TestFilesAreClosedToOthers(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "data")
	check(t, os.MkdirAll(folder, 0o755))
	check(t, os.WriteFile(filepath.Join(folder, "srcbook.db"), nil, 0o644))
	newNotebook(t, openAt(t, folder))
	got := map[string]string{}
	for _, name := range []string{".", "srcbook.db", "srcbook.db-wal", "srcbook.db-shm", "srcbook.lock"} {
		info, err := os.Stat(filepath.Join(folder, name))
		check(t, err)
		got[name] = info.Mode().Perm().String()
	}
	const file = "-rw-------"
	want := map[string]string{".": "-rwx------", "srcbook.db": file, "srcbook.db-wal": file, "srcbook.db-shm": file, "srcbook.lock": file}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAFolderThatCannotBeUsedIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	for _, path := range []string{"", file, filepath.Join(file, "below")} {
		_, err := store.Open(t.Context(), store.Config{Path: path})
		wantCode(t, "open "+path, err, fault.CodeDataFolder)
	}
}

func TestPathsWithEverySignWork(t *testing.T) {
	for _, name := range []string{"a b", "a%20b", "a?b=c&d", "a#b", "ä;'\""} {
		folder := filepath.Join(t.TempDir(), name)
		check(t, openAt(t, folder).Health(t.Context()))
		if _, err := os.Stat(filepath.Join(folder, "srcbook.db")); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// foreign is another program with the database open.
func foreign(t *testing.T, folder string) *sql.Conn {
	t.Helper()
	file := url.URL{Scheme: "file", Path: filepath.Join(folder, "srcbook.db")}
	db, err := sql.Open("sqlite", file.String())
	check(t, err)
	conn, err := db.Conn(t.Context())
	check(t, err)
	t.Cleanup(func() { check(t, errors.Join(conn.Close(), db.Close())) })
	return conn
}

func execute(t *testing.T, c *sql.Conn, statement string) {
	t.Helper()
	_, err := c.ExecContext(t.Context(), statement)
	check(t, err)
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	folder := t.TempDir()
	check(t, openAt(t, folder).Close())
	execute(t, foreign(t, folder), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	_, err := store.Open(t.Context(), store.Config{Path: folder})
	wantCode(t, "open", err, fault.CodeDataFolder)
}

// F6: a foreign write lock refuses writes in bounded time, lets reads through, and passes.
func TestAForeignLockPasses(t *testing.T) {
	folder := t.TempDir()
	s := openAt(t, folder)
	n := newNotebook(t, s)
	other := foreign(t, folder)
	for range 3 {
		execute(t, other, "BEGIN IMMEDIATE")
		for range 5 {
			wantCode(t, "append under a foreign lock", n.append(t.Context(), 10), fault.CodeStorageLock)
		}
		wantCode(t, "health under a foreign lock", s.Health(t.Context()), fault.CodeStorageLock)
		n.wantWhole(t)
		execute(t, other, "ROLLBACK")
		check(t, n.append(t.Context(), 10))
		check(t, s.Health(t.Context()))
	}
	n.wantWhole(t)
}

// A write that waits for the lock when its request ends is not written later.
func TestAWriteWithoutItsRequestIsNotMade(t *testing.T) {
	folder := t.TempDir()
	s := openAt(t, folder)
	n := newNotebook(t, s)
	other := foreign(t, folder)
	execute(t, other, "BEGIN IMMEDIATE")
	blocking := make(chan error)
	go func() { blocking <- s.Health(context.Background()) }() // keeps the writer waiting for the lock
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := n.append(ctx, 10)
	if !errors.Is(err, fault.CodeCanceled) && !errors.Is(err, fault.CodeStorageLock) {
		t.Errorf("got %v, want %s or %s", err, fault.CodeCanceled, fault.CodeStorageLock)
	}
	<-blocking
	execute(t, other, "ROLLBACK")
	n.wantWhole(t)
	check(t, n.append(t.Context(), 10))
}

func TestADamagedDatabaseIsFound(t *testing.T) {
	folder := t.TempDir()
	s := openAt(t, folder)
	n := newNotebook(t, s)
	for range 200 {
		check(t, n.append(t.Context(), 1000))
	}
	check(t, s.Check(t.Context()))
	check(t, s.Close())
	file, err := os.OpenFile(filepath.Join(folder, "srcbook.db"), os.O_RDWR, 0)
	check(t, err)
	for page := int64(40); page < 60; page++ {
		_, err = file.WriteAt([]byte{0xff, 0xff, 0xff, 0xff, 0xff}, page*4096)
		check(t, err)
	}
	check(t, file.Close())
	s, err = store.Open(t.Context(), store.Config{Path: folder})
	if err == nil {
		err = errors.Join(s.Check(t.Context()), s.Close())
	}
	wantCode(t, "check", err, fault.CodeStorage)
}

func TestAPurgeThatWasCutShortIsFinished(t *testing.T) {
	folder := t.TempDir()
	s := openAt(t, folder)
	n := newNotebook(t, s)
	for range 3 {
		check(t, n.append(t.Context(), 10))
	}
	check(t, s.Close())
	other := foreign(t, folder)
	execute(t, other, "UPDATE workspaces SET trashed_at = -1")
	execute(t, other, "DELETE FROM journal WHERE seq = 3")
	n.store, n.seq = openAt(t, folder), 0
	n.wantWhole(t)
	_, err := n.store.Workspace(t.Context(), n.id)
	wantCode(t, "read", err, fault.CodeWorkspaceNotFound)
	check(t, n.store.CreateWorkspace(t.Context(), workspace.Workspace{ID: n.id, Kind: workspace.Notebook}, nil))
}
