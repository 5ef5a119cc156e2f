package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
)

// writerFolder makes the test binary a program that appends to a store until it is killed.
const writerFolder = "SRCBOOK_TEST_STORE_WRITER"

const processWriters = 20

func TestMain(m *testing.M) {
	if folder := os.Getenv(writerFolder); folder != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(folder))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled prints a line "<writer> <seq>" for each entry that the store acknowledged.
func writeUntilKilled(folder string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{Path: folder})
	if err != nil {
		return err
	}
	failed := make(chan error)
	var printing sync.Mutex
	for i := range processWriters {
		go func() {
			failed <- appendUntil(ctx, s, workspaceName(i), func(seq int64) {
				printing.Lock()
				defer printing.Unlock()
				fmt.Println(i, seq)
			})
		}()
	}
	return <-failed
}

func appendUntil(ctx context.Context, s *store.Store, id string, acknowledged func(int64)) error {
	err := s.CreateWorkspace(ctx, workspace.Workspace{ID: id, Kind: workspace.Notebook}, []byte("{}"))
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	seq, err := s.LastSeq(ctx, id)
	for err == nil {
		seq++
		if err = s.Append(ctx, id, []live.Entry{journalEntry(seq)}); err == nil {
			acknowledged(seq)
		}
	}
	return err
}

func journalEntry(seq int64) live.Entry {
	return live.Entry{
		Seq: seq, ID: live.NewOpID("tab", uint64(seq)), Author: "Ada", At: storetest.Epoch, //nolint:gosec // seq is positive
		Op: live.SetTitle{Title: strings.Repeat("x", int(seq%500)) + strconv.FormatInt(seq, 10)},
	}
}

// writerProcess is a running writeUntilKilled.
type writerProcess struct {
	command *exec.Cmd
	errors  bytes.Buffer
	lines   *bufio.Scanner
	acked   [processWriters]int64
	total   int
}

func startWriter(t *testing.T, folder string) *writerProcess {
	t.Helper()
	p := &writerProcess{command: exec.Command(os.Args[0])}
	p.command.Env = append(os.Environ(), writerFolder+"="+folder)
	p.command.Stderr = &p.errors
	output, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewScanner(output)
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// read takes n acknowledgements, or all that are left when n is negative.
func (p *writerProcess) read(t *testing.T, n int) {
	t.Helper()
	for ; n != 0 && p.lines.Scan(); n-- {
		var writer int
		var seq int64
		if _, err := fmt.Sscan(p.lines.Text(), &writer, &seq); err != nil {
			t.Fatalf("line %q: %v", p.lines.Text(), err)
		}
		p.acked[writer] = seq
		p.total++
	}
	if n > 0 {
		_ = p.command.Wait()
		t.Fatalf("the writer ended by itself after %d acknowledgements: %s", p.total, &p.errors)
	}
}

// kill ends the process with SIGKILL, takes what it acknowledged before that, and waits for it.
func (p *writerProcess) kill(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.read(t, -1)
	_ = p.command.Wait() // says that it was killed
}

// wantAcknowledged opens the store and looks for each entry that was acknowledged, and for gaps.
func wantAcknowledged(t *testing.T, folder string, acked [processWriters]int64) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Path: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("the database is damaged: %v", err)
	}
	for i, want := range acked {
		entries, err := s.Entries(t.Context(), workspaceName(i), 0, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(entries)) < want {
			t.Errorf("writer %d lost %d of %d acknowledged entries", i, want-int64(len(entries)), want)
		}
		for n, e := range entries {
			if e != journalEntry(int64(n)+1) {
				t.Fatalf("writer %d: got entry %+v at place %d", i, e, n+1)
			}
		}
	}
}
