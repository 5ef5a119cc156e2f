//go:build unix

package kernel

import (
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// inTerminal starts a cell with a terminal.
func inTerminal(t *testing.T, code string) (*Run, *record) {
	t.Helper()
	b := newBench(t, map[string]string{"src/a.ts": code})
	r := b.request("a.ts")
	r.Terminal = &sandbox.TerminalSize{Columns: 80, Rows: 24}
	return b.start(r)
}

func (r *record) printed(part string) func() bool {
	return func() bool { return strings.Contains(r.out.String(), part) }
}

func TestTerminalIsOne(t *testing.T) {
	run, rec := inTerminal(t, `import { openSync, writeSync } from "node:fs";
		const { stdin, stdout, stderr } = process;
		console.log([stdin.isTTY, stdout.isTTY, stderr.isTTY, stdout.columns, stdout.rows, stdout.getColorDepth()].join(" "), 1);
		console.error("also");
		writeSync(openSync("/dev/tty", "w"), "controlling\n");`)
	run.Wait()
	rec.wantFinished(t, "true true true 80 24 24 \x1b[33m1\x1b[39m\r\nalso\r\ncontrolling\r\n")
}

func TestTerminalFollowsItsSize(t *testing.T) {
	run, rec := inTerminal(t, `console.log("ready"); process.stdin.resume();
		process.stdout.on("resize", () => { console.log([process.stdout.columns, process.stdout.rows].join(" ")); process.exit() })`)
	rec.await(t, "it is ready", rec.printed("ready"))
	if err := run.Resize(sandbox.TerminalSize{Columns: 132, Rows: 43}); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	rec.wantFinished(t, "ready\r\n132 43\r\n")
	for _, size := range []sandbox.TerminalSize{{}, {Columns: 80}, {Columns: 5000, Rows: 24}} {
		if err := run.Resize(size); err == nil {
			t.Errorf("%+v was taken", size)
		}
	}
}

// What came soon after an earlier piece was held back until the next, as reading a terminal had no deadline.
func TestTerminalHoldsNothingBack(t *testing.T) {
	run, rec := inTerminal(t, `console.log("first"); process.stdin.setRawMode(true);
		setTimeout(() => process.stdout.write("second"), 1); `+forever)
	if err := run.Resize(sandbox.TerminalSize{Columns: 91, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	rec.await(t, "both are there", rec.printed("second"))
	run.Stop()
	run.Wait()
}

// Keys arrive one by one, as packages that offer choices read them.
func TestTerminalSendsKeys(t *testing.T) {
	run, rec := inTerminal(t, `import { emitKeypressEvents } from "node:readline";
		emitKeypressEvents(process.stdin); process.stdin.setRawMode(true); console.log("press");
		const seen: string[] = [];
		process.stdin.on("keypress", (_, key) => {
			seen.push((key.ctrl ? "ctrl-" : "") + key.name);
			if (seen.length === 4) { console.log(seen.join()); process.exit() }
		})`)
	rec.await(t, "it asks", rec.printed("press"))
	if err := run.Write([]byte("\x1b[A\x1b[Bx\x03")); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	rec.wantFinished(t, "press\r\nup,down,x,ctrl-c\r\n")
}

func TestTerminalAnswersReadline(t *testing.T) {
	run, rec := inTerminal(t, `import { createInterface } from "node:readline/promises";
		const r = createInterface({ input: process.stdin, output: process.stdout });
		console.log("hello", await r.question("name? ")); r.close()`)
	rec.await(t, "it asks", rec.printed("name?"))
	if err := run.Write([]byte("Zoë\r")); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	if !strings.HasSuffix(rec.out.String(), "hello Zoë\r\n") {
		t.Errorf("printed %q", rec.out.String())
	}
}

func TestEndOfInputInATerminal(t *testing.T) {
	run, rec := inTerminal(t, `console.log("reading"); for await (const c of process.stdin) console.log("got", String(c).trim()); console.log("end")`)
	rec.await(t, "it reads", rec.printed("reading"))
	if err := run.Write([]byte("line\r")); err != nil {
		t.Fatal(err)
	}
	rec.await(t, "the line is there", rec.printed("got line"))
	run.CloseStdin()
	run.Wait()
	if !strings.HasSuffix(rec.out.String(), "end\r\n") || rec.exit.Reason != live.Finished {
		t.Errorf("printed %q, ended with %+v", rec.out.String(), *rec.exit)
	}
}

func TestInterruptKeyEndsARun(t *testing.T) {
	run, rec := inTerminal(t, `console.log("here"); `+forever)
	rec.await(t, "it runs", rec.printed("here"))
	if err := run.Write([]byte("\x03")); err != nil {
		t.Fatal(err)
	}
	want := live.Exit{Reason: live.Stopped, Code: -1, Signal: "SIGINT", Message: "It was interrupted by Ctrl-C."}
	if got := run.Wait(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A tree in a session of its own is stopped as a whole, whatever it ignores.
func TestStoppingARunInATerminalLeavesNothing(t *testing.T) {
	run, rec := inTerminal(t, `import { spawn } from "node:child_process";
		for (const s of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(s, () => {});
		const code = "for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => {}); console.log('pid ' + process.pid); setInterval(() => {}, 1000)";
		spawn(process.execPath, ["-e", code], { stdio: "inherit", detached: true });
		console.log("pid " + process.pid); `+forever)
	rec.await(t, "both are there", func() bool { return strings.Count(rec.out.String(), "pid ") == 2 })
	run.Stop()
	if got := run.Wait(); got.Reason != live.Stopped || got.Signal != "SIGKILL" {
		t.Errorf("got %+v", got)
	}
	for line := range strings.Lines(rec.out.String()) {
		if number, found := strings.CutPrefix(strings.TrimSpace(line), "pid "); found {
			wantGone(t, number)
		}
	}
}
