package web

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

// compression is how a connection's messages are compressed: not at all within the machine, where it
// costs more time than it saves. What a proxy passes on comes from elsewhere.
func compression(r *http.Request) websocket.CompressionMode {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	forwarded := r.Header.Get("Forwarded") != "" || r.Header.Get("X-Forwarded-For") != ""
	if err == nil && from.Addr().Unmap().IsLoopback() && !forwarded {
		return websocket.CompressionDisabled
	}
	return websocket.CompressionNoContextTakeover
}

// watch turns on or off that a channel is sent all output of a run.
func (c *connection) watch(ctx context.Context, m wire.Watch) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	if err := access.Check(ctx, access.Read); err != nil {
		return err
	}
	ch.peer.Watch(m.Run, !m.Off)
	return nil
}
