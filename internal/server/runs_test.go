package server_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// P7: five rapid runs of one cell were five processes.
func TestFiveRapidRunsAreOneProcess(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Rapid", "a.ts", "console.log(process.pid);\nprocess.stdin.resume();"))
	c := s.open(w.ID, "c")
	var sent []live.OpID
	for i := range 5 {
		sent = append(sent, c.send(live.StartRuns{Runs: []live.RunRequest{{Run: live.RunID(fmt.Sprint("r", i)), Cell: c.cell("a.ts").ID}}}))
	}
	c.until("all are answered", func() bool {
		n := 0
		for _, id := range sent {
			n += len(c.acks[id]) + len(c.rejects[id])
		}
		return n == 5
	})
	for i, id := range sent {
		switch {
		case i == 0 && len(c.acks[id]) != 1:
			t.Errorf("the first was refused: %+v", c.rejects[id])
		case i > 0 && (len(c.rejects[id]) != 1 || c.rejects[id][0].Code != "SB-4002"):
			t.Errorf("number %d: acknowledged %v, refused %+v", i, c.acks[id], c.rejects[id])
		}
	}
	c.untilPrinted("r0", "\n")
	c.say(wire.Input{Type: "input", Channel: 1, Run: "r0", End: true})
	if exit := c.exit("r0"); exit.Reason != live.Finished {
		t.Errorf("ended with %+v", exit)
	}
	if lines := strings.Count(c.text("r0"), "\n"); lines != 1 {
		t.Errorf("%d processes printed, want 1", lines)
	}
}

// P8: in the original, a process that ignored SIGTERM went on, a tree was left behind, and a second
// stop killed the server.
func TestAStubbornTreeIsStopped(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Stubborn", "a.ts", `import { spawn } from 'node:child_process';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal as NodeJS.Signals, () => {});
const code = "for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => {}); setInterval(() => {}, 1e6); console.log('pid', process.pid)";
spawn(process.execPath, ['-e', code], { stdio: 'inherit', detached: true });
console.log('pid', process.pid);
setInterval(() => {}, 1e6);`))
	c := s.open(w.ID, "c")
	run := c.run("a.ts")[0]
	c.until("both processes are there", func() bool {
		o := c.outputs[run]
		return o != nil && strings.Count(o.text.String(), "\n") == 2
	})
	c.do(live.StopRun{Run: run})
	if exit := c.exit(run); exit.Reason != live.Stopped {
		t.Errorf("ended with %+v", exit)
	}
	for _, pid := range pidsIn(c.text(run)) {
		if alive(pid) {
			t.Errorf("process %d is alive", pid)
		}
	}
	c.refused(live.StopRun{Run: run}, "SB-4003")
	if exit, _ := s.open(w.ID, "d").finishEdited("a.ts", "console.log(1);"); exit.Reason != live.Finished {
		t.Errorf("afterwards it ended with %+v", exit)
	}
}

func (c *tab) finishEdited(filename, code string) (live.Exit, string) {
	c.t.Helper()
	c.do(c.edit(filename, code))
	return c.finish(filename)
}

// pidsIn are the numbers of the lines "pid <number>".
func pidsIn(text string) []int {
	var pids []int
	for line := range strings.Lines(text) {
		if number, found := strings.CutPrefix(strings.TrimSpace(line), "pid "); found {
			if pid, err := strconv.Atoi(number); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// alive reports whether a process exists and is no zombie.
func alive(pid int) bool {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	state := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))[0]
	return state != "Z" && state != "X"
}

// D13: the original cut characters of several bytes at the borders of chunks.
func TestManyLinesOfManyBytesArriveWhole(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Bytes", "a.ts", "for (let i = 0; i < 20_000; i++) console.log(i + ' Zwölf Boxkämpfer jagen 🦊 über den großen Sylter Deich 日本語');"))
	c := s.open(w.ID, "c")
	exit, printed := c.finish("a.ts")
	if exit.Reason != live.Finished {
		t.Fatalf("ended with %+v", exit)
	}
	var want strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&want, "%d Zwölf Boxkämpfer jagen 🦊 über den großen Sylter Deich 日本語\n", i)
	}
	if printed != want.String() {
		t.Errorf("got %d bytes, want %d; %d characters were broken", len(printed), want.Len(), strings.Count(printed, "\ufffd"))
	}
	// What a later tab gets is whole too, once it asks for all of it.
	later := s.open(w.ID, "later")
	run := later.state.Runs[0].ID
	later.say(wire.Watch{Type: "watch", Channel: 1, Run: run})
	later.untilPrinted(run, "19999 Zwölf")
	if got := later.text(run); got != printed {
		t.Errorf("a later tab has %d bytes", len(got))
	}
}

// The download of a long output held its first part only.
func TestTheWholeOutputIsDownloaded(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Long", "a.ts", "process.stdout.write('0123456789abcdef'.repeat(250_000));"))
	c := s.open(w.ID, "c")
	run := c.run("a.ts")[0]
	c.exit(run)
	got := s.send("GET", at(w.ID, "/runs/"+string(run)+"/output"), nil).body
	if want := strings.Repeat("0123456789abcdef", 250_000); string(got) != want {
		t.Errorf("got %d bytes, want %d", len(got), len(want))
	}
}

// P4: a tab that did not read made the original grow by 32 MB a second.
func TestASlowViewerCostsNoMemory(t *testing.T) {
	t.Parallel()
	s := spawn(t, t.TempDir())
	w := s.importText(file("Flood", "flood.ts", "const block = 'x'.repeat(1 << 16);\nconst write = () => process.stdout.write(block, write);\nwrite();", "other.ts", ""))
	quick := s.open(w.ID, "quick")
	slow := s.dial()
	check(t, slow.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"type":"open","channel":1,"workspace":%q,"client":"slow"}`, w.ID)))
	run := quick.run("flood.ts")[0]
	check(t, slow.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"type":"watch","channel":1,"run":%q}`, run)))
	const chunk = 32 << 10
	quick.until("the flood has filled what is kept", func() bool { o := quick.outputs[run]; return o != nil && o.next*chunk > 30<<20 })
	before := resident(t, s.ready.PID)
	quick.until("a lot more has come", func() bool { return quick.outputs[run].next*chunk > 130<<20 })
	if ack := quick.do(quick.edit("other.ts", "// still editable")); ack.Seq == 0 {
		t.Error("an edit is not acknowledged")
	}
	after := resident(t, s.ready.PID)
	quick.do(live.StopRun{Run: run})
	if exit := quick.exit(run); exit.Reason != live.Stopped {
		t.Errorf("ended with %+v", exit)
	}
	t.Logf("server: %d MB, after 100 MB more of output %d MB", before>>20, after>>20)
	if grown := after - before; grown > 60<<20*raceFactor {
		t.Errorf("the server grew by %d MB", grown>>20)
	}
}

func resident(t *testing.T, pid int) int64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skipf("this system does not tell how much memory a process has: %v", err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			check(t, err)
			return kilobytes << 10
		}
	}
	t.Fatal("there is no VmRSS")
	return 0
}

// S20: cells of the original saw the server's whole environment.
func TestCellsDoNotSeeTheServersEnvironment(t *testing.T) {
	t.Parallel()
	secrets := []string{
		"AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY", "DATABASE_URL", "HTTP_PROXY", "https_proxy", "NO_PROXY", "NODE_OPTIONS",
		"NODE_EXTRA_CA_CERTS", "SSH_AUTH_SOCK", "LD_LIBRARY_PATH", "npm_config__authToken", "SRCBOOK_DATA", serveFolder,
	}
	var env []string
	for _, name := range secrets[:len(secrets)-1] {
		value := "canary-" + name
		if name == "NODE_OPTIONS" {
			value = "--title=canary-NODE_OPTIONS"
		}
		env = append(env, name+"="+value)
	}
	s := spawn(t, t.TempDir(), env...)
	w := s.importText(file("Environment", "a.ts", "console.log(process.title, JSON.stringify(process.env));"))
	exit, printed := s.open(w.ID, "c").finish("a.ts")
	if exit.Reason != live.Finished || !strings.Contains(printed, "PATH") {
		t.Fatalf("ended with %+v after %s", exit, printed)
	}
	if strings.Contains(printed, "canary") {
		t.Errorf("the cell sees %s", printed)
	}
	for _, name := range secrets {
		if strings.Contains(printed, `"`+name+`"`) {
			t.Errorf("the cell sees %s", name)
		}
	}
}

// Output compresses a thousandfold: the system's buffers took minutes of it for a viewer that did not
// read, and what came later waited behind.
func TestASlowViewerIsNotSentMinutesOfOutput(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	w := s.importText(file("Flood", "flood.ts", "const block = 'x'.repeat(1 << 16);\nconst write = () => process.stdout.write(block, write);\nwrite();", "other.ts", ""))
	quick := s.open(w.ID, "quick")
	slow := s.dial()
	check(t, slow.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"type":"open","channel":1,"workspace":%q,"client":"slow"}`, w.ID)))
	run := quick.run("flood.ts")[0]
	check(t, slow.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"type":"watch","channel":1,"run":%q}`, run)))
	quick.until("a lot has come", func() bool { o := quick.outputs[run]; return o != nil && o.next > 1000 })
	quick.do(quick.edit("other.ts", "// the mark"))
	before := 0
	for {
		_, raw, err := slow.Read(t.Context())
		check(t, err)
		if strings.Contains(string(raw), "// the mark") {
			break
		}
		before += len(raw)
	}
	if before > 4<<20 {
		t.Errorf("%d MB came before the edit", before>>20)
	}
	quick.do(live.StopRun{Run: run})
	quick.exit(run)
}
