package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

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
