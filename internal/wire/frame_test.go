package wire

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestFrame(t *testing.T) {
	at := time.Date(2026, 2, 3, 4, 5, 6, 789_000, time.UTC)
	op := OpMessage{Type: "op", Channel: 3, Seq: 1 << 40, ID: "tab:7", Author: "Ada", At: at, Op: json.RawMessage(`{"type":"title.set","title":"x"}`)}
	foreign := op
	foreign.Author = "<Zoë> \"&\" \u2028\n\x7f" + strings.Repeat("é", 40)
	for name, messages := range map[string][]any{
		"one message":           {Pong{Type: "pong", N: 1}},
		"one operation":         {op},
		"several":               {Ack{Type: "ack", ID: "a:1", At: at}, op, Pong{Type: "pong", N: 2}},
		"an author of any kind": {foreign, foreign},
	} {
		t.Run(name, func(t *testing.T) {
			var f Frame
			for range 2 { // a frame can be used again
				f.Reset()
				for _, m := range messages {
					if err := f.Add(m); err != nil {
						t.Fatal(err)
					}
				}
				var want any = messages
				if len(messages) == 1 {
					want = messages[0]
				}
				raw, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				if got := string(f.Bytes()); got != string(raw) {
					t.Errorf("got  %s\nwant %s", got, raw)
				}
			}
			apart, err := Messages(f.Bytes())
			if err != nil || len(apart) != len(messages) {
				t.Errorf("taken apart: %s, %v", apart, err)
			}
		})
	}
}

func TestFrameIsAsBeforeAnError(t *testing.T) {
	var f Frame
	if err := f.Add(Pong{Type: "pong"}); err != nil {
		t.Fatal(err)
	}
	if err := f.Add(OpMessage{}.appendJSON); err == nil {
		t.Error("a function was encoded")
	}
	if got, want := string(f.Bytes()), `{"type":"pong","n":0}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
