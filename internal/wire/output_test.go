package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/wire"
)

// TestOutputFrame checks that output means in a frame what json.Marshal would have written.
func TestOutputFrame(t *testing.T) {
	var control strings.Builder
	for c := range 0x20 {
		control.WriteByte(byte(c))
	}
	chunk := func(stream, text string) wire.OutputChunk { return wire.OutputChunk{Stream: stream, Text: text} }
	for name, want := range map[string]wire.Output{
		"plain":      {Type: "output", Channel: 3, Run: "r1", From: 2, To: 3, Chunks: []wire.OutputChunk{chunk("out", "one\ntwo\n")}},
		"characters": {Type: "output", Channel: 1, Run: "r", From: 0, To: 2, Chunks: []wire.OutputChunk{chunk("out", control.String()), chunk("err", "\"\\ <é> 😀\u2028\x7f")}},
		"reset":      {Type: "output", Channel: 1, Run: "r", From: 7, To: 8, Reset: true, Chunks: []wire.OutputChunk{chunk("cut", "left out")}},
		"cut":        {Type: "output", Channel: 1, Run: "r", From: 4, To: 4, Chunks: []wire.OutputChunk{}, All: &wire.OutputSize{Bytes: 9, Lines: 7, Cut: true}},
		"no text":    {Type: "output", Channel: 1, Run: "r", From: 4, To: 4, Chunks: []wire.OutputChunk{}, All: &wire.OutputSize{Bytes: 1 << 40, Lines: 7}},
	} {
		t.Run(name, func(t *testing.T) {
			var frame wire.Frame
			if err := frame.Add(want); err != nil {
				t.Fatal(err)
			}
			var got wire.Output
			if err := json.Unmarshal(frame.Bytes(), &got); err != nil {
				t.Fatalf("%v in %s", err, frame.Bytes())
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			members := func(raw []byte) (m map[string]any) {
				_ = json.Unmarshal(raw, &m)
				return m
			}
			marshalled, _ := json.Marshal(want)
			if got, want := members(frame.Bytes()), members(marshalled); !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func BenchmarkOutputFrame(b *testing.B) {
	text := strings.Repeat(strings.Repeat("x", 99)+"\n", 327)
	m := wire.Output{Type: "output", Channel: 1, Run: "r", Chunks: make([]wire.OutputChunk, 8)}
	for i := range m.Chunks {
		m.Chunks[i] = wire.OutputChunk{Stream: "out", Text: text}
	}
	b.SetBytes(int64(len(text) * len(m.Chunks)))
	var frame wire.Frame
	for b.Loop() {
		frame.Reset()
		_ = frame.Add(m)
	}
}

// TestOutputEscapes puts each byte that has to be escaped at each place among others.
func TestOutputEscapes(t *testing.T) {
	for c := range 0x80 {
		for at := range 20 {
			text := strings.Repeat("x", at) + string(rune(c)) + strings.Repeat("é", at)
			var frame wire.Frame
			if err := frame.Add(wire.Output{Chunks: []wire.OutputChunk{{Stream: "out", Text: text}}}); err != nil {
				t.Fatal(err)
			}
			var got wire.Output
			if err := json.Unmarshal(frame.Bytes(), &got); err != nil || got.Chunks[0].Text != text {
				t.Fatalf("%q became %s: %v", text, frame.Bytes(), err)
			}
		}
	}
}
