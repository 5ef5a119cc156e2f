package live

import (
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// encodings holds each operation with its JSON.
var encodings = []struct {
	op   Op
	json string
}{
	{edit("a", 3, `[9,[0,"é","x"]]`, `[12]`), `{"type":"text.edit","cell":"a","base":3,"changes":[[9,[0,"é","x"]],[12]]}`},
	{InsertCell{Cell: "c", After: "a", Kind: "code", Filename: "c.ts", Text: "x\n"}, `{"type":"cell.insert","cell":"c","after":"a","kind":"code","filename":"c.ts","text":"x\n"}`},
	{InsertCell{Cell: "p", Kind: "markdown"}, `{"type":"cell.insert","cell":"p","after":"","kind":"markdown","text":""}`},
	{DeleteCell{"a"}, `{"type":"cell.delete","cell":"a"}`},
	{RestoreCell{"a"}, `{"type":"cell.restore","cell":"a"}`},
	{MoveCell{"a", ""}, `{"type":"cell.move","cell":"a","after":""}`},
	{RenameCell{"a", "b.ts"}, `{"type":"cell.rename","cell":"a","filename":"b.ts"}`},
	{SetTitle{"T"}, `{"type":"title.set","title":"T"}`},
	{start("r:a", "q:b"), `{"type":"run.start","runs":[{"run":"r","cell":"a"},{"run":"q","cell":"b"}]}`},
	{restart("r:a"), `{"type":"run.start","runs":[{"run":"r","cell":"a"}],"restart":true}`},
	{StopRun{"r"}, `{"type":"run.stop","run":"r"}`},
	{ClearOutput{"a"}, `{"type":"output.clear","cell":"a"}`},
	{ClearOutput{}, `{"type":"output.clear"}`},
	{AdvanceRun{Run: "r", Phase: Running, Ports: []int{80}, Stdin: true}, `{"type":"run.state","run":"r","phase":"running","ports":[80],"stdin":true}`},
	{SetCheckpoint{Name: "Draft"}, `{"type":"checkpoint.set","name":"Draft"}`},
	{SetCheckpoint{Seq: 7}, `{"type":"checkpoint.set","seq":7,"name":""}`},
	{NoteRestore{Seq: 7, Cell: "a", Undo: true}, `{"type":"history.restore","seq":7,"cell":"a","undo":true}`},
	{exited("r", Finished), `{"type":"run.state","run":"r","phase":"exited","exit":{"reason":"finished","code":0}}`},
}

func TestEncodeOp(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range encodings {
		got, err := EncodeOp(tt.op)
		if err != nil || string(got) != tt.json {
			t.Errorf("EncodeOp(%#v) = %s, %v\nwant %s", tt.op, got, err, tt.json)
		}
		back, err := DecodeOp(got)
		if err != nil || !reflect.DeepEqual(back, tt.op) {
			t.Errorf("DecodeOp(%s) = %#v, %v\nwant %#v", got, back, err, tt.op)
		}
		seen[TypeOf(tt.op)] = true
	}
	for _, op := range append(append([]Op{}, ClientOps...), ServerOps...) {
		if !seen[TypeOf(op)] {
			t.Errorf("no case encodes %s", TypeOf(op))
		}
	}
	for _, op := range ClientOps {
		if !FromClient(op) {
			t.Errorf("FromClient(%s) = false", TypeOf(op))
		}
	}
	for _, op := range ServerOps {
		if FromClient(op) {
			t.Errorf("FromClient(%s) = true", TypeOf(op))
		}
	}
}

func TestDecodeOpRefuses(t *testing.T) {
	tests := map[string]fault.Code{
		``:                         fault.CodeMessage,
		`null`:                     fault.CodeMessage,
		`[]`:                       fault.CodeMessage,
		`"text.edit"`:              fault.CodeMessage,
		`{}`:                       fault.CodeMessage,
		`{"type":"cell.explode"}`:  fault.CodeMessage,
		`{"type":7}`:               fault.CodeMessage,
		`{"type":"cell.delete"} x`: fault.CodeMessage,
		`{"type":"text.edit","cell":"a","base":0,"changes":[]} x`:             fault.CodeMessage,
		`{"type":"text.edit","cell":"a","base":0,"changes":[]}}`:              fault.CodeMessage,
		`{"type":"cell.delete","id":1}`:                                       fault.CodeMessage,
		`{"type":"cell.delete","cell":1}`:                                     fault.CodeMessage,
		`{"type":"text.edit","cell":"a","base":0.5,"changes":[]}`:             fault.CodeMessage,
		`{"type":"text.edit","cell":"a","base":0,"changes":[[-1]]}`:           fault.CodeChange,
		`{"type":"text.edit","cell":"a","base":0,"changes":[[[0,"\ud83d"]]]}`: fault.CodeSurrogate,
		`{"type":"title.set","title":"\udc00"}`:                               fault.CodeSurrogate,
		"{\"type\":\"title.set\",\"title\":\"\xff\"}":                         fault.CodeSurrogate,
	}
	for raw, want := range tests {
		op, err := DecodeOp([]byte(raw))
		if err == nil || fault.From(err).Code != want {
			t.Errorf("DecodeOp(%s) = %#v, %v, want %s", raw, op, err, want)
		}
	}
}

func TestDecodeOpFindsTheTypeAnywhere(t *testing.T) {
	for _, raw := range []string{
		`{"type":"cell.move","cell":"a","after":"b"}`, `{"cell":"a","type":"cell.move","after":"b"}`,
		` { "type" : "cell.move" , "cell" : "a" , "after" : "b" } `, `{"type":"cell.move", "cell":"a","after":"b"}`,
	} {
		if op, err := DecodeOp([]byte(raw)); err != nil || op != (MoveCell{Cell: "a", After: "b"}) {
			t.Errorf("DecodeOp(%s) = %#v, %v", raw, op, err)
		}
	}
	if op, err := DecodeOp([]byte(`{"type":"cell.move","cell":"a","after":"b","Type":"cell.move"}`)); err == nil {
		t.Errorf("with two types, DecodeOp gives %#v", op)
	}
}

func FuzzDecodeOp(f *testing.F) {
	for _, tt := range encodings {
		f.Add([]byte(tt.json))
	}
	f.Add([]byte(`{"type":"title.set","title":"\ud83d\ude00"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		op, err := DecodeOp(raw)
		if err != nil {
			if k := fault.KindOf(err); k != fault.Invalid && k != fault.TooLarge {
				t.Fatalf("DecodeOp(%q): %v is of kind %s", raw, err, k)
			}
			return
		}
		once, err := EncodeOp(op)
		if err != nil {
			t.Fatalf("EncodeOp(%#v): %v", op, err)
		}
		again, err := DecodeOp(once)
		if err != nil {
			t.Fatalf("DecodeOp(%s): %v", once, err)
		}
		twice, err := EncodeOp(again)
		if err != nil || string(twice) != string(once) {
			t.Fatalf("encoded once %s, twice %s, %v", once, twice, err)
		}
		s := begin(t)
		s.do(start("r:a", "q:b"), DeleteCell{"b"})
		before := encoded(t, s.state)
		if s.try(s.entry(op)) != nil && encoded(t, s.state) != before {
			t.Fatalf("the refused %#v changed the state", op)
		}
	})
}

func TestSplitID(t *testing.T) {
	client, n, err := NewOpID("tab-1", 42).Split()
	if client != "tab-1" || n != 42 || err != nil {
		t.Errorf("got %q, %d, %v", client, n, err)
	}
	if _, _, err := NewOpID(ClientID(strings.Repeat("x", maxClientID)), 1).Split(); err != nil {
		t.Errorf("the longest client id: %v", err)
	}
}
