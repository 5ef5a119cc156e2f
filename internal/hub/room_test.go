package hub_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// While the journal is slow, what waits for it is bounded by its size: 256 cells of 1 MB would
// otherwise be held for every notebook.
func TestTheInboxIsBoundedByBytes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		next[wire.Opened](t, p)
		release := w.journal.Hold()
		const cells = 60
		megabyte := strings.Repeat("x", 1<<20)
		sent := 0
		done := make(chan error, 1)
		go func() {
			for i := range cells {
				op := live.InsertCell{Cell: notebook.CellID(fmt.Sprint("c", i)), Kind: notebook.Markdown, Text: megabyte}
				if err := p.Submit(t.Context(), live.NewOpID("tab", uint64(i+1)), op); err != nil {
					done <- err
					return
				}
				sent++
			}
			done <- nil
		}()
		synctest.Wait()
		if sent < 32 || sent > 64 {
			t.Errorf("%d of %d cells of a megabyte were taken in", sent, cells)
		}
		giveUp, cancel := context.WithCancel(t.Context())
		cancel()
		err := p.Submit(giveUp, "tab:1000", live.SetTitle{Title: "x"})
		if !errors.Is(err, fault.CodeCanceled) {
			t.Errorf("without room, got %v", err)
		}
		release()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for range cells {
			next[wire.Ack](t, p)
		}
	})
}

func TestAnEditWithTooManyChangesIsRefused(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		length := w.state().Cell("a").Text.Len()
		typed := func(n int) live.EditText {
			op := live.EditText{Cell: "a"}
			for i := range n {
				c, err := text.Replace(0, 0, text.Lossy("x"), length+i)
				if err != nil {
					t.Fatal(err)
				}
				op.Changes = append(op.Changes, c)
			}
			return op
		}
		w.submit(p, "tab:1", typed(live.MaxChanges+1))
		if f := next[wire.Reject](t, p).Fault; f.Code != string(fault.CodeTooLarge) {
			t.Errorf("refused with %+v", f)
		}
		w.submit(p, "tab:2", typed(live.MaxChanges))
		if got := fmt.Sprint(next[wire.Ack](t, p).ID); got != "tab:2" {
			t.Errorf("acknowledged %s", got)
		}
	})
}
