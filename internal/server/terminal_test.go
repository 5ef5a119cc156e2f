package server_test

import (
	"fmt"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/seedtest"
	"github.com/srcbook/srcbook/internal/wire"
)

const inTerminal = `import { spawn } from 'node:child_process';
process.on('SIGHUP', () => {});
const code = "process.on('SIGHUP', () => {}); setInterval(() => {}, 1e6); console.log('child')";
spawn(process.execPath, ['-e', code], { detached: true, stdio: 'inherit' });
process.stdout.on('resize', () => console.log('columns ' + process.stdout.columns));
process.stdin.on('data', (text) => console.log('read ' + text));
console.log('terminal ' + process.stdout.isTTY);`

// A run in a terminal gets the size of the screen and keys, and ends with a server that is killed, with
// what it started in sessions of their own.
func TestKillingTheServerEndsTerminals(t *testing.T) {
	t.Parallel()
	random, data := seedtest.Rand(t), t.TempDir()
	mark := fmt.Sprintf("LC_SRCBOOK_TEST=%d", random.Uint64())
	s := spawn(t, data, mark)
	w := s.importText(file("Terminal", "a.ts", inTerminal, "quick.ts", "console.log(process.stdout.isTTY ?? 'a pipe')"))
	c := s.open(w.ID, "c")
	c.do(live.StartRuns{Runs: []live.RunRequest{{Run: "r", Cell: c.cell("a.ts").ID, Terminal: true}}})
	c.untilPrinted("r", "terminal true")
	c.untilPrinted("r", "child")
	c.say(wire.Input{Type: "input", Channel: 1, Run: "r", Columns: 120, Rows: 40})
	c.untilPrinted("r", "columns 120")
	c.say(wire.Input{Type: "input", Channel: 1, Run: "r", Text: "hello\r"})
	c.untilPrinted("r", "read hello")
	if len(marked(t, mark)) < 3 {
		t.Fatalf("the mark finds %v, which cannot be all", marked(t, mark))
	}
	s.kill()
	s = spawn(t, data)
	d := s.open(w.ID, "d")
	if exit, printed := d.finish("quick.ts"); exit.Reason != live.Finished || printed != "a pipe\n" {
		t.Errorf("without a terminal it ended with %+v after %q", exit, printed)
	}
	if run := d.find("r"); run == nil || !run.Terminal || run.Exit == nil || run.Exit.Reason != live.ServerRestarted {
		t.Errorf("the run became %+v", run)
	}
	for _, p := range marked(t, mark) {
		t.Errorf("left behind: %s", p)
	}
}
