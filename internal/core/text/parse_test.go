package text

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"empty", `[]`, `[]`},
		{"keep", `[3]`, `[3]`},
		{"parts", `[3,[2],[0,"a"],[1,"a","b"]]`, `[3,[2],[0,"a"],[1,"a","b"]]`},
		{"sections are not joined", `[1,2,[1],[2]]`, `[1,2,[1],[2]]`},
		{"white space", " [ 3 ,\n[ 2\t, \"a\" ]\r] ", `[3,[2,"a"]]`},
		{"replaced by nothing", `[[2,""]]`, `[[2]]`},
		{"line break only", `[[0,"",""]]`, `[[0,"",""]]`},
		{"escapes", `[[0,"\"\\\/\b\f\t\u0000\u001F\u007f\u00e9"]]`, `[[0,"\"\\/\b\f\t\u0000\u001f` + "\x7fé" + `"]]`},
		{"what encoding/json escapes", `[[0,"<>&` + "\u2028\u2029" + `"]]`, `[[0,"<>&` + "\u2028\u2029" + `"]]`},
		{"escaped pair", `[[0,"\ud83d\uDE00"]]`, `[[0,"😀"]]`},
		{"escaped replacement character", `[[0,"\ufffd"]]`, `[[0,"` + "\ufffd" + `"]]`},
		{"longest", "[" + strconv.Itoa(MaxLen) + "]", "[" + strconv.Itoa(MaxLen) + "]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.raw))
			if err != nil || got.String() != tt.want {
				t.Fatalf("got %s, %v, want %s", got, err, tt.want)
			}
			var fields struct{ Change ChangeSet }
			if err := json.Unmarshal([]byte(`{"change":`+tt.raw+`}`), &fields); err != nil || fields.Change.String() != tt.want {
				t.Errorf("in a field: got %s, %v, want %s", fields.Change, err, tt.want)
			}
			var again ChangeSet
			if err := json.Unmarshal(encode(t, got), &again); err != nil || again.String() != tt.want {
				t.Errorf("written and read by encoding/json: got %s, %v, want %s", again, err, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		code      fault.Code
	}{
		{"nothing", ``, fault.CodeChange},
		{"null", `null`, fault.CodeChange},
		{"object", `{}`, fault.CodeChange},
		{"unfinished", `[`, fault.CodeChange},
		{"unfinished part", `[[1`, fault.CodeChange},
		{"unfinished string", `[[1,"a`, fault.CodeChange},
		{"unfinished escape", `[[1,"\`, fault.CodeChange},
		{"unfinished hex", `[[1,"\u00`, fault.CodeChange},
		{"two values", `[1][1]`, fault.CodeChange},
		{"missing value", `[,1]`, fault.CodeChange},
		{"trailing comma", `[1,]`, fault.CodeChange},
		{"trailing comma in a part", `[[1,]]`, fault.CodeChange},
		{"empty part", `[[]]`, fault.CodeChange},
		{"nested", `[[[1]]]`, fault.CodeChange},
		{"string for number", `["1"]`, fault.CodeChange},
		{"number for line", `[[1,2]]`, fault.CodeChange},
		{"null line", `[[1,null]]`, fault.CodeChange},
		{"negative", `[-1]`, fault.CodeChange},
		{"negative zero", `[[-0,"a"]]`, fault.CodeChange},
		{"fraction", `[1.0]`, fault.CodeChange},
		{"exponent", `[1e2]`, fault.CodeChange},
		{"leading zero", `[01]`, fault.CodeChange},
		{"kept nothing", `[0]`, fault.CodeChange},
		{"replaced nothing", `[[0]]`, fault.CodeChange},
		{"replaced nothing by nothing", `[[0,""]]`, fault.CodeChange},
		{"line feed in a line", `[[0,"a\nb"]]`, fault.CodeChange},
		{"escaped carriage return in a line", `[[0,"a\u000db"]]`, fault.CodeChange},
		{"control character", "[[0,\"a\tb\"]]", fault.CodeChange},
		{"unknown escape", `[[0,"\x41"]]`, fault.CodeChange},
		{"bad hex", `[[0,"\u00g0"]]`, fault.CodeChange},
		{"first half alone", `[[0,"\ud83d"]]`, fault.CodeSurrogate},
		{"second half alone", `[[0,"\ude00"]]`, fault.CodeSurrogate},
		{"halves in the wrong order", `[[0,"\ude00\ud83d"]]`, fault.CodeSurrogate},
		{"two first halves", `[[0,"\ud83d\ud83d\ude00"]]`, fault.CodeSurrogate},
		{"halves in two lines", `[[0,"\ud83d","\ude00"]]`, fault.CodeSurrogate},
		{"half and letter", `[[0,"\ud83da"]]`, fault.CodeSurrogate},
		{"half and escape", `[[0,"\ud83d\u0041"]]`, fault.CodeSurrogate},
		{"half and short escape", `[[0,"\ud83d\ude0"]]`, fault.CodeSurrogate},
		{"surrogate in UTF-8", "[[0,\"\xed\xa0\xbd\xed\xb8\x80\"]]", fault.CodeSurrogate},
		{"broken UTF-8", "[[0,\"\xf0\x9f\x98\"]]", fault.CodeSurrogate},
		{"number too large", `[1073741825]`, fault.CodeTooLarge},
		{"number of many digits", `[99999999999999999999999999]`, fault.CodeTooLarge},
		{"sum too large", `[1073741823,[2]]`, fault.CodeTooLarge},
		{"too many parts", "[" + strings.Repeat("1,", MaxSections) + "1]", fault.CodeTooLarge},
		{"too many bytes", "[1" + strings.Repeat(" ", MaxJSON) + "]", fault.CodeTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.raw))
			wantCode(t, err, tt.code)
			if got.Len() != 0 || got.NewLen() != 0 || len(got.sections) != 0 {
				t.Errorf("got %s beside the error", got)
			}
		})
	}
}

// A fault keeps its code on the way through encoding/json, so that the edge can show it.
func TestUnmarshalKeepsTheFault(t *testing.T) {
	var changes []ChangeSet
	wantCode(t, json.Unmarshal([]byte(`[[1,[0,"\ud800"]]]`), &changes), fault.CodeSurrogate)
	wantCode(t, json.Unmarshal([]byte(`[[1,[0,2]]]`), &changes), fault.CodeChange)
}

func TestCheckJSON(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		refused   bool
	}{
		{"plain", `{"a":"b😀"}`, false},
		{"pair", `"\ud83d\ude00"`, false},
		{"escaped backslash before u", `"\\ud83d"`, false},
		{"other escapes", `"\u0041\n\"\/"`, false},
		{"unfinished", `"\u12`, false},
		{"backslash at the end", `"\`, false},
		{"first half", `{"\ud83d":1}`, true},
		{"second half", `"a\ude00"`, true},
		{"after a pair", `"\ud83d\ude00\ude00"`, true},
		{"after an escaped backslash", `"\\\ud83d"`, true},
		{"half before an escaped backslash", `"\ud83d\\ude00"`, true},
		{"invalid UTF-8", "\"\xff\"", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckJSON([]byte(tt.raw))
			if tt.refused {
				wantCode(t, err, fault.CodeSurrogate)
			} else if err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}
