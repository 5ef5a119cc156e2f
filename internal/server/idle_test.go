package server

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestMemoryIsGivenBackOnceThingsCalmDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var given atomic.Int64
		memory := newThrift(func() { given.Add(1) })
		want := func(n int64, when string) {
			t.Helper()
			synctest.Wait()
			if got := given.Load(); got != n {
				t.Errorf("%s it was given back %d times, want %d", when, got, n)
			}
		}
		time.Sleep(idlePause)
		want(1, "after the start")
		for range 5 {
			memory.spend()
			time.Sleep(idlePause - time.Nanosecond)
		}
		want(1, "while notebooks are being opened")
		time.Sleep(time.Nanosecond)
		want(2, "after that")
		memory.spend()
		memory.close()
		time.Sleep(time.Hour)
		want(2, "after the end")
	})
}
