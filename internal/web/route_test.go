package web

import (
	"testing"
	"time"
)

// huma cuts bodies off after five seconds where an operation says nothing, which is less than a large
// notebook needs on a slow line.
func TestBodiesMayArriveSlowly(t *testing.T) {
	for _, r := range (&Server{}).routes() {
		want := timeJSON
		switch r.operation.Path {
		case "/api/workspaces/import", "/api/cells/decode":
			want = 2 * time.Minute
		}
		if got := r.operation.BodyReadTimeout; got != want {
			t.Errorf("%s %s: got %s, want %s", r.operation.Method, r.operation.Path, got, want)
		}
	}
}
