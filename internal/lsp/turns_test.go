package lsp

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// begun are the places of the turns that have come.
func begun(turns []*turn) (places []int) {
	for i, n := range turns {
		select {
		case <-n.came:
			places = append(places, i)
		default:
		}
	}
	return places
}

func wantBegun(t *testing.T, turns []*turn, want ...int) {
	t.Helper()
	synctest.Wait()
	if got := begun(turns); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the turns %v have begun, want %v", got, want)
	}
}

func TestTurnsComeInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := Turns{free: 1}
		all := []*turn{turns.queue(), turns.queue(), turns.queue(), turns.queue()}
		wantBegun(t, all, 0)
		all[2].end(0) // gives up its place
		all[2].end(0)
		time.Sleep(10 * time.Millisecond)
		all[0].end(0)
		time.Sleep(19 * time.Millisecond) // two wait, so the rest is twice as long as the turn
		wantBegun(t, all, 0)
		time.Sleep(time.Millisecond)
		wantBegun(t, all, 0, 1)
		all[0].end(0) // again, without effect
		all[1].end(0)
		wantBegun(t, all, 0, 1, 3)
		all[3].end(0)
		all = []*turn{turns.queue()}
		wantBegun(t, all, 0) // nobody waited, so there was no rest
		time.Sleep(10 * time.Millisecond)
		all[0].end(5)
		all[0] = turns.queue()
		time.Sleep(maxCrowd*10*time.Millisecond - time.Nanosecond)
		wantBegun(t, all)
		time.Sleep(time.Nanosecond)
		wantBegun(t, all, 0)
		all[0].end(0)
	})
}

func TestTurnOfServerThatHangsLapses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := Turns{free: 1}
		all := []*turn{turns.queue(), turns.queue()}
		time.Sleep(maxTurn + maxRest)
		wantBegun(t, all, 0, 1)
		all[0].end(0)
		all[1].end(0)
		if turns.free != 1 {
			t.Errorf("%d turns are free, want 1", turns.free)
		}
	})
}

// What is typed while findings are being fetched reaches the server at once when it is asked something,
// and otherwise as one change.
func TestFloodOfEditsIsFewChanges(t *testing.T) {
	t.Parallel()
	b := fake(t, Config{}, "counting")
	b.awaitState(Ready)
	var seen struct{ Fetches, Changes int }
	for seen.Fetches == 0 {
		seen = query[struct{ Fetches, Changes int }](b, "workspace/symbol", json.RawMessage(`{"query":""}`))
	}
	for i := range 100 {
		b.edit("a.ts", fmt.Sprint(i))
		for len(b.w.wake) > 0 {
			runtime.Gosched()
		}
	}
	seen = query[struct{ Fetches, Changes int }](b, "workspace/symbol", json.RawMessage(`{"query":""}`))
	if seen.Fetches != 1 || seen.Changes != 1 {
		t.Errorf("the server saw %+v, want one fetch and one change", seen)
	}
}
