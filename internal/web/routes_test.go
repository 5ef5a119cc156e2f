package web

import (
	"net/http"
	"strings"
	"testing"
)

// huma leaves out embedded structs that are not exported, so that a handler saw an empty id.
func TestHandlersGetTheIdsOfTheirPaths(t *testing.T) {
	f := newFixture(t)
	w := f.create("Named")
	tests := []struct {
		method, path, body string
		status             int
	}{
		{"PATCH", "/api/workspaces/{id}", `{"title":"Renamed"}`, http.StatusOK},
		{"GET", "/api/workspaces/{id}", "", http.StatusOK},
		{"GET", "/api/workspaces/{id}/export", "", http.StatusOK},
		{"GET", "/api/workspaces/{id}/packages", "", http.StatusOK},
		{"POST", "/api/workspaces/{id}/duplicate", "", http.StatusCreated},
		{"PUT", "/api/secrets/KEY", `{"value":"v"}`, http.StatusNoContent},
		{"PUT", "/api/workspaces/{id}/secrets/KEY", "", http.StatusNoContent},
		{"DELETE", "/api/workspaces/{id}/secrets/KEY", "", http.StatusNoContent},
		{"DELETE", "/api/secrets/KEY", "", http.StatusNoContent},
		{"DELETE", "/api/workspaces/{id}?purge=true", "", http.StatusConflict},
		{"DELETE", "/api/workspaces/{id}", "", http.StatusNoContent},
		{"POST", "/api/workspaces/{id}/restore", "", http.StatusOK},
		{"DELETE", "/api/workspaces/{id}", "", http.StatusNoContent},
		{"DELETE", "/api/workspaces/{id}?purge=true", "", http.StatusNoContent},
		{"GET", "/api/workspaces/{id}", "", http.StatusNotFound},
	}
	for _, test := range tests {
		answer := f.send(test.method, strings.Replace(test.path, "{id}", w.ID, 1), test.body, nil)
		if answer.StatusCode != test.status {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, answer.StatusCode, test.status)
		}
	}
}
