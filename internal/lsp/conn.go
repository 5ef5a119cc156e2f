package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// maxQueuedBytes bounds what waits to be read by a server. One that lets more wait has stopped reading.
const maxQueuedBytes = 96 << 20

var (
	errConnClosed = errors.New("the line to the language server is closed")
	errNotReading = errors.New("the language server does not read any more")
)

// responseError is how a server answers what it does not do.
type responseError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *responseError) Error() string {
	return fmt.Sprintf("language server: %d %s", e.Code, e.Message)
}

// message is a request, a notification or a response.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *responseError  `json:"error,omitempty"`
}

// handler is told what a server says of its own accord. Both are called by the reading goroutine, in the
// order of the messages.
type handler struct {
	notified func(method string, params json.RawMessage)
	// requested returns the result of a request of the server.
	requested func(method string, params json.RawMessage) any
}

// conn is JSON-RPC with one server. Writing never waits: what is written is queued.
type conn struct {
	handler handler
	from    io.Reader
	to      io.WriteCloser
	now     func() time.Time

	mu       sync.Mutex
	queue    [][]byte
	queued   int
	wake     chan struct{} // capacity 1
	next     int64
	pending  map[int64]pending
	answered time.Time // when the last response came
	err      error     // why it is closed
	done     chan struct{}
}

// pending is a call that was not answered yet.
type pending struct {
	at   time.Time
	then func(json.RawMessage, error)
}

func newConn(from io.Reader, to io.WriteCloser, h handler, now func() time.Time) *conn {
	return &conn{
		handler: h, from: from, to: to, now: now,
		wake: make(chan struct{}, 1), pending: map[int64]pending{}, done: make(chan struct{}),
	}
}

// serve reads and writes until either end closes, and returns why.
func (c *conn) serve() error {
	var writing sync.WaitGroup
	writing.Go(c.write)
	r := bufio.NewReaderSize(c.from, 64<<10)
	for {
		frame, err := readFrame(r)
		if err == nil {
			err = c.receive(frame)
		}
		if err != nil {
			c.close(err)
			writing.Wait()
			c.abandon()
			return c.reason()
		}
	}
}

func (c *conn) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *conn) receive(frame []byte) error {
	var m message
	if err := json.Unmarshal(frame, &m); err != nil {
		return fmt.Errorf("%w: %w", errFraming, err)
	}
	switch {
	case m.Method == "":
		c.respond(m)
	case len(m.ID) == 0:
		c.handler.notified(m.Method, m.Params)
	default:
		raw, err := json.Marshal(c.handler.requested(m.Method, m.Params))
		if err != nil {
			return err
		}
		c.send(message{Version: "2.0", ID: m.ID, Result: raw})
	}
	return nil
}

// respond hands a response to whoever waits for it. A response that nobody waits for is ignored.
func (c *conn) respond(m message) {
	var id int64
	if json.Unmarshal(m.ID, &id) != nil {
		return
	}
	c.mu.Lock()
	call, found := c.pending[id]
	delete(c.pending, id)
	c.answered = c.now()
	c.mu.Unlock()
	switch {
	case !found:
	case m.Error != nil:
		call.then(nil, m.Error)
	default:
		call.then(m.Result, nil)
	}
}

// call sends a request. Then is called once by the goroutine of serve, also when the line closes; it must
// not wait for long. Calling cancel tells the server that the result is not needed; then is not called any
// more. On an error, which says that the line is closed already, then is never called.
func (c *conn) call(method string, params any, then func(json.RawMessage, error)) (cancel func(), err error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return nil, errConnClosed
	}
	c.next++
	id := c.next
	c.pending[id] = pending{at: c.now(), then: then}
	c.mu.Unlock()
	c.send(message{Version: "2.0", ID: fmt.Appendf(nil, "%d", id), Method: method, Params: marshal(params)})
	return func() {
		c.mu.Lock()
		_, waiting := c.pending[id]
		delete(c.pending, id)
		c.mu.Unlock()
		if waiting {
			c.notify("$/cancelRequest", map[string]int64{"id": id})
		}
	}, nil
}

func (c *conn) notify(method string, params any) {
	c.send(message{Version: "2.0", Method: method, Params: marshal(params)})
}

// marshal is for our own types and for JSON that was checked, which never fail.
func marshal(params any) json.RawMessage {
	raw, err := json.Marshal(params)
	if err != nil {
		panic(fmt.Sprintf("lsp: marshal %T: %v", params, err))
	}
	return raw
}

func (c *conn) send(m message) {
	frame := appendFrame(nil, marshal(m))
	c.mu.Lock()
	full := c.queued+len(frame) > maxQueuedBytes
	if c.err == nil && !full {
		c.queue, c.queued = append(c.queue, frame), c.queued+len(frame)
	}
	c.mu.Unlock()
	if full {
		c.close(errNotReading)
		return
	}
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) write() {
	for {
		c.mu.Lock()
		frames := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, frame := range frames {
			if _, err := c.to.Write(frame); err != nil {
				c.close(err)
				return
			}
			c.mu.Lock()
			c.queued -= len(frame)
			c.mu.Unlock()
		}
		if len(frames) > 0 {
			continue
		}
		select {
		case <-c.wake:
		case <-c.done:
			return
		}
	}
}

// close ends the line once: nothing is written any more. Calls that wait are told by serve, which
// returns when the other end closes too.
func (c *conn) close(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	c.err, c.queue = why, nil
	close(c.done)
}

// abandon tells the calls that wait that there will be no answer.
func (c *conn) abandon() {
	_ = c.to.Close() // nobody reads what would be lost
	c.mu.Lock()
	waiting := c.pending
	c.pending = nil
	c.mu.Unlock()
	for _, call := range waiting {
		call.then(nil, errConnClosed)
	}
}

// silence is how long the oldest call has waited while nothing was answered.
func (c *conn) silence() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	longest := time.Duration(0)
	for _, call := range c.pending {
		since := call.at
		if c.answered.After(since) {
			since = c.answered
		}
		longest = max(longest, now.Sub(since))
	}
	return longest
}
