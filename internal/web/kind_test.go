package web

import "testing"

func TestKindOfMessage(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`{"type":"op","channel":1,"id":"c:1","op":{}}`, "op"},
		{`{"channel":1,"type":"op"}`, "op"},
		{` {"type":"op"}`, "op"},
		{`{"type":"\u006fp"}`, "op"},
		{`{"type":"open","channel":1}`, "open"},
		{`{"type":"ops"}`, "ops"},
		{`{}`, ""},
	} {
		if got, err := kindOf([]byte(c.raw)); got != c.want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", c.raw, got, err, c.want)
		}
	}
	for _, raw := range []string{``, `[]`, `{"type":5}`, `{"type":"open"`} {
		if got, err := kindOf([]byte(raw)); err == nil {
			t.Errorf("%s: got %q", raw, got)
		}
	}
}
