package kernel

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// bench is a kernel with one workspace.
type bench struct {
	t       testing.TB
	kernel  *Kernel
	box     *sandbox.Sandbox
	folder  string
	sources map[string]string
	// workspace is the id under which the folder is known.
	workspace string
}

const moduleManifest = `{"type":"module"}`

func newBench(t testing.TB, files map[string]string) *bench {
	return newBenchWith(t, Config{}, files)
}

func newBenchWith(t testing.TB, c Config, files map[string]string) *bench {
	t.Helper()
	box, err := sandbox.New(sandbox.Config{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	c.Sandbox, c.Folder = box, t.TempDir()
	c.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	if c.Grace == 0 {
		c.Grace = 100 * time.Millisecond
	}
	k, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	b := &bench{t: t, kernel: k, box: box}
	return b.sibling(t, "w1", files)
}

// sibling is another workspace of the same kernel.
func (b *bench) sibling(t testing.TB, workspace string, files map[string]string) *bench {
	t.Helper()
	s := &bench{
		t: t, kernel: b.kernel, box: b.box, folder: t.TempDir(), workspace: workspace,
		sources: map[string]string{"package.json": moduleManifest},
	}
	s.put(files)
	return s
}

// put writes files, as sources where they are such.
func (b *bench) put(files map[string]string) {
	b.t.Helper()
	for name, text := range files {
		if strings.HasPrefix(name, "src/") && loaders[filepath.Ext(name)] != 0 || name == "package.json" || name == "tsconfig.json" {
			b.sources[name] = text
		}
		b.write(name, text)
	}
	b.write("package.json", b.sources["package.json"])
	if err := b.box.Own(b.folder); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	path := filepath.Join(b.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) request(entry string) Request {
	return Request{ID: "r1", Workspace: b.workspace, Folder: b.folder, Entry: entry, Sources: b.sources}
}

func (b *bench) start(r Request) (*Run, *record) {
	b.t.Helper()
	rec := newRecord()
	run, err := b.kernel.Run(b.t.Context(), r, rec)
	if err != nil {
		b.t.Fatal(err)
	}
	return run, rec
}

func (b *bench) run(entry string) *record {
	b.t.Helper()
	run, rec := b.start(b.request(entry))
	run.Wait()
	return rec
}

// record keeps what a sink is told, and lets a test wait for it.
type record struct {
	mu      sync.Mutex
	cond    *sync.Cond
	phases  []live.Phase
	ports   []int
	stdin   bool
	exit    *live.Exit
	out     strings.Builder
	err     strings.Builder
	chunks  int
	biggest int
}

func newRecord() *record {
	r := &record{}
	r.cond = sync.NewCond(&r.mu)
	return r
}

func (r *record) Advance(op live.AdvanceRun) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.phases); n == 0 || r.phases[n-1] != op.Phase {
		r.phases = append(r.phases, op.Phase)
	}
	if op.Ports != nil {
		r.ports = op.Ports
	}
	r.stdin = r.stdin || op.Stdin
	r.exit = op.Exit
	r.cond.Broadcast()
}

func (r *record) Output(stream, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunks++
	r.biggest = max(r.biggest, len(text))
	if stream == "out" {
		r.out.WriteString(text)
	} else {
		r.err.WriteString(text)
	}
	r.cond.Broadcast()
}

// await waits until what is recorded satisfies a condition; the test's own deadline is the limit.
func (r *record) await(t testing.TB, what string, ok func() bool) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for !ok() {
		if r.exit != nil {
			t.Fatalf("the run ended (%+v) before %s; out %q err %q", r.exit, what, r.out.String(), r.err.String())
		}
		r.cond.Wait()
	}
}

func (r *record) wantFinished(t testing.TB, stdout string) {
	t.Helper()
	if got, want := r.out.String(), stdout; got != want {
		t.Errorf("stdout: got %q, want %q; stderr %q", got, want, r.err.String())
	}
	if got, want := *r.exit, (live.Exit{Reason: live.Finished}); got != want {
		t.Errorf("exit: got %+v, want %+v", got, want)
	}
}

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// awaitWarm waits until the workspace's warm process has prepared itself.
func (b *bench) awaitWarm() {
	b.t.Helper()
	b.kernel.Warm("w1", b.folder)
	b.kernel.pool.work.Wait()
	b.kernel.pool.mu.Lock()
	s := b.kernel.pool.slots["w1"]
	b.kernel.pool.mu.Unlock()
	if s == nil || s.worker == nil {
		b.t.Fatal("there is no warm process")
	}
	<-s.worker.ready
}
