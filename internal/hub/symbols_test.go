package hub_test

import (
	"reflect"
	"testing"

	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// Names are those of the notebooks that somebody looks at, with where they are.
func TestSymbolsOfOpenNotebooks(t *testing.T) {
	l := &tongue{}
	bubble(t, func(t *testing.T, w *world) {
		w.state() // open, but nobody looks
		if found, missing := w.hub.Symbols(t.Context(), "add", 10); len(found) != 0 || missing != 0 {
			t.Errorf("got %v and %d missing of a notebook without a language service", found, missing)
		}
		w.join(hub.JoinRequest{Client: "tab"})
		cell := w.state().Cell("a")
		want := []wire.Symbol{{
			Workspace: "w", Title: w.state().Title, Cell: "a", Filename: cell.Filename, Line: 1, Name: "add", Kind: "function",
		}}
		if found, missing := w.hub.Symbols(t.Context(), "add", 1); !reflect.DeepEqual(found, want) || missing != 0 {
			t.Errorf("got %+v and %d missing, want %+v", found, missing, want)
		}
	}, speaking(l))
}

// A language service that does not answer is counted, and waited for no longer than the bound.
func TestSymbolsDoNotWaitForABusyService(t *testing.T) {
	l := &tongue{}
	bubble(t, func(t *testing.T, w *world) {
		l.stuck = make(chan struct{}) // of the bubble, whose clock goes on while it is waited for
		w.join(hub.JoinRequest{Client: "tab"})
		if found, missing := w.hub.Symbols(t.Context(), "add", 10); len(found) != 0 || missing != 1 {
			t.Errorf("got %v and %d missing, want none and 1 missing", found, missing)
		}
	}, speaking(l))
}
