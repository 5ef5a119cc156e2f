package kernel

import (
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
)

const hello = `const who: string = "world"; console.log("hello", who);`

// first is a sink that notes when the first text of standard output arrived.
type first struct{ at chan time.Time }

func (f first) Advance(live.AdvanceRun) {}
func (f first) Output(string, string) {
	select {
	case f.at <- time.Now():
	default:
	}
}

func runToFirst(b *testing.B, w *bench, n int) {
	b.Helper()
	s := first{make(chan time.Time, 1)}
	start := time.Now()
	run, err := w.kernel.Run(b.Context(), w.request("a.ts"), s)
	if err != nil {
		b.Fatal(err)
	}
	at := <-s.at
	b.ReportMetric(0, "ns/op")
	latencies[n] = at.Sub(start)
	run.Wait()
}

var latencies []time.Duration

func median(b *testing.B, d []time.Duration) {
	b.Helper()
	sorted := append([]time.Duration(nil), d...)
	for i := range sorted {
		for j := i; j > 0 && sorted[j] < sorted[j-1]; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	b.ReportMetric(float64(sorted[len(sorted)/2].Microseconds())/1000, "ms-first-byte")
}

func BenchmarkHelloWarm(b *testing.B) {
	w := newBench(b, map[string]string{"src/a.ts": hello})
	latencies = make([]time.Duration, b.N)
	for i := range b.N {
		b.StopTimer()
		w.kernel.Warm("w1", w.folder)
		w.awaitWarm()
		b.StartTimer()
		runToFirst(b, w, i)
	}
	median(b, latencies)
}

func BenchmarkHelloCold(b *testing.B) {
	w := newBench(b, map[string]string{"src/a.ts": hello})
	latencies = make([]time.Duration, b.N)
	for i := range b.N {
		b.StopTimer()
		w.kernel.Cool("w1")
		w.kernel.pool.work.Wait()
		b.StartTimer()
		runToFirst(b, w, i)
	}
	median(b, latencies)
}

func commandToFirst(b *testing.B, name string, args ...string) {
	b.Helper()
	d := make([]time.Duration, b.N)
	for i := range b.N {
		ctx, cancel := context.WithCancel(b.Context())
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Env = []string{"PATH=" + filepath.Dir(name) + ":/usr/bin:/bin"}
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil {
			b.Fatal(err)
		}
		d[i] = time.Since(start)
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
		cancel()
	}
	median(b, d)
}

func BenchmarkHelloPeerNode(b *testing.B) {
	w := newBench(b, map[string]string{"src/h.mjs": `console.log("hello", "world");`})
	commandToFirst(b, w.kernel.node.Path, filepath.Join(w.folder, "src/h.mjs"))
}

func BenchmarkHelloPeerTsx(b *testing.B) {
	w := newBench(b, map[string]string{"src/a.ts": hello})
	commandToFirst(b, tsxOracle(b), filepath.Join(w.folder, "src/a.ts"))
}
