package text

import (
	"reflect"
	"testing"
)

func TestEditsAreThoseThatMadeTheChange(t *testing.T) {
	r := newRandom(t)
	for range 200 {
		before, after := r.text(60), r.text(60)
		change := Diff(before, after)
		again, err := Edits(before.Len(), change.Edits()...)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Apply(before); err != nil || got != after {
			t.Errorf("%q to %q by %v: got %q, %v", before, after, change, got, err)
		}
	}
	abc := of("abc")
	change, err := Edits(3, Edit{From: 1, To: 2, Insert: of("xy")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := change.Edits(), []Edit{{From: 1, To: 2, Insert: of("xy")}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Unchanged(abc.Len()).Edits(); got != nil {
		t.Errorf("no change has edits %v", got)
	}
}
