package web

import (
	"net/http/httptest"
	"testing"

	"github.com/coder/websocket"
)

func TestOnlyWhatLeavesTheMachineIsCompressed(t *testing.T) {
	for name, test := range map[string]struct {
		from    string
		headers map[string]string
		want    websocket.CompressionMode
	}{
		"this machine":            {"127.0.0.1:9", nil, websocket.CompressionDisabled},
		"this machine, version 6": {"[::1]:9", nil, websocket.CompressionDisabled},
		"elsewhere":               {"192.0.2.7:9", nil, websocket.CompressionNoContextTakeover},
		"through a proxy":         {"127.0.0.1:9", map[string]string{"X-Forwarded-For": "192.0.2.7"}, websocket.CompressionNoContextTakeover},
		"through a newer proxy":   {"127.0.0.1:9", map[string]string{"Forwarded": "for=192.0.2.7"}, websocket.CompressionNoContextTakeover},
		"no address":              {"@", nil, websocket.CompressionNoContextTakeover},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/api/socket", nil)
			r.RemoteAddr = test.from
			for name, value := range test.headers {
				r.Header.Set(name, value)
			}
			if got := compression(r); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
