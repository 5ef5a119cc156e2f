package files

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// watch runs Watch until the test ends and returns what it reports.
func watch(t *testing.T, f *Folder, c WatchConfig) <-chan Change {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reports, done := make(chan Change, 100), make(chan error, 1)
	go func() {
		done <- f.Watch(ctx, c, func(changes []Change) {
			for _, change := range changes {
				reports <- change
			}
		})
	}()
	t.Cleanup(func() {
		cancel()
		check(t, <-done)
	})
	return reports
}

func wantChange(t *testing.T, reports <-chan Change, want Change) {
	t.Helper()
	select {
	case got := <-reports:
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	case <-t.Context().Done():
		t.Fatalf("no report of %+v", want)
	case <-time.After(30 * time.Second):
		t.Fatalf("no report of %+v for 30 s", want)
	}
}

func change(name, content string) Change { return Change{name, HashOf([]byte(content))} }

func TestWatchReportsWhatOthersChange(t *testing.T) {
	for name, config := range map[string]WatchConfig{
		"notified": {Debounce: time.Millisecond, Interval: time.Hour},
		"polling":  {Polling: time.Millisecond, Folders: -1},
		"too many": {Polling: time.Millisecond, Folders: 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := folder(t, folders(t))
			check(t, f.Write("src/a.ts", []byte("ours")))
			check(t, f.Write("src/gone.ts", []byte("ours")))
			outside(t, f, "package.json", "before")
			reports := watch(t, f, config)
			wantChange(t, reports, change("package.json", "before"))

			outside(t, f, "src/a.ts", "theirs")
			wantChange(t, reports, change("src/a.ts", "theirs"))
			check(t, f.Accept("src/a.ts", HashOf([]byte("theirs"))))
			check(t, f.Write("src/a.ts", []byte("merged"))) // ours: not reported
			outside(t, f, "node_modules/p/index.js", "x")   // not the workspace's: not reported
			outside(t, f, "src/deep/er/b.ts", "new")
			wantChange(t, reports, change("src/deep/er/b.ts", "new"))
			check(t, os.Remove(filepath.Join(f.Path(), "src", "gone.ts")))
			wantChange(t, reports, Change{Name: "src/gone.ts"})
			outside(t, f, "src/a.ts", "ours") // an old content of ours
			wantChange(t, reports, change("src/a.ts", "ours"))
			outside(t, f, "src/deep/er/b.ts", "newer")
			wantChange(t, reports, change("src/deep/er/b.ts", "newer"))
		})
	}
}

func TestWatchBeginsWithWhatChangedMeanwhile(t *testing.T) {
	in := folders(t)
	before := folder(t, in)
	for _, name := range []string{"a.ts", "b.ts", "c.ts"} {
		check(t, before.Write(name, []byte("ours")))
	}
	outside(t, before, "b.ts", "theirs")
	check(t, os.Remove(filepath.Join(before.Path(), "c.ts")))
	reports := watch(t, folder(t, in), WatchConfig{})
	wantChange(t, reports, change("b.ts", "theirs"))
	wantChange(t, reports, Change{Name: "c.ts"})
}
