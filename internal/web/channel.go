package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"sync/atomic"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// channel is one workspace that a connection follows. It has ended when the session closed it.
type channel struct {
	peer   *hub.Peer
	cancel context.CancelFunc
	ended  atomic.Bool
}

var (
	workspaceID = regexp.MustCompile(`^[a-z0-9]{1,40}$`)
	clientID    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

// permissionOf names what an operation needs. Operations that are not listed cannot be sent.
var permissionOf = map[string]access.Permission{
	"text.edit": access.Edit, "cell.insert": access.Edit, "cell.delete": access.Edit,
	"cell.restore": access.Edit, "cell.move": access.Edit, "cell.rename": access.Edit,
	"title.set": access.Edit, "output.clear": access.Edit,
	"checkpoint.set": access.Edit,
	"run.start":      access.Run, "run.stop": access.Run,
}

func (c *connection) open(ctx context.Context, m wire.Open) error {
	c.leaveEnded()
	switch {
	case m.Channel < 1:
		return fault.New(fault.CodeMessage, "A channel is a positive number")
	case c.channels[m.Channel] != nil:
		return fault.New(fault.CodeMessage, "Channel %d is open already", m.Channel)
	case len(c.channels) >= wire.MaxChannels:
		return fault.New(fault.CodeRateLimited, "A connection follows at most %d workspaces", wire.MaxChannels)
	case !clientID.MatchString(string(m.Client)):
		return fault.New(fault.CodeMessage, "%q is not a client id", string(m.Client))
	case !workspaceID.MatchString(m.Workspace):
		return c.closed(ctx, m.Channel, fault.New(fault.CodeWorkspaceNotFound, "There is no such notebook"))
	}
	who, err := c.person()
	if err != nil {
		return c.closed(ctx, m.Channel, err)
	}
	if err := c.server.Library.Opened(ctx, m.Workspace); err != nil && !fault.Is(err, fault.Unavailable) {
		return c.closed(ctx, m.Channel, err)
	}
	peer, err := c.server.Hub.Join(ctx, hub.JoinRequest{
		Workspace: m.Workspace, Channel: m.Channel, Client: m.Client,
		Author: who.Name, Since: m.Since, Outputs: m.Outputs,
	})
	if err != nil {
		return c.closed(ctx, m.Channel, err)
	}
	pumping, cancel := context.WithCancel(ctx)
	ch := &channel{peer: peer, cancel: cancel}
	c.channels[m.Channel] = ch
	c.pumps.Go(func() { c.pump(ctx, pumping, ch) })
	return nil
}

// person is whose connection it is now: they may have taken another name since it began, or have
// signed out.
func (c *connection) person() (access.Principal, error) {
	who, err := c.server.principal(c.request)
	if err == nil && who == (access.Principal{}) {
		err = fault.New(fault.CodeUnauthenticated, "You are not signed in")
	}
	return who, err
}

// maxUnconfirmed is how many bytes of output a connection is sent before it has to show that they
// arrived. Output can compress a thousandfold, so that without this the system's buffers would hold
// minutes of it, and whatever is sent later would wait behind.
const maxUnconfirmed = 512 << 10

// maxFrame is how many bytes of messages go out together.
const maxFrame = 32 << 10

// pump sends what a workspace has for this connection, as fast as the connection takes it, until the
// channel ends. It writes under the connection's context: ending that of a write ends the connection.
func (c *connection) pump(ctx, channel context.Context, ch *channel) {
	var frame wire.Frame
	unconfirmed := 0
	for {
		message, err := ch.peer.Next(channel)
		if err != nil {
			return
		}
		unconfirmed += outputBytes(message)
		frame.Reset()
		for more := true; more && err == nil; {
			if _, last := message.(wire.Closed); last {
				ch.ended.Store(true) // before the client knows, who may open the number again at once
			}
			if err = frame.Add(message); frame.Size() >= maxFrame {
				break
			}
			message, more = ch.peer.Waiting()
		}
		if err == nil {
			err = c.write(ctx, frame.Bytes())
		}
		if err == nil && unconfirmed >= maxUnconfirmed {
			unconfirmed, err = 0, c.roundTrip(ctx)
		}
		if err != nil {
			_ = c.conn.CloseNow()
			return
		}
	}
}

func outputBytes(message any) int {
	output, ok := message.(wire.Output)
	if !ok {
		return 0
	}
	n := 0
	for _, chunk := range output.Chunks {
		n += len(chunk.Text)
	}
	return n
}

// closed tells the client that a channel is not, or no longer, followed.
func (c *connection) closed(ctx context.Context, channel int, err error) error {
	p := c.server.problemOf(ctx, err)
	return c.send(ctx, wire.Closed{Type: "closed", Channel: channel, Fault: p.Fault})
}

func (c *connection) leave(number int) {
	if ch := c.channels[number]; ch != nil {
		ch.cancel()
		ch.peer.Leave()
		delete(c.channels, number)
	}
}

// leaveEnded makes room for new channels in the place of those that the server closed.
func (c *connection) leaveEnded() {
	for number, ch := range c.channels {
		if ch.ended.Load() {
			c.leave(number)
		}
	}
}

func (c *connection) leaveAll() {
	for number := range c.channels {
		c.leave(number)
	}
}

// submit hands an operation to the live session. What is wrong with the operation itself is a
// Reject, so that the client can tell its person which edit was refused.
func (c *connection) submit(ctx context.Context, m wire.Submit) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	reject := func(err error) error {
		p := c.server.problemOf(ctx, err)
		return c.send(ctx, wire.Reject{Type: "reject", Channel: m.Channel, ID: m.ID, Fault: p.Fault})
	}
	op, err := live.DecodeOp(m.Op)
	if err != nil {
		return reject(err)
	}
	permission, ok := permissionOf[live.TypeOf(op)]
	if !ok {
		return reject(fault.New(fault.CodeForbidden, "Only the server reports %s", live.TypeOf(op)))
	}
	if err := access.Check(ctx, permission); err != nil {
		return reject(err)
	}
	if err := ch.peer.Submit(ctx, m.ID, op); err != nil {
		return reject(err)
	}
	return nil
}

func (c *connection) input(ctx context.Context, m wire.Input) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	if err := access.Check(ctx, access.Run); err != nil {
		return err
	}
	err := inputTo(ch.peer, m)
	var f *fault.Error
	if err != nil && !errors.As(err, &f) {
		c.server.Log.WarnContext(ctx, "write to a run's input", "err", err)
		return nil
	}
	return err
}

func inputTo(p *hub.Peer, m wire.Input) error {
	if m.Columns != 0 || m.Rows != 0 {
		if err := p.Resize(m.Run, m.Columns, m.Rows); err != nil {
			return err
		}
		if m.Text == "" && !m.End {
			return nil
		}
	}
	return p.Input(m.Run, m.Text, m.End)
}

func (c *connection) presence(m wire.Presence) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	return ch.peer.Place(m.Place)
}

// strictJSON decodes one value and refuses unknown members and anything after it.
func strictJSON(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errors.New("there is more than one value")
	}
	return nil
}
