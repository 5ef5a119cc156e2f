package server_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/server"
	"github.com/srcbook/srcbook/internal/store/storetest"
	"github.com/srcbook/srcbook/internal/wire"
)

// F4: with a full disk, edits are refused with a reason and not acknowledged; reading and export go on;
// once there is room, edits are accepted again by themselves.
func TestAFullDiskRefusesEditsAndRecovers(t *testing.T) {
	t.Parallel()
	disk := storetest.SmallDisk(t, 24)
	s := start(t, filepath.Join(disk, "data"))
	w := s.importText(file("Full", "a.ts", "console.log(1);"))
	c, other := s.open(w.ID, "c"), s.open(w.ID, "other")
	c.do(c.edit("a.ts", "console.log('kept');"))
	filler := storetest.Fill(t, disk)
	size := 100_000
	full := untilRefused(t, c, size)
	if full.Code != "SB-6002" || full.Next == "" {
		t.Errorf("refused with %+v", full)
	}
	c.refused(live.SetTitle{Title: "Never"}, "SB-6002")
	before := c.cell("a.ts").Text.String()

	for _, tab := range []*tab{c, other} {
		tab.until("the tab is told", func() bool { return lastStorage(tab) != nil && !lastStorage(tab).Writable })
	}
	if status := do[wire.Status](s, "GET", "/api/status", nil).Storage; status.Writable || status.Fault.Code != "SB-6002" {
		t.Errorf("the status is %+v", status)
	}
	late := s.open(w.ID, "late")
	if got := late.cell("a.ts").Text.String(); got != before {
		t.Errorf("reading gives %d bytes, want %d", len(got), len(before))
	}
	if exported := s.export(w.ID); !strings.Contains(exported, before) || strings.Contains(exported, "Never") {
		t.Error("the export is not what was acknowledged")
	}
	s.refused("POST", "/api/workspaces", wire.NewWorkspace{Title: strings.Repeat("x", 100)}, "SB-6002")
	if n := len(s.list()); n != 1 {
		t.Errorf("there are %d notebooks, want 1", n)
	}

	check(t, os.Remove(filler))
	c.until("the tab is told of the recovery", func() bool { return lastStorage(c).Writable })
	c.do(c.edit("a.ts", "console.log('again');"))
	if exit, printed := c.finish("a.ts"); exit.Reason != live.Finished || printed != "again\n" {
		t.Errorf("afterwards it ended with %+v after %q", exit, printed)
	}
}

// What kept the server from preparing runs when it started, such as a full disk, kept it from running
// anything until its next start.
func TestWhatHinderedRunsAtTheStartMayPass(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	obstacle := filepath.Join(data, "kernel")
	check(t, os.WriteFile(obstacle, nil, 0o600))
	s := start(t, data)
	c := s.open(s.importText(file("Hindered", "a.ts", "console.log(1);")).ID, "c")
	if exit, _ := c.finish("a.ts"); exit.Reason != live.Failed {
		t.Errorf("with the obstacle it ended with %+v", exit)
	}
	check(t, os.Remove(obstacle))
	if exit, printed := c.finish("a.ts"); exit.Reason != live.Finished || printed != "1\n" {
		t.Errorf("without it, it ended with %+v after %q", exit, printed)
	}
}

// untilRefused edits until the disk has no room for it, which the log may have from before.
func untilRefused(t *testing.T, c *tab, size int) wire.Fault {
	t.Helper()
	for n := range 400 {
		id := c.send(c.edit("a.ts", strings.Repeat(string(rune('a'+n%26)), size)))
		c.until("the edit is answered", func() bool { return len(c.acks[id])+len(c.rejects[id]) > 0 })
		if len(c.rejects[id]) > 0 {
			return c.rejects[id][0]
		}
	}
	t.Fatal("a full disk takes 400 edits")
	return wire.Fault{}
}

// lastStorage is called with the tab's lock held.
func lastStorage(c *tab) *wire.StorageStatus {
	for i := len(c.signals) - 1; i >= 0; i-- {
		if c.signals[i].Storage != nil {
			return c.signals[i].Storage
		}
	}
	return nil
}

// F6: another program holds the database: edits are refused in bounded time and accepted again when it
// lets go.
func TestAForeignLockRefusesEditsAndPasses(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	w := s.importText(file("Locked", "a.ts", "console.log(1);"))
	c := s.open(w.ID, "c")
	location := url.URL{Scheme: "file", Path: filepath.Join(data, "srcbook.db"), RawQuery: "_pragma=busy_timeout(30000)"}
	db, err := sql.Open("sqlite", location.String())
	check(t, err)
	defer db.Close()
	conn, err := db.Conn(t.Context())
	check(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	check(t, err)
	c.refused(c.edit("a.ts", "console.log(2);"), "SB-6003")
	c.until("the tab is told", func() bool { return lastStorage(c) != nil && !lastStorage(c).Writable })
	if got := s.open(w.ID, "late").cell("a.ts").Text.String(); got != "console.log(1);" {
		t.Errorf("reading gives %q", got)
	}
	if !strings.Contains(s.export(w.ID), "console.log(1);") {
		t.Error("the export does not work")
	}
	_, err = conn.ExecContext(t.Context(), "ROLLBACK")
	check(t, err)
	c.do(c.edit("a.ts", "console.log(3);"))
	c.until("the tab is told of the recovery", func() bool { return lastStorage(c).Writable })
	if exit, printed := c.finish("a.ts"); exit.Reason != live.Finished || printed != "3\n" {
		t.Errorf("afterwards it ended with %+v after %q", exit, printed)
	}
}

// A key file that others can read is closed to them; without the key file, secrets that were stored
// cannot be read, which a run says, and everything else works.
func TestKeyFiles(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	key := filepath.Join(data, "secret.key")
	s := start(t, data)
	w := s.importText(file("Key", "a.ts", "console.log(process.env.TOKEN);"))
	value := "value"
	do[struct{}](s, "PUT", "/api/secrets/TOKEN", wire.PutSecret{Value: &value})
	do[struct{}](s, "PUT", at(w.ID, "/secrets/TOKEN"), nil)
	s.end()

	check(t, os.Chmod(key, 0o644))
	s = start(t, data)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v, %v", info.Mode(), err)
	}
	if exit, printed := s.open(w.ID, "c").finish("a.ts"); exit.Reason != live.Finished || printed != "value\n" {
		t.Errorf("with the old key it ended with %+v after %q", exit, printed)
	}
	s.end()

	check(t, os.Rename(key, key+".away"))
	s = start(t, data)
	exit, _ := s.open(w.ID, "d").finish("a.ts")
	if exit.Reason != live.Failed || exit.Failure == nil || !strings.Contains(exit.Message, "TOKEN") && !strings.Contains(exit.Message, "secret") && !strings.Contains(exit.Message, "key") {
		t.Errorf("without its key it ended with %+v", exit)
	}
	if len(s.list()) != 1 || !strings.Contains(s.export(w.ID), "process.env.TOKEN") {
		t.Error("the notebook cannot be read")
	}
	do[struct{}](s, "PUT", "/api/secrets/TOKEN", wire.PutSecret{Value: &value})
	if exit, printed := s.open(w.ID, "e").finish("a.ts"); exit.Reason != live.Finished || printed != "value\n" {
		t.Errorf("after it was set anew it ended with %+v after %q", exit, printed)
	}
	s.end()

	check(t, os.WriteFile(key, []byte("damaged"), 0o600))
	err := server.Run(context.Background(), server.Config{Data: data, Listen: "localhost:0"})
	if err == nil || !strings.Contains(err.Error(), "SB-6006") {
		t.Errorf("with a damaged key file it starts: %v", err)
	}
}
