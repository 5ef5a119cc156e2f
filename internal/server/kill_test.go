package server_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/seedtest"
)

// killWriters is how many tabs edit while the server is killed.
const killWriters = 3

// D3, B9: the server dies at any moment. After its restart every acknowledged edit is there exactly
// once, each run says honestly what became of it, and no process is left.
func TestKillingTheServer(t *testing.T) {
	t.Parallel()
	random, data := seedtest.Rand(t), t.TempDir()
	mark := fmt.Sprintf("LC_SRCBOOK_TEST=%d", random.Uint64())
	s := spawn(t, data, mark)
	texts := []string{"quick.ts", "console.log('done');", "serving.ts", `import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' });
createServer().listen(0, () => console.log('serving'));`}
	for i := range killWriters {
		texts = append(texts, fmt.Sprintf("w%d.ts", i), "// lines")
	}
	w := s.importText(file("Killed", texts...))
	total, wanted := 0, make([][]string, killWriters)
	for round := range rounds(t, "SRCBOOK_KILLS", max(4, 8/raceFactor)) {
		runs := startBoth(s, w.ID, round, random.IntN(3))
		if round == 0 && len(marked(t, mark)) < 2 {
			t.Fatalf("the mark finds %v, which cannot be all", marked(t, mark))
		}
		total += editUntilKilled(s, w.ID, round, wanted, 1+random.IntN(60))
		s = spawn(t, data, mark)
		c := s.open(w.ID, live.ClientID(fmt.Sprint("reader", round)))
		for i, lines := range wanted {
			wantLines(t, c.cell(fmt.Sprintf("w%d.ts", i)).Text.String(), lines)
		}
		for _, run := range runs {
			wantHonest(t, c, run)
		}
		// A run waits until the new server has ended what the old one left.
		if exit, printed := c.finish("quick.ts"); exit.Reason != live.Finished || printed != "done\n" {
			t.Errorf("after the restart it ended with %+v after %q", exit, printed)
		}
	}
	s.kill()
	s = spawn(t, data)
	s.open(w.ID, "last").finish("quick.ts")
	for _, p := range marked(t, mark) {
		t.Errorf("left behind: %s", p)
	}
	if total == 0 {
		t.Error("nothing was acknowledged")
	}
	t.Logf("%d edits were acknowledged", total)
}

// startBoth starts the quick and the serving cell and waits for some of what they do.
func startBoth(s *instance, id string, round, depth int) []live.RunID {
	s.t.Helper()
	c := s.open(id, live.ClientID(fmt.Sprint("runner", round)))
	runs := append(c.run("serving.ts"), c.run("quick.ts")...)
	switch {
	case depth == 2 || round == 0:
		c.untilPrinted(runs[0], "serving")
		c.exit(runs[1])
	case depth == 1:
		c.until("one is on its way", func() bool { return c.lookup(runs[0]).Phase != live.Starting })
	}
	return runs
}

// editUntilKilled adds lines in several tabs at once, kills the server after so many acknowledgements,
// and adds the acknowledged lines to wanted.
func editUntilKilled(s *instance, id string, round int, wanted [][]string, acks int) int {
	acknowledged := make(chan struct{}, 100_000)
	var writers sync.WaitGroup
	counts := make([]int, killWriters)
	for i := range killWriters {
		c := s.open(id, live.ClientID(fmt.Sprintf("writer%d-%d", i, round)))
		cell := c.cell(fmt.Sprintf("w%d.ts", i)).ID
		writers.Go(func() {
			for n := 0; ; n++ {
				line := fmt.Sprintf("// %d %d", round, n)
				if !c.append(cell, line) {
					return
				}
				wanted[i] = append(wanted[i], line)
				counts[i]++
				acknowledged <- struct{}{}
			}
		})
	}
	for range acks {
		<-acknowledged
	}
	s.kill()
	writers.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

// append adds a line to a cell; false when the connection ended before it was acknowledged.
func (c *tab) append(cell notebook.CellID, line string) bool {
	c.mu.Lock()
	current := c.state.Cell(cell)
	length := current.Text.Len()
	version := current.Version
	c.mu.Unlock()
	c.counter++
	id := live.NewOpID(c.client, c.counter)
	raw := fmt.Sprintf(`{"type":"op","channel":1,"id":%q,"op":{"type":"text.edit","cell":%q,"base":%d,"changes":[[%d,[0,"",%q]]]}}`,
		id, cell, version, length, line)
	op, err := live.DecodeOp([]byte(raw[strings.Index(raw, `"op":{`)+5 : len(raw)-1]))
	if err != nil {
		c.t.Errorf("decode: %v", err)
		return false
	}
	c.mu.Lock()
	c.pending[id] = op
	c.mu.Unlock()
	if c.conn.Write(c.t.Context(), websocket.MessageText, []byte(raw)) != nil {
		return false
	}
	for {
		c.mu.Lock()
		acked, ended, changed := len(c.acks[id]) > 0, c.ended, c.changed
		c.mu.Unlock()
		if acked || ended != nil {
			return acked
		}
		<-changed
	}
}

// wantLines checks that the acknowledged lines are there exactly once and in order. Between them may be
// lines whose acknowledgement was lost, each once.
func wantLines(t *testing.T, got string, want []string) {
	t.Helper()
	seen := map[string]int{}
	next := 0
	for line := range strings.SplitSeq(got, "\n") {
		seen[line]++
		if next < len(want) && line == want[next] {
			next++
		}
	}
	if next < len(want) {
		t.Errorf("%q, which was acknowledged, is missing or out of order", want[next])
	}
	for line, n := range seen {
		if n > 1 {
			t.Errorf("%q is there %d times", line, n)
		}
	}
}

func wantHonest(t *testing.T, c *tab, id live.RunID) {
	t.Helper()
	run := c.find(id)
	switch {
	case run == nil:
		t.Errorf("run %s is not there", id)
	case run.Phase != live.Exited || run.Exit == nil:
		t.Errorf("run %s is said to be %s", id, run.Phase)
	case run.Exit.Reason == live.Finished && run.Filename == "quick.ts":
	case run.Exit.Reason != live.ServerRestarted:
		t.Errorf("run %s of %s is said to have ended with %+v", id, run.Filename, run.Exit)
	}
}

// marked lists the living processes with a variable in their environment, but for the server itself.
func marked(t *testing.T, variable string) []string {
	t.Helper()
	paths, err := filepath.Glob("/proc/[0-9]*/environ")
	check(t, err)
	if len(paths) == 0 {
		t.Skip("this system does not show the environment of processes")
	}
	var found []string
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		pid, _ := strconv.Atoi(strings.Split(path, "/")[2])
		if err != nil || !alive(pid) || !bytes.Contains(raw, []byte(variable)) || bytes.Contains(raw, []byte(serveFolder+"=")) {
			continue
		}
		command, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline")) // only for the message
		found = append(found, fmt.Sprintf("%d %q", pid, command))
	}
	return found
}
