package web

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOnlyTheScriptsThatTheBuildPutIntoThePageMayRun(t *testing.T) {
	page := `<script>paint()</script><script id="boot" type="application/json"></script><script src="/a.js"></script>`
	tests := []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"scripts in the page", fstest.MapFS{"index.html": {Data: []byte(page)}}, "script-src 'self' 'sha256-6Z05mR7jGVRSmyHx7iStJaiOybZYZUjxiGbPhYYXh1o=';"},
		{"none", fstest.MapFS{"index.html": {Data: []byte("<title>Srcbook</title>")}}, "script-src 'self';"},
		{"no page", fstest.MapFS{}, "script-src 'self';"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := contentPolicy(test.files); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q in it", got, test.want)
			}
		})
	}
}
