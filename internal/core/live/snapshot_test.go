package live

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// eventful is a state with something in every field.
func eventful(t testing.TB) State {
	s := begin(t)
	s.state.Front = "<!-- front -->\n"
	s.state.Metadata = []notebook.MetadataField{{Key: "k", Value: []byte(`{"v":1}`)}}
	return s.do(
		edit("a", 0, `[9,[0," // é😀\u2028<"]]`), start("r:a", "q:b"), DeleteCell{"b"}, edit("b", 0, `[[9,"late"]]`),
		AdvanceRun{Run: "r", Phase: Exited, Exit: &Exit{Reason: Failed, Code: 1, Failure: &Failure{Message: "m"}}},
	).state
}

func TestSnapshotRoundTrip(t *testing.T) {
	for name, want := range map[string]State{"new": sample(), "eventful": eventful(t), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			got, err := DecodeSnapshot([]byte(encoded(t, want)))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %s\nwant %s", encoded(t, got), encoded(t, want))
			}
		})
	}
}

// TestSnapshotKeepsHistory rebases a late edit over what a snapshot kept, as after a restart.
func TestSnapshotKeepsHistory(t *testing.T) {
	s := begin(t).do(edit("a", 0, `[[0,"1"],9]`), edit("a", 1, `[[0,"0"],10]`))
	restored, err := DecodeSnapshot([]byte(encoded(t, s.state)))
	if err != nil {
		t.Fatal(err)
	}
	s.state = restored
	s.do(edit("a", 0, `[9,[0,"!"]]`))
	if got := s.state.Cell("a").Text.String(); got != "01let a = 1!" {
		t.Errorf("text = %q", got)
	}
}

func TestDecodeSnapshotRefuses(t *testing.T) {
	for _, raw := range []string{
		``, `{}`, `[]`, `{"format":2}`, `{"format":1,"runs":[null]}`, `{"format":1,"title":7}`,
		`{"format":1,"cells":[{"id":"a","updates":[{"op":"x:1","changes":[-1]}]}]}`,
	} {
		if s, err := DecodeSnapshot([]byte(raw)); err == nil || !strings.HasPrefix(err.Error(), "decode snapshot: ") {
			t.Errorf("DecodeSnapshot(%s) = %+v, %v", raw, s, err)
		}
	}
}

func FuzzDecodeSnapshot(f *testing.F) {
	f.Add([]byte(encoded(f, sample())))
	f.Add([]byte(encoded(f, eventful(f))))
	f.Add([]byte(`{"format":1,"cells":[null],"removed":[{}],"runs":[{}],"clients":[{}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := DecodeSnapshot(raw)
		if err != nil {
			return
		}
		once, err := EncodeSnapshot(s)
		if err != nil {
			t.Fatalf("EncodeSnapshot: %v", err)
		}
		again, err := DecodeSnapshot(once)
		if err != nil {
			t.Fatalf("DecodeSnapshot(%s): %v", once, err)
		}
		if twice := encoded(t, again); twice != string(once) {
			t.Fatalf("encoded once %s\ntwice %s", once, twice)
		}
		x := &session{t: t, state: s}
		for _, tt := range encodings {
			_ = x.try(x.entry(tt.op)) // must not panic, whatever was stored
		}
	})
}

// People who join later are told it as well.
func TestASnapshotSaysWhoEditedADeletedCell(t *testing.T) {
	s := begin(t).do(DeleteCell{"a"}, DeleteCell{"b"}, edit("b", 0, `[9,[0,"!"]]`))
	raw, err := EncodeSnapshot(s.state)
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeSnapshot(raw)
	if err != nil {
		t.Fatal(err)
	}
	got := map[notebook.CellID]string{}
	for _, r := range back.Removed {
		got[r.Cell.ID] = r.EditedBy
	}
	if want := map[notebook.CellID]string{"a": "", "b": "Ada"}; !maps.Equal(got, want) {
		t.Errorf("edited by %v, want %v", got, want)
	}
}
