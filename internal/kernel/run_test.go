//go:build unix

package kernel

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// forever keeps a run alive until it is ended.
const forever = `setInterval(() => {}, 1000);`

func TestRunTellsItsPhases(t *testing.T) {
	rec := newBench(t, map[string]string{"src/a.ts": `console.log("hi")`}).run("a.ts")
	rec.wantFinished(t, "hi\n")
	if got, want := rec.phases, []live.Phase{live.Evaluating, live.Running, live.Exited}; !slices.Equal(got, want) {
		t.Errorf("phases: got %v, want %v", got, want)
	}
}

func TestWarmAndColdRunsAreAlike(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { x } from "./b"; console.log(x, process.argv.slice(2))`, "src/b.ts": `export const x: number = 1`})
	r := b.request("a.ts")
	r.Args = []string{"p", "q"}
	for _, how := range []string{"cold", "warm", "warm again"} {
		if how != "cold" {
			b.awaitWarm()
		}
		run, rec := b.start(r)
		run.Wait()
		rec.wantFinished(t, "1 [ 'p', 'q' ]\n")
	}
}

func TestServerCellServesUntilItIsStopped(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import http from "node:http";
		http.createServer((_, r) => r.end("served")).listen(0, "127.0.0.1");`})
	run, rec := b.start(b.request("a.ts"))
	rec.await(t, "it listens", func() bool { return len(rec.ports) == 1 && rec.phases[len(rec.phases)-1] == live.Running })
	response, err := http.Get("http://127.0.0.1:" + strconv.Itoa(rec.ports[0]))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	run.Stop()
	if got, want := run.Wait(), (live.Exit{Reason: live.Stopped, Code: -1, Signal: "SIGINT", Message: "It was stopped."}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestServerAndClientCellsRunSideBySide(t *testing.T) {
	b := newBench(t, map[string]string{
		"src/server.ts": `import http from "node:http"; http.createServer((_, r) => r.end("hello")).listen(0, "127.0.0.1");`,
		"src/client.ts": `console.log(await (await fetch("http://127.0.0.1:" + process.argv[2])).text())`,
	})
	server, rec := b.start(b.request("server.ts"))
	rec.await(t, "it listens", func() bool { return len(rec.ports) == 1 })
	r := b.request("client.ts")
	r.ID, r.Args = "r2", []string{strconv.Itoa(rec.ports[0])}
	client, out := b.start(r)
	client.Wait()
	out.wantFinished(t, "hello\n")
	server.Stop()
	server.Wait()
}

func TestPortGoesWhenTheServerCloses(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import net from "node:net";
		const s = net.createServer().listen(0); process.stdin.once("data", () => { s.close(() => console.log("closed")); process.stdin.unref() })`})
	run, rec := b.start(b.request("a.ts"))
	rec.await(t, "it listens", func() bool { return len(rec.ports) == 1 })
	if err := run.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	rec.wantFinished(t, "closed\n")
	if len(rec.ports) != 0 {
		t.Errorf("ports: got %v, want none", rec.ports)
	}
}

func TestInputIsAskedForAndAnswered(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { createInterface } from "node:readline/promises";
		const r = createInterface({ input: process.stdin, output: process.stdout });
		console.log("hello", await r.question("name? "), await r.question("age? ")); r.close()`})
	run, rec := b.start(b.request("a.ts"))
	rec.await(t, "it asks", func() bool { return rec.stdin && strings.Contains(rec.out.String(), "name?") })
	if err := run.Write([]byte("Zoë\n")); err != nil {
		t.Fatal(err)
	}
	rec.await(t, "it asks again", func() bool { return strings.Contains(rec.out.String(), "age?") })
	if err := run.Write([]byte("7\n")); err != nil {
		t.Fatal(err)
	}
	run.Wait()
	rec.wantFinished(t, "name? age? hello Zoë 7\n")
	if err := run.Write([]byte("x")); !errors.Is(err, fault.CodeRunNotActive) {
		t.Errorf("write after the end: got %v, want %v", err, fault.CodeRunNotActive)
	}
}

func TestInputThatNobodyReadsIsBounded(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": forever})
	run, _ := b.start(b.request("a.ts"))
	var err error
	for range 100 {
		if err = run.Write(make([]byte, maxInput/4)); err != nil {
			break
		}
	}
	if !errors.Is(err, fault.CodeRateLimited) {
		t.Errorf("got %v, want %v", err, fault.CodeRateLimited)
	}
	run.Stop()
	run.Wait()
}

func TestRunWithoutInputDoesNotAskForIt(t *testing.T) {
	rec := newBench(t, map[string]string{"src/a.ts": `console.log(1)`}).run("a.ts")
	if rec.stdin {
		t.Error("it asked for input")
	}
}

func TestStopEscalatesAndLeavesNothing(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { spawn } from "node:child_process";
		process.on("SIGINT", () => console.log("no")); process.on("SIGTERM", () => console.log("never"));
		const stubborn = 'trap "" INT TERM; echo $$; while :; do sleep 1; done';
		for (const detached of [false, true]) spawn("sh", ["-c", stubborn], { detached, stdio: "inherit" });
		spawn("sh", ["-c", "(setsid sh -c '" + stubborn + "' &) ; sleep 100"], { stdio: "inherit" });
		` + forever})
	run, rec := b.start(b.request("a.ts"))
	var pids []string
	rec.await(t, "its children started", func() bool {
		pids = strings.Fields(rec.out.String())
		return strings.Count(rec.out.String(), "\n") == 3
	})
	run.Stop()
	exit := run.Wait()
	if got, want := exit, (live.Exit{Reason: live.Stopped, Code: -1, Signal: "SIGKILL", Message: "It was stopped."}); got != want {
		t.Errorf("exit: got %+v, want %+v", got, want)
	}
	for _, step := range []sandbox.Step{sandbox.Terminating, sandbox.Killing} {
		if !strings.Contains(rec.err.String(), string(step)) {
			t.Errorf("the output does not tell of %s: %q", step, rec.err.String())
		}
	}
	if !strings.Contains(rec.out.String(), "no\n") || !strings.Contains(rec.out.String(), "never\n") {
		t.Errorf("it was not asked first: %q", rec.out.String())
	}
	for _, pid := range pids {
		wantGone(t, pid)
	}
}

// wantGone fails when a process is alive.
func wantGone(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatalf("%q is not a process id", pid)
	}
	raw, err := os.ReadFile("/proc/" + pid + "/stat")
	if err == nil && !strings.Contains(string(raw), ") Z ") {
		t.Errorf("process %d is alive: %s", n, raw)
	}
}

func TestChildrenEndWithTheirRun(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { spawn } from "node:child_process";
		const c = spawn("sleep", ["1000"], { detached: true, stdio: "inherit" }); c.unref(); console.log(c.pid)`})
	rec := b.run("a.ts")
	wantGone(t, strings.TrimSpace(rec.out.String()))
}

func TestEndOfTheContextKills(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `process.on("SIGINT", () => {}); console.log("up");` + forever})
	ctx, cancel := context.WithCancel(t.Context())
	rec := newRecord()
	run, err := b.kernel.Run(ctx, b.request("a.ts"), rec)
	if err != nil {
		t.Fatal(err)
	}
	rec.await(t, "it is up", func() bool { return rec.out.Len() > 0 })
	cancel()
	if got, want := run.Wait().Reason, live.Stopped; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEndlessLoopIsTimedOut(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `console.log("in"); for (;;);`})
	r := b.request("a.ts")
	r.WallTime = 300 * time.Millisecond
	run, _ := b.start(r)
	got := run.Wait()
	if got.Reason != live.TimedOut || got.Message != "It ran longer than the 300ms that it may take." {
		t.Errorf("got %+v", got)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"heap":    `const a: unknown[] = []; for (;;) a.push(new Array(1000).fill(a.length))`,
		"buffers": `const a: Buffer[] = []; setInterval(() => a.push(Buffer.alloc(16 << 20, 1)), 2)`,
		"a child": `import { spawn } from "node:child_process"; spawn(process.execPath, ["-e", "const a=[];setInterval(()=>a.push(Buffer.alloc(16<<20,1)),2)"]); ` + forever,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBenchWith(t, Config{Limits: sandbox.Limits{Memory: 256 << 20}}, map[string]string{"src/a.ts": text})
			rec := b.run("a.ts")
			if rec.exit.Reason != live.OutOfMemory || !strings.Contains(rec.exit.Message, "256 MB") {
				t.Errorf("got %+v", *rec.exit)
			}
		})
	}
}

func TestKilledRunSaysSo(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `process.kill(process.pid, "SIGKILL")`})
	got := *b.run("a.ts").exit
	if want := (live.Exit{Reason: live.Killed, Code: -1, Signal: "SIGKILL", Fault: fault.CodeRunKilled, Message: "It was ended by the signal SIGKILL."}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWarmProcessThatDiedIsReplaced(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `console.log("still")`})
	b.awaitWarm()
	b.kernel.pool.mu.Lock()
	pid := b.kernel.pool.slots["w1"].worker.process.Pid()
	b.kernel.pool.mu.Unlock()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	b.run("a.ts").wantFinished(t, "still\n")
}

func TestWarmProcessesAreOfTheLastWorkspaces(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": ``})
	pool := b.kernel.pool
	warm := func(workspace string) *worker {
		t.Helper()
		b.kernel.Warm(workspace, b.folder)
		pool.work.Wait()
		pool.mu.Lock()
		defer pool.mu.Unlock()
		s := pool.slots[workspace]
		if s == nil || s.worker == nil {
			t.Fatalf("%s has no warm process", workspace)
		}
		return s.worker
	}
	first, second := warm("w1"), warm("w2")
	pool.put("w1", b.folder, pool.take("w1", b.folder)) // is the last used now
	warm("w3")
	<-second.process.Done()
	if got := pool.take("w2", b.folder); got != nil {
		t.Error("w2 has a warm process still")
	}
	if got := pool.take("w1", b.folder); got != first {
		t.Error("w1 has lost its warm process")
	} else {
		got.discard()
	}
}

func TestIdleWarmProcessEnds(t *testing.T) {
	b := newBenchWith(t, Config{IdleAfter: time.Millisecond}, map[string]string{"src/a.ts": ``})
	started := make(chan *worker, 1)
	b.kernel.pool.start = func(p prepared) (*worker, error) {
		w, err := b.kernel.start(p)
		started <- w
		return w, err
	}
	b.kernel.Warm("w1", b.folder)
	<-(<-started).process.Done()
}

func TestCloseEndsRunsAndWarmProcesses(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `console.log(process.pid);` + forever})
	run, rec := b.start(b.request("a.ts"))
	rec.await(t, "it is up", func() bool { return rec.out.Len() > 0 })
	b.kernel.Close()
	if got, want := run.Wait().Reason, live.ServerRestarted; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	wantGone(t, strings.TrimSpace(rec.out.String()))
	if _, err := b.kernel.Run(t.Context(), b.request("a.ts"), newRecord()); !errors.Is(err, fault.CodeShutdown) {
		t.Errorf("run after close: got %v, want %v", err, fault.CodeShutdown)
	}
}

func TestRunsOfAWorkspaceAreLimited(t *testing.T) {
	b := newBenchWith(t, Config{RunsPerWorkspace: 1}, map[string]string{"src/a.ts": forever})
	run, _ := b.start(b.request("a.ts"))
	if _, err := b.kernel.Run(t.Context(), b.request("a.ts"), newRecord()); !errors.Is(err, fault.CodeTooManyRuns) {
		t.Errorf("got %v, want %v", err, fault.CodeTooManyRuns)
	}
	run.Stop()
	run.Wait()
}

func TestEnvironmentIsWhatWasGranted(t *testing.T) {
	t.Setenv("SERVER_SECRET", "s3cret")
	b := newBench(t, map[string]string{"src/a.ts": `console.log(process.env.SERVER_SECRET, process.env.TOKEN, process.env.NODE_EXTRA_CA_CERTS, process.env.PATH !== undefined)`})
	for _, warm := range []bool{false, true} {
		if warm {
			b.awaitWarm()
		}
		r := b.request("a.ts")
		r.Env = map[string]string{"TOKEN": "granted"}
		run, rec := b.start(r)
		run.Wait()
		rec.wantFinished(t, "undefined granted undefined true\n")
	}
}

func TestVariablesThatNodeReadsAtItsStartCount(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `console.log(typeof gc, process.env.NODE_OPTIONS)`})
	b.awaitWarm()
	r := b.request("a.ts")
	r.Env = map[string]string{"NODE_OPTIONS": "--expose-gc"}
	run, rec := b.start(r)
	run.Wait()
	rec.wantFinished(t, "function --expose-gc\n")
}

func TestPresentTextsWinOverTheDisk(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { x } from "./b"; console.log(x, (await import("./" + "c.ts")).y)`, "src/b.ts": `export const x = 1`, "src/c.ts": `export const y = 1`})
	b.sources["src/b.ts"], b.sources["src/c.ts"] = `export const x = 2`, `export const y = 2`
	b.run("a.ts").wantFinished(t, "2 2\n")
}

func TestThreadsLoadTypeScript(t *testing.T) {
	b := newBench(t, map[string]string{
		"src/a.ts": `import { Worker } from "worker_threads"; new Worker(new URL("./w.ts", import.meta.url), { workerData: 5 }).on("message", (m) => console.log("from worker", m))`,
		"src/w.ts": `import { parentPort, workerData } from "worker_threads"; import { twice } from "./x"; const n: number = twice(workerData); parentPort!.postMessage(n)`,
		"src/x.ts": `export const twice = (n: number): number => 2 * n`,
	})
	b.run("a.ts").wantFinished(t, "from worker 10\n")
}

func TestCommonJSRequiresAModule(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.cts": `const m = require("./m.ts"); console.log(m.x, m.default)`, "src/m.ts": `export const x = 1; export default "d"`})
	b.run("a.cts").wantFinished(t, "1 d\n")
}
