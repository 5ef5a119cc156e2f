package live

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func TestCheckpoints(t *testing.T) {
	named := func(seq, second int64, name string) Checkpoint {
		return Checkpoint{Seq: seq, Name: name, By: "Ada", At: noon.Add(time.Duration(second) * time.Second)}
	}
	tests := []struct {
		name string
		ops  []Op
		want []Checkpoint
	}{
		{"the present revision", []Op{SetTitle{"T"}, SetCheckpoint{Name: " Draft "}}, []Checkpoint{named(2, 1, "Draft")}},
		{"an earlier one", []Op{SetTitle{"T"}, SetTitle{"U"}, SetCheckpoint{Name: "U"}, SetCheckpoint{Seq: 1, Name: "T"}}, []Checkpoint{named(1, 3, "T"), named(3, 2, "U")}},
		{"another name", []Op{SetCheckpoint{Name: "One"}, SetCheckpoint{Seq: 1, Name: "Two"}}, []Checkpoint{named(1, 0, "Two")}},
		{"no name any more", []Op{SetCheckpoint{Name: "One"}, SetCheckpoint{Name: "Two"}, SetCheckpoint{Seq: 1}}, []Checkpoint{named(2, 1, "Two")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := begin(t).do(tt.ops...)
			if !reflect.DeepEqual(s.state.Checkpoints, tt.want) {
				t.Errorf("got %+v\nwant %+v", s.state.Checkpoints, tt.want)
			}
			if got := s.entries[len(s.entries)-1].Op.(SetCheckpoint); got.Seq == 0 {
				t.Error("the journal does not say which revision was named")
			}
			back, err := DecodeSnapshot([]byte(encoded(t, s.state)))
			if err != nil || !reflect.DeepEqual(back.Checkpoints, tt.want) {
				t.Errorf("stored and read again: %+v, %v", back.Checkpoints, err)
			}
		})
	}
}

func TestCheckpointRefusals(t *testing.T) {
	begin(t).refuse(fault.CodeRevisionNotFound, SetCheckpoint{Seq: 2, Name: "Future"})
	begin(t).refuse(fault.CodeRevisionNotFound, SetCheckpoint{Seq: -1, Name: "Past"})
	begin(t).refuse(fault.CodeRevisionNotFound, SetCheckpoint{})
	begin(t).refuse(fault.CodeTitle, SetCheckpoint{Name: "a\nb"})
	s := begin(t)
	for i := range MaxCheckpoints {
		s.do(SetCheckpoint{Name: fmt.Sprint(i)})
	}
	s.refuse(fault.CodeTooManyCheckpoints, SetCheckpoint{Name: "last"})
	if FromClient(SetCheckpoint{Seq: 1, Name: "x"}) {
		t.Error("a client may name an earlier revision")
	}
}
