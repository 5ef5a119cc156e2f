package kernel

import (
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

// Whatever a run does to its descriptors, the kernel goes on, and the run's end is told as it was.
func TestDescriptorsMayBeAbused(t *testing.T) {
	const imports = `import fs from "node:fs"; `
	for _, c := range []struct{ name, text string }{
		{"line closed", imports + `fs.closeSync(3); console.log("x")`},
		{"line closed and reused", imports + `fs.closeSync(3); const f = fs.openSync("/dev/null", "w"); console.log("x"); import("./b.ts").catch(() => {})`},
		{"garbage", imports + `fs.writeSync(3, Buffer.alloc(100000, 255)); console.log("x")`},
		{"huge length", imports + `fs.writeSync(3, Buffer.from([0, 0, 0, 255, 1])); console.log("x")`},
		{"frame that is no report", imports + `fs.writeSync(3, Buffer.from([2, 0, 0, 0, 91, 93])); console.log("x")`},
		{"half a frame", imports + `fs.writeSync(3, Buffer.from([200, 0, 0, 0, 91])); console.log("x")`},
		{"flood of frames", imports + `const f = Buffer.concat([Buffer.from([13, 0, 0, 0]), Buffer.from('{"t":"stdin"}')]); for (let i = 0; i < 3000; i++) fs.writeSync(3, f); console.log("x")`},
		{"forged end", imports + `const b = Buffer.from('{"t":"error","message":"forged"}'); fs.writeSync(3, Buffer.concat([Buffer.from([b.length, 0, 0, 0]), b])); console.log("x")`},
		{"input closed", imports + `fs.closeSync(0); console.log("x")`},
		{"stderr closed", imports + `fs.closeSync(2); console.log("x")`},
		{"bytes that are no text", `process.stdout.write(Buffer.from([0x78, 0x0a]))`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, map[string]string{"src/a.ts": c.text, "src/b.ts": `export {}`})
			rec := b.run("a.ts")
			if got, want := rec.out.String(), "x\n"; got != want {
				t.Errorf("stdout: got %q, want %q; stderr %q", got, want, rec.err.String())
			}
			if got, want := *rec.exit, (live.Exit{Reason: live.Finished}); got != want {
				t.Errorf("exit: got %+v, want %+v", got, want)
			}
		})
	}
}

func TestStdoutMayBeClosed(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import fs from "node:fs"; fs.closeSync(1); fs.closeSync(2); process.exitCode = 3`})
	if got, want := *b.run("a.ts").exit, (live.Exit{Reason: live.Failed, Code: 3, Fault: fault.CodeRunExit, Message: "It ended with exit code 3."}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// counter is a sink that keeps nothing.
type counter struct {
	bytes   atomic.Int64
	biggest atomic.Int64
	heap    atomic.Uint64
}

func (c *counter) Advance(live.AdvanceRun) {}

func (c *counter) Output(_, text string) {
	before := c.bytes.Add(int64(len(text))) - int64(len(text))
	c.biggest.Store(max(c.biggest.Load(), int64(len(text))))
	if before>>23 != c.bytes.Load()>>23 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.heap.Store(max(c.heap.Load(), m.HeapInuse))
	}
}

func TestFloodOfOutputNeedsLittleMemory(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import fs from "node:fs"; const b = Buffer.alloc(1 << 20, "é\n"); for (let i = 0; i < 200; i++) fs.writeSync(1, b)`})
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := &counter{}
	run, err := b.kernel.Run(t.Context(), b.request("a.ts"), c)
	if err != nil {
		t.Fatal(err)
	}
	run.Wait()
	if c.bytes.Load() < 200<<20 {
		t.Errorf("got %d bytes, want all 200 MB", c.bytes.Load())
	}
	if c.biggest.Load() > maxChunk {
		t.Errorf("a chunk of %d bytes, want at most %d", c.biggest.Load(), maxChunk)
	}
	if grown := int64(c.heap.Load()) - int64(before.HeapInuse); grown > 50<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func TestSlowSinkHoldsTheRunBack(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import fs from "node:fs"; const b = Buffer.alloc(1 << 20, "x"); for (let i = 1; i <= 4; i++) { fs.writeSync(1, b); fs.writeSync(2, "wrote " + i + "\n") }`})
	s := &gate{record: newRecord(), open: make(chan struct{})}
	run, err := b.kernel.Run(t.Context(), b.request("a.ts"), s)
	if err != nil {
		t.Fatal(err)
	}
	s.reached.wait()
	close(s.open)
	run.Wait()
	if got, want := s.out.Len(), 4<<20; got != want {
		t.Errorf("got %d bytes, want %d", got, want)
	}
}

// gate holds the first output back until it is opened.
type gate struct {
	*record
	open    chan struct{}
	reached latch
}

type latch struct{ done atomic.Bool }

func (l *latch) wait() {
	for !l.done.Load() {
		runtime.Gosched()
	}
}

func (g *gate) Output(stream, text string) {
	g.reached.done.Store(true)
	<-g.open
	g.record.Output(stream, text)
}

// pieces is a pipe at which they arrive one by one.
type pieces []string

func (p *pieces) SetReadDeadline(time.Time) error { return nil }

func (p *pieces) Read(b []byte) (int, error) {
	if len(*p) == 0 {
		return 0, io.EOF
	}
	n := copy(b, (*p)[0])
	if (*p)[0] = (*p)[0][n:]; (*p)[0] == "" {
		*p = (*p)[1:]
	}
	return n, nil
}

func TestTextIsWholeAcrossPieces(t *testing.T) {
	pumped := func(parts ...string) string {
		var all strings.Builder
		p := pieces(parts)
		pump(&p, func(text string) {
			if !utf8.ValidString(text) {
				t.Errorf("%q: %q is no text", parts, text)
			}
			all.WriteString(text)
		})
		return all.String()
	}
	const text = "aé日👋z"
	for cut := range len(text) + 1 {
		if got := pumped(text[:cut], text[cut:]); got != text {
			t.Errorf("cut at %d: got %q, want %q", cut, got, text)
		}
		long := strings.Repeat("x", maxChunk-cut) + text
		if got := pumped(long, long); got != long+long {
			t.Errorf("%d bytes before a chunk is full: got %d bytes, want %d", cut, len(got), 2*len(long))
		}
	}
	for _, c := range []struct{ in, want string }{
		{"a\xff b", "a\uFFFD b"}, {"a\xc3", "a\uFFFD"}, {"\xf0\x9f\x91", "\uFFFD"}, {"\x80\x80", "\uFFFD"},
	} {
		if got := pumped(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCharactersThatAreWrittenInPartsArrive(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `import { setTimeout as s } from "node:timers/promises"; for (const x of Buffer.from("héllo 👋")) { process.stdout.write(Buffer.from([x])); await s(1) }`})
	b.run("a.ts").wantFinished(t, "héllo 👋")
}

func TestLongLinesAreChunked(t *testing.T) {
	b := newBench(t, map[string]string{"src/a.ts": `process.stdout.write("日".repeat(200000))`})
	rec := b.run("a.ts")
	rec.wantFinished(t, strings.Repeat("日", 200000))
	if rec.biggest > maxChunk {
		t.Errorf("a chunk of %d bytes, want at most %d", rec.biggest, maxChunk)
	}
}
