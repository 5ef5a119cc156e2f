package web

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestDecodeCells(t *testing.T) {
	f := newFixture(t)
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{
			"cells", `{"text":"Hello\n\n###### a.ts\n\n~~~ts\n1\n~~~\n"}`, http.StatusOK,
			`{"cells":[{"kind":"markdown","text":"Hello"},{"kind":"code","filename":"a.ts","text":"1"}]}`,
		},
		{
			"enclosed prose", `{"text":"<!-- srcbook:markdown -->\n###### a.ts\n<!-- /srcbook:markdown -->\n"}`, http.StatusOK,
			`{"cells":[{"kind":"markdown","text":"###### a.ts"}]}`,
		},
		{"other Markdown", `{"text":"# Title\n\ntext"}`, http.StatusOK, `{"cells":[{"kind":"markdown","text":"# Title\n\ntext"}]}`},
		{"a package.json is left out", `{"text":"###### package.json\n\n~~~json\n{}\n~~~\n"}`, http.StatusOK, `{"cells":[]}`},
		{"nothing", `{"text":""}`, http.StatusOK, `{"cells":[]}`},
		{"a file name without code", `{"text":"###### a.ts\n"}`, http.StatusUnprocessableEntity, `"code":"SB-2002"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := f.send("POST", "/api/cells/decode", test.body, nil)
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(body); answer.StatusCode != test.status || !strings.Contains(got, test.want) {
				t.Errorf("status %d, body %s; want %d, %s", answer.StatusCode, got, test.status, test.want)
			}
		})
	}
}
