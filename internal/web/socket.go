package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/wire"
)

// Bounds of the socket. A peer that died without a word is noticed after one interval and one
// timeout, within 35 s.
const (
	heartbeat    = 20 * time.Second
	pingTimeout  = 15 * time.Second
	writeTimeout = 30 * time.Second
	// compressedFrom is how many bytes a message has that is worth compressing.
	compressedFrom = 512
	// maxNonsense is how many messages of one connection may be refused as not understandable
	// before it is closed; it falls by one with each second that passes.
	maxNonsense = 50
)

// sockets tracks the open connections so that they can be told of a shutdown.
type sockets struct {
	mu     *sync.Mutex
	open   map[*connection]struct{}
	done   *sync.WaitGroup
	closed *bool // guarded by mu
}

func newSockets() sockets {
	return sockets{mu: &sync.Mutex{}, open: map[*connection]struct{}{}, done: &sync.WaitGroup{}, closed: new(bool)}
}

// add is false once the server is shutting down.
func (s sockets) add(c *connection) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if *s.closed {
		return false
	}
	s.open[c] = struct{}{}
	s.done.Add(1)
	return true
}

func (s sockets) remove(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
	s.done.Done()
}

func (s sockets) close(ctx context.Context) {
	s.mu.Lock()
	*s.closed = true
	for c := range s.open {
		go c.restart()
	}
	s.mu.Unlock()
	left := make(chan struct{})
	go func() { s.done.Wait(); close(left) }()
	select {
	case <-left:
	case <-ctx.Done():
		s.cut()
	}
}

// cut ends the connections of clients that do not answer.
func (s sockets) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		go func() { _ = c.conn.CloseNow() }()
	}
}

// connection is one socket. The goroutine of serve reads and owns channels; pumps and the pinger
// only write, which the connection allows concurrently.
type connection struct {
	server   *Server
	request  *http.Request // that the connection began as
	conn     *websocket.Conn
	channels map[int]*channel
	pumps    sync.WaitGroup
	nonsense nonsense
}

// restart tells the client to come back in a moment.
func (c *connection) restart() {
	_ = c.conn.Close(websocket.StatusServiceRestart, "the server is restarting") // it leaves in any case
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if err := access.Check(r.Context(), access.Read); err != nil {
		writeFault(w, err)
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		CompressionMode: compression(r), CompressionThreshold: compressedFrom,
		InsecureSkipVerify: true, // guard has held Origin against Host, more strictly
	})
	if err != nil {
		return // Accept has answered
	}
	conn.SetReadLimit(wire.MaxMessageBytes)
	c := &connection{server: s, request: r, conn: conn, channels: map[int]*channel{}, nonsense: nonsense{at: s.Now()}}
	if !s.sockets.add(c) {
		c.restart()
		return
	}
	defer s.sockets.remove(c)
	ctx, cancel := context.WithCancel(r.Context())
	defer c.pumps.Wait()
	defer cancel()
	c.pumps.Go(func() { c.ping(ctx, cancel) })
	err = c.serve(ctx)
	s.Log.DebugContext(ctx, "socket ended", "err", err)
	_ = conn.CloseNow()
}

// serve greets and reads until the connection ends.
func (c *connection) serve(ctx context.Context) error {
	defer c.leaveAll()
	err := c.send(ctx, wire.Welcome{
		Type: "welcome", Protocol: wire.Protocol, Version: c.server.Version, Boot: c.server.Boot,
		Heartbeat: int(heartbeat.Milliseconds()),
	})
	for err == nil {
		var kind websocket.MessageType
		var raw []byte
		if kind, raw, err = c.conn.Read(ctx); err != nil {
			return err
		}
		if kind != websocket.MessageText {
			err = c.refuse(ctx, 0, fault.New(fault.CodeMessage, "Messages are text"))
			continue
		}
		err = c.receive(ctx, raw)
	}
	return err
}

// ping ends the connection when the peer does not answer.
func (c *connection) ping(ctx context.Context, cancel context.CancelFunc) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.roundTrip(ctx); err != nil {
				cancel()
				return
			}
		}
	}
}

// roundTrip returns when the peer has received all that was sent before.
func (c *connection) roundTrip(ctx context.Context) error {
	waiting, done := context.WithTimeout(ctx, pingTimeout)
	defer done()
	return c.conn.Ping(waiting)
}

// send writes one message. An error means that the connection is lost.
func (c *connection) send(ctx context.Context, message any) error {
	raw, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return c.write(ctx, raw)
}

func (c *connection) write(ctx context.Context, raw []byte) error {
	writing, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return c.conn.Write(writing, websocket.MessageText, raw)
}

var errNonsense = errors.New("too many messages that could not be understood")

// refuse answers a message that could not be understood. Only repeated abuse ends the connection.
func (c *connection) refuse(ctx context.Context, channel int, err error) error {
	if c.nonsense.add(c.server.Now()) > maxNonsense {
		_ = c.conn.Close(websocket.StatusPolicyViolation, "too many malformed messages")
		return errNonsense
	}
	return c.send(ctx, wire.Error{Type: "error", Channel: channel, Fault: wire.FaultOf(err)})
}

// nonsense counts refused messages, forgiving one a second.
type nonsense struct {
	count int
	at    time.Time
}

func (n *nonsense) add(now time.Time) int {
	if forgiven := int(now.Sub(n.at) / time.Second); forgiven > 0 {
		n.count = max(0, n.count-forgiven)
		n.at = now
	}
	n.count++
	return n.count
}

// receive handles one message. An error ends the connection; a bad message does not.
func (c *connection) receive(ctx context.Context, raw []byte) error {
	if err := text.CheckJSON(raw); err != nil {
		return c.refuse(ctx, 0, err)
	}
	kind, err := kindOf(raw)
	if err != nil {
		return c.refuse(ctx, 0, err)
	}
	switch kind {
	case "ping":
		err = decodeThen(raw, func(m wire.Ping) error { return c.send(ctx, wire.Pong{Type: "pong", N: m.N}) })
	case "open":
		err = decodeThen(raw, func(m wire.Open) error { return c.open(ctx, m) })
	case "close":
		err = decodeThen(raw, func(m wire.Close) error { c.leave(m.Channel); return nil })
	case "op":
		err = decodeThen(raw, func(m wire.Submit) error { return c.submit(ctx, m) })
	case "watch":
		err = decodeThen(raw, func(m wire.Watch) error { return c.watch(ctx, m) })
	case "presence":
		err = decodeThen(raw, c.presence)
	case "ask":
		err = decodeThen(raw, func(m wire.Ask) error { return c.ask(ctx, m) })
	case "forget":
		err = decodeThen(raw, c.unask)
	case "input":
		err = decodeThen(raw, func(m wire.Input) error { return c.input(ctx, m) })
	default:
		err = fault.New(fault.CodeMessage, "%q is not a type of message", kind)
	}
	var f *fault.Error
	if errors.As(err, &f) {
		head, _ := headOf(raw) // it had a type
		return c.refuse(ctx, head.Channel, f)
	}
	return err
}

// head is what every message has.
type head struct {
	Type    string `json:"type"`
	Channel int    `json:"channel"`
}

func headOf(raw []byte) (h head, err error) {
	if err := json.Unmarshal(raw, &h); err != nil {
		return h, fault.Wrap(fault.CodeMessage, err, "The message is not a JSON object with a type")
	}
	return h, nil
}

// kindOf is the type of a message. Where an operation says it first, as everybody writes it, the message
// is not read for that.
func kindOf(raw []byte) (string, error) {
	if bytes.HasPrefix(raw, []byte(`{"type":"op",`)) {
		return "op", nil
	}
	h, err := headOf(raw)
	return h.Type, err
}

// decodeThen decodes a message strictly and hands it on.
func decodeThen[M any](raw []byte, then func(M) error) error {
	var m M
	if err := strictJSON(raw, &m); err != nil {
		return fault.Wrap(fault.CodeMessage, err, "The message is malformed")
	}
	return then(m)
}
