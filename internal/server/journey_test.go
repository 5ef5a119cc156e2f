package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/wire"
)

const twoCells = `<!-- srcbook:{"language":"typescript"} -->

# A journey

###### package.json

` + "```json\n{ \"type\": \"module\" }\n```" + `

Some prose.

###### shapes.ts

` + "```typescript\nexport const area: number = 42;\n```" + `

###### main.ts

` + "```typescript\nimport { area } from './shapes.ts';\nconsole.log('area', area);\n```\n"

// The main path: import, edit, run, stop, restart the server, and everything is there.
func TestANotebooksLife(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	w := s.importText(twoCells)
	if w.Title != "A journey" || w.Cells != 3 || w.Summary != "Some prose." {
		t.Errorf("imported as %+v", w)
	}
	first, second := s.open(w.ID, "first"), s.open(w.ID, "second")
	first.do(first.edit("shapes.ts", "export const area: number = 6 * 9;"))
	exit, printed := first.finish("main.ts")
	if exit.Reason != live.Finished || exit.Code != 0 || printed != "area 54\n" {
		t.Errorf("ended with %+v after %q", exit, printed)
	}
	finished := first.find("first-1-0")
	second.until("the second tab has caught up", func() bool { return second.seq >= first.seq })
	wantSame(t, "second tab", second.texts(), first.texts())
	if got := second.text(finished.ID); got != printed {
		t.Errorf("the second tab shows %q", got)
	}
	cells := ids(first)
	s.end()
	if s.err != nil {
		t.Fatal(s.err)
	}

	s = start(t, data)
	again := s.open(w.ID, "again")
	wantSame(t, "after the restart", again.texts(), first.texts())
	// D5: the original gave every cell a new id at each start.
	if got := ids(again); !reflect.DeepEqual(got, cells) {
		t.Errorf("cell ids were %v, are %v", cells, got)
	}
	if got := again.find(finished.ID); got == nil || !reflect.DeepEqual(got.Exit, finished.Exit) || got.Phase != live.Exited {
		t.Errorf("the run was %+v, is %+v", finished, got)
	}
	if got := again.text(finished.ID); got != printed {
		t.Errorf("after the restart the output is %q", got)
	}
	if _, printed := again.finish("main.ts"); printed != "area 54\n" {
		t.Errorf("run again it prints %q", printed)
	}
}

func ids(c *tab) []notebook.CellID {
	var all []notebook.CellID
	for _, cell := range c.state.Cells {
		all = append(all, cell.ID)
	}
	return all
}

// D3, D4, B9: an edit that was on its way when the connection was lost arrives exactly once, whether
// its confirmation was lost or it was, also across a restart of the server.
func TestALostConnectionLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	w := s.importText(twoCells)
	author, reader := s.open(w.ID, "author"), s.open(w.ID, "reader")
	op := author.edit("main.ts", "console.log(1);")
	author.do(op)
	reader.until("the reader has the edit", func() bool { return reader.seq == 1 })
	reader.leave()
	author.do(live.SetTitle{Title: "Renamed meanwhile"})

	since := reader.seq
	reader.join(s)
	if reader.opened.Snapshot != nil || reader.opened.Seq != since {
		t.Errorf("resumed by %+v, want the missed operations", reader.opened)
	}
	wantSame(t, "after resuming", reader.texts(), author.texts())

	author.leave()
	author.join(s)
	id := live.NewOpID("author", 1)
	author.sendAs(id, op)
	author.until("the duplicate is acknowledged", func() bool { return len(author.acks[id]) == 2 })
	if !author.acks[id][1].Duplicate {
		t.Errorf("acknowledged by %+v", author.acks[id])
	}
	if got := author.cell("main.ts").Text.String(); got != "console.log(1);" {
		t.Errorf("the text is %q", got)
	}

	s.end()
	s = start(t, data)
	author.join(s)
	author.sendAs(id, op)
	author.until("the duplicate is acknowledged", func() bool { return len(author.acks[id]) == 3 })
	if !author.acks[id][2].Duplicate {
		t.Errorf("after a restart acknowledged by %+v", author.acks[id])
	}
	reader.join(s)
	reader.until("the reader has caught up", func() bool { return reader.seq == author.seq })
	wantSame(t, "after the restart", reader.texts(), author.texts())
	if exported := s.export(w.ID); strings.Count(exported, "console.log(1);") != 1 || !strings.Contains(exported, "# Renamed meanwhile") {
		t.Errorf("exported as %s", exported)
	}
}

// D1, D15: in the original the last writer won, and two quick saves left a garbled file.
func TestTwoTabsTypeInOneCell(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	w := s.importText(file("Together", "a.ts", "middle"))
	one, two := s.open(w.ID, "one"), s.open(w.ID, "two")
	const edits = 50
	var typing sync.WaitGroup
	cell := one.cell("a.ts").ID
	for _, c := range []*tab{one, two} {
		typing.Go(func() {
			for n := range edits {
				c.append(cell, fmt.Sprint(c.client, n))
			}
		})
	}
	typing.Wait()
	for _, c := range []*tab{one, two} {
		c.until("all edits are there", func() bool { return c.seq == 2*edits })
	}
	wantSame(t, "the two tabs", two.texts(), one.texts())
	got := one.cell("a.ts").Text.String()
	for _, c := range []*tab{one, two} {
		for n := range edits {
			if strings.Count(got+"\n", fmt.Sprint("\n", c.client, n, "\n")) != 1 {
				t.Fatalf("edit %d of %s is not there once: %q", n, c.client, got)
			}
		}
	}
	one.finish("a.ts") // writes the folder
	onDisk, err := os.ReadFile(filepath.Join(data, "workspaces", w.ID, "src", "a.ts"))
	check(t, err)
	if string(onDisk) != got {
		t.Errorf("the file holds %q, want %q", onDisk, got)
	}
}

func TestRenamingACellMakesImportsFollow(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(twoCells)
	c, other := s.open(w.ID, "c"), s.open(w.ID, "other")
	c.do(live.RenameCell{Cell: c.cell("shapes.ts").ID, Filename: "forms.ts"})
	for _, tab := range []*tab{c, other} {
		tab.until("the import follows", func() bool {
			cell := tab.state.CellByFilename("main.ts")
			return strings.Contains(cell.Text.String(), "from './forms.ts'")
		})
	}
	if exit, printed := c.finish("main.ts"); exit.Reason != live.Finished || printed != "area 42\n" {
		t.Errorf("ended with %+v after %q", exit, printed)
	}
}

func TestDeletedCellsComeBack(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	w := s.importText(twoCells)
	c := s.open(w.ID, "c")
	before := ids(c)
	deleted := c.cell("shapes.ts")
	edit := c.edit("shapes.ts", "export const area: number = 7;")
	c.do(live.DeleteCell{Cell: deleted.ID})
	if exit, _ := c.finish("main.ts"); exit.Reason != live.Failed || exit.Failure == nil || exit.Failure.File != "main.ts" {
		t.Errorf("without the import it ended with %+v", exit)
	}
	c.do(edit) // somebody was still writing in it
	s.end()
	s = start(t, data)
	c = s.open(w.ID, "d")
	c.do(live.RestoreCell{Cell: deleted.ID})
	if got := ids(c); !reflect.DeepEqual(got, before) {
		t.Errorf("the order was %v, is %v", before, got)
	}
	if _, printed := c.finish("main.ts"); printed != "area 7\n" {
		t.Errorf("it prints %q", printed)
	}
}

func TestRunAllSkipsWhatFollowsAFailure(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Batch", "a.ts", "console.log('a');", "b.ts", "throw new Error('broken');", "c.ts", "console.log('c');"))
	c := s.open(w.ID, "c")
	runs := c.run("a.ts", "b.ts", "c.ts")
	reasons := []live.Reason{c.exit(runs[0]).Reason, c.exit(runs[1]).Reason, c.exit(runs[2]).Reason}
	if want := []live.Reason{live.Finished, live.Failed, live.Skipped}; !reflect.DeepEqual(reasons, want) {
		t.Errorf("got %v, want %v", reasons, want)
	}
	failure := c.find(runs[1]).Exit.Failure
	if failure == nil || failure.File != "b.ts" || failure.Line != 1 || !strings.Contains(failure.Message, "broken") {
		t.Errorf("the failure is %+v", failure)
	}
}

func TestARunAsksForInput(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Input", "ask.ts", "import { createInterface } from 'node:readline/promises';\n"+
		"const lines = createInterface({ input: process.stdin });\nfor await (const line of lines) console.log('got ' + line);\nconsole.log('end');"))
	c := s.open(w.ID, "c")
	run := c.run("ask.ts")[0]
	c.until("it asks", func() bool { return c.lookup(run).Stdin })
	c.say(wire.Input{Type: "input", Channel: 1, Run: run, Text: "héllo\n"})
	c.untilPrinted(run, "got héllo\n")
	c.say(wire.Input{Type: "input", Channel: 1, Run: run, End: true})
	if exit := c.exit(run); exit.Reason != live.Finished {
		t.Errorf("ended with %+v", exit)
	}
	if got := c.text(run); got != "got héllo\nend\n" {
		t.Errorf("printed %q", got)
	}
}

// A server cell and its client run side by side; the server's port is reported; it outlives the
// browser; stopping it ends it.
func TestAServerCellServesAClientCell(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Servers",
		"server.ts", "import { createServer } from 'node:http';\nconst server = createServer((_, response) => response.end('pong'));\nserver.listen(0, '127.0.0.1', () => console.log('ready'));",
		"client.ts", "console.log(await (await fetch('http://127.0.0.1:PORT')).text());"))
	c := s.open(w.ID, "c")
	serving := c.run("server.ts")[0]
	c.until("the port is reported", func() bool {
		r := c.lookup(serving)
		return r.Phase == live.Running && len(r.Ports) == 1
	})
	port := c.find(serving).Ports[0]
	c.do(c.edit("client.ts", strings.Replace(c.cell("client.ts").Text.String(), "PORT", fmt.Sprint(port), 1)))
	if exit, printed := c.finish("client.ts"); exit.Reason != live.Finished || printed != "pong\n" {
		t.Errorf("the client ended with %+v after %q", exit, printed)
	}
	if got := do[wire.Workspace](s, "GET", at(w.ID, ""), nil).Running; got != 1 {
		t.Errorf("%d cells run, want 1", got)
	}
	c.leave()
	later := s.open(w.ID, "later")
	if r := later.find(serving); r == nil || r.Phase != live.Running || !reflect.DeepEqual(r.Ports, []int{port}) {
		t.Errorf("after the browser was closed the run is %+v", r)
	}
	later.untilPrinted(serving, "ready")
	later.do(live.StopRun{Run: serving})
	if exit := later.exit(serving); exit.Reason != live.Stopped {
		t.Errorf("ended with %+v", exit)
	}
}

func TestClearingOutputForgetsIt(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Clear", "a.ts", "console.log('soon gone');"))
	c := s.open(w.ID, "c")
	c.finish("a.ts")
	run := c.state.RunOf(c.cell("a.ts").ID).ID
	c.do(live.ClearOutput{Cell: c.cell("a.ts").ID})
	if r := c.find(run); r != nil {
		t.Errorf("the run is still there: %+v", r)
	}
	s.refused("GET", at(w.ID, "/runs/"+string(run)+"/output"), nil, "SB-4001")
	if runs := s.open(w.ID, "d").opened.Snapshot.Runs; len(runs) != 0 {
		t.Errorf("a new tab gets %s", describe(runs))
	}
}
