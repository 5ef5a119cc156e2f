package server_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/server"
)

// SIGTERM while everything is busy: sockets are told to come back, acknowledged edits are kept, runs
// say why they ended and no process is left. The server waits neither for a socket that never answers
// nor for a run that ignores signals.
func TestStoppingABusyServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	mark := fmt.Sprintf("LC_SRCBOOK_STOP=%d", time.Now().UnixNano())
	s := spawn(t, data, mark)
	w := s.importText(file("Busy", "stubborn.ts", "for (const s of ['SIGINT', 'SIGTERM']) process.on(s as NodeJS.Signals, () => {});\nsetInterval(() => {}, 1e6);\nconsole.log('up');",
		"flood.ts", "setInterval(() => console.log('x'.repeat(10_000)), 1);", "w.ts", "// lines"))
	c := s.open(w.ID, "c")
	runs := append(c.run("stubborn.ts"), c.run("flood.ts")...)
	c.untilPrinted(runs[0], "up")
	c.untilPrinted(runs[1], "x")
	deaf := s.dial() // never reads, so that it never answers a close

	writer := s.open(w.ID, "writer")
	cell := writer.cell("w.ts").ID
	var lines []string
	var acked atomic.Int64
	enough := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for n := 0; ; n++ {
			line := fmt.Sprint("// ", n)
			if !writer.append(cell, line) {
				return
			}
			lines = append(lines, line)
			if acked.Add(1) == 20 {
				close(enough)
			}
		}
	})
	<-enough
	s.end() // while neither the deaf socket nor the stubborn run has given in
	writing.Wait()
	if s.err != nil {
		t.Errorf("it ended with %v", s.err)
	}
	for _, tab := range []*tab{c, writer} {
		if code := websocket.CloseStatus(tab.ended); code != websocket.StatusServiceRestart {
			t.Errorf("a socket was closed by %v", tab.ended)
		}
	}
	if _, _, err := deaf.Read(t.Context()); err != nil { // what it was sent before waits for it still
		t.Errorf("the deaf socket had been read: %v", err)
	}
	_ = deaf.CloseNow()
	for _, p := range marked(t, mark) {
		t.Errorf("left behind: %s", p)
	}
	if _, err := os.Stat(filepath.Join(data, "server.json")); !os.IsNotExist(err) {
		t.Errorf("the record of the server is still there: %v", err)
	}
	s = start(t, data)
	later := s.open(w.ID, "later")
	wantLines(t, later.cell("w.ts").Text.String(), lines)
	for _, id := range runs {
		if r := later.find(id); r == nil || r.Exit == nil || r.Exit.Reason != live.ServerRestarted {
			t.Errorf("the run is %s", describe([]*live.Run{r}))
		}
	}
	if got := string(s.send("GET", at(w.ID, "/runs/"+string(runs[0])+"/output"), nil).body); !strings.HasPrefix(got, "up\n") {
		t.Errorf("the output is %q", got)
	}
}

func TestWhatOthersMayRead(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	data := filepath.Join(parent, "new", "data")
	check(t, os.Mkdir(filepath.Dir(data), 0o755))
	s := spawn(t, data)
	w := s.importText(twoCells)
	s.open(w.ID, "c").finish("main.ts")
	for path, want := range map[string]os.FileMode{
		data: 0o700, data + ".ready": 0o600, filepath.Join(data, "server.json"): 0o600, filepath.Join(data, "secret.key"): 0o600,
		filepath.Join(data, "srcbook.db"): 0o600, filepath.Join(data, "srcbook.db-wal"): 0o600,
	} {
		info, err := os.Stat(path)
		check(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(path), info.Mode().Perm(), want)
		}
	}
	raw, err := os.ReadFile(data + ".ready")
	check(t, err)
	var ready server.Ready
	check(t, json.Unmarshal(raw, &ready))
	if ready != s.ready {
		t.Errorf("the ready file says %+v, want %+v", ready, s.ready)
	}
	if host := strings.TrimPrefix(ready.URL, "http://"); !strings.HasPrefix(host, "localhost:") {
		t.Errorf("it listens at %s", ready.URL)
	}
}

// The original printed a stack trace when its port was taken.
func TestATakenPortIsExplained(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	err := server.Run(t.Context(), server.Config{Data: t.TempDir(), Listen: strings.TrimPrefix(s.ready.URL, "http://")})
	if err == nil || !strings.Contains(err.Error(), "SB-7004") || !strings.Contains(err.Error(), "taken by") || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("got %v", err)
	}
	err = server.Run(t.Context(), server.Config{Data: s.data, Listen: "localhost:0"})
	if err == nil || !strings.Contains(err.Error(), "SB-6005") {
		t.Errorf("a second server on the folder: got %v", err)
	}
}
