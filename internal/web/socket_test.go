package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/wire"
)

type tab struct {
	t    *testing.T
	conn *websocket.Conn
	rest []json.RawMessage // of the last frame
}

func (f *fixture) dial() *tab {
	f.t.Helper()
	conn, _, err := websocket.Dial(f.t.Context(), f.url+"/api/socket", &websocket.DialOptions{
		HTTPHeader:      http.Header{"Authorization": {"Bearer " + testToken}},
		CompressionMode: websocket.CompressionNoContextTakeover,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	conn.SetReadLimit(wire.MaxMessageBytes)
	f.t.Cleanup(func() { _ = conn.CloseNow() })
	c := &tab{t: f.t, conn: conn}
	if m := c.next(); m["type"] != "welcome" {
		f.t.Fatalf("first message %v", m)
	}
	return c
}

func (c *tab) say(raw string) {
	c.t.Helper()
	if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(raw)); err != nil {
		c.t.Fatal(err)
	}
}

// next is the next message that does not tell of people, which come when they like.
func (c *tab) next() map[string]any {
	c.t.Helper()
	for {
		if m := c.any(); m["type"] != "people" {
			return m
		}
	}
}

func (c *tab) any() map[string]any {
	c.t.Helper()
	m, err := c.read()
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

func (c *tab) read() (map[string]any, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	for len(c.rest) == 0 {
		_, raw, err := c.conn.Read(ctx)
		if err != nil {
			return nil, err
		}
		if c.rest, err = wire.Messages(raw); err != nil {
			return nil, err
		}
	}
	var m map[string]any
	raw := c.rest[0]
	c.rest = c.rest[1:]
	return m, json.Unmarshal(raw, &m)
}

// until reads on to a message of the given type.
func (c *tab) until(kind string) map[string]any {
	c.t.Helper()
	for {
		if m := c.any(); m["type"] == kind {
			return m
		}
	}
}

func (c *tab) open(workspace string) map[string]any { return c.openAs("tab", workspace) }

func (c *tab) openAs(client, workspace string) map[string]any {
	c.t.Helper()
	c.say(fmt.Sprintf(`{"type":"open","channel":1,"workspace":%q,"client":%q}`, workspace, client))
	return c.until("opened")
}

// The probes that killed the original, 23 of 32, and their like. After each the same connection has
// to answer, and so does a second one that does nothing wrong.
func TestMalformedMessagesHurtNobody(t *testing.T) {
	f := newFixture(t)
	w := f.create("Probed")
	bystander := f.dial()
	bystander.openAs("bystander", w.ID)
	op := func(body string) string { return `{"type":"op","channel":1,"id":"tab:%d","op":` + body + `}` }
	long := strings.Repeat("x", 300)
	probes := map[string]string{
		"no JSON":                      `hello`,
		"empty":                        ``,
		"null":                         `null`,
		"number":                       `42`,
		"array":                        `["session:x","cell:exec",{}]`,
		"no type":                      `{}`,
		"type is a number":             `{"type":7}`,
		"unknown type":                 `{"type":"cell:exec","channel":1}`,
		"unknown field":                `{"type":"ping","n":1,"x":2}`,
		"two values":                   `{"type":"ping","n":1}{"type":"ping","n":2}`,
		"deep nesting":                 strings.Repeat("[", 100_000),
		"lone surrogate":               `{"type":"ping","n":1,"x":"\ud800"}`,
		"channel is a string":          `{"type":"open","channel":"1","workspace":"x","client":"a"}`,
		"negative channel":             `{"type":"open","channel":-1,"workspace":"x","client":"a"}`,
		"channel open already":         `{"type":"open","channel":1,"workspace":"` + w.ID + `","client":"a"}`,
		"unknown workspace":            `{"type":"open","channel":9,"workspace":"nowhere","client":"a"}`,
		"workspace is a path":          `{"type":"open","channel":9,"workspace":"../../etc","client":"a"}`,
		"client is a path":             `{"type":"open","channel":9,"workspace":"` + w.ID + `","client":"../x"}`,
		"closed channel":               `{"type":"op","channel":8,"id":"tab:1","op":{"type":"title.set","title":"x"}}`,
		"op without id":                `{"type":"op","channel":1,"op":{"type":"title.set","title":"x"}}`,
		"op with a foreign id":         `{"type":"op","channel":1,"id":"other:1","op":{"type":"title.set","title":"x"}}`,
		"op is null":                   op(`null`),
		"unknown op":                   op(`{"type":"cell.explode"}`),
		"server's op":                  op(`{"type":"run.state","run":"r","phase":"exited"}`),
		"stale cell":                   op(`{"type":"text.edit","cell":"gone","base":0,"changes":[[1]]}`),
		"changes of the wrong shape":   op(`{"type":"text.edit","cell":"package.json","base":0,"changes":[{"from":0}]}`),
		"changes of the wrong size":    op(`{"type":"text.edit","cell":"package.json","base":0,"changes":[[99999,[0,"x"]]]}`),
		"base from the future":         op(`{"type":"text.edit","cell":"package.json","base":77,"changes":[[1]]}`),
		"base is negative":             op(`{"type":"text.edit","cell":"package.json","base":-1,"changes":[[1]]}`),
		"long title":                   op(`{"type":"title.set","title":"` + long + `"}`),
		"empty title":                  op(`{"type":"title.set","title":""}`),
		"title with a line break":      op(`{"type":"title.set","title":"a\nb"}`),
		"file name with a folder":      op(`{"type":"cell.insert","cell":"a","after":"","kind":"code","filename":"../../a.ts","text":""}`),
		"file name of a device":        op(`{"type":"cell.insert","cell":"a","after":"","kind":"code","filename":"con.ts","text":""}`),
		"file name missing":            op(`{"type":"cell.insert","cell":"a","after":"","kind":"code","text":""}`),
		"second package.json":          op(`{"type":"cell.insert","cell":"a","after":"","kind":"package","filename":"package.json","text":""}`),
		"cell id is a path":            op(`{"type":"cell.insert","cell":"../a","after":"","kind":"markdown","text":""}`),
		"delete package.json":          op(`{"type":"cell.delete","cell":"package.json"}`),
		"rename a missing cell":        op(`{"type":"cell.rename","cell":"gone","filename":"a.ts"}`),
		"run a missing cell":           op(`{"type":"run.start","runs":[{"run":"r1","cell":"gone"}]}`),
		"run nothing":                  op(`{"type":"run.start","runs":[]}`),
		"run package.json":             op(`{"type":"run.start","runs":[{"run":"r1","cell":"package.json"}]}`),
		"stop a missing run":           op(`{"type":"run.stop","run":"gone"}`),
		"input to a missing run":       `{"type":"input","channel":1,"run":"gone","text":"x"}`,
		"presence on a closed channel": `{"type":"presence","channel":5,"cell":"package.json"}`,
		"presence of somebody else":    `{"type":"presence","channel":1,"client":"bystander","number":1,"author":"Eve"}`,
		"presence without a place":     `{"type":"presence","channel":1,"selection":{"anchor":"end"}}`,
		"presence in a long cell id":   `{"type":"presence","channel":1,"cell":"` + long + `"}`,
		"input to a closed channel":    `{"type":"input","channel":5,"run":"gone","text":"x"}`,
	}
	n := 0
	for name, probe := range probes {
		t.Run(name, func(t *testing.T) {
			c := f.dial()
			c.t = t
			c.open(w.ID)
			n++
			if strings.Contains(probe, "%d") {
				probe = fmt.Sprintf(probe, n)
			}
			c.say(probe)
			switch m := c.next(); m["type"] {
			case "error", "reject", "closed":
				if code := m["fault"].(map[string]any)["code"]; !strings.HasPrefix(fmt.Sprint(code), "SB-") || code == "SB-1000" {
					t.Errorf("fault %v", m["fault"])
				}
			default:
				t.Errorf("answered by %v", m)
			}
			c.say(`{"type":"ping","n":7}`)
			if m := c.until("pong"); m["n"] != float64(7) {
				t.Errorf("pong %v", m)
			}
		})
	}
	bystander.say(`{"type":"op","channel":1,"id":"bystander:1","op":{"type":"title.set","title":"Still here"}}`)
	if m := bystander.until("ack"); m["id"] != "bystander:1" {
		t.Errorf("the bystander got %v", m)
	}
}

func TestRepeatedAbuseEndsTheConnection(t *testing.T) {
	f := newFixture(t)
	c := f.dial()
	for range maxNonsense + 1 {
		c.say(`nonsense`)
	}
	for {
		_, err := c.read()
		if err == nil {
			continue
		}
		var closed websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != websocket.StatusPolicyViolation {
			t.Errorf("ended by %v", err)
		}
		return
	}
}

func TestOversizedMessageEndsOnlyItsConnection(t *testing.T) {
	f := newFixture(t)
	w := f.create("Large")
	other := f.dial()
	other.open(w.ID)
	c := f.dial()
	// The server may close before it has read everything, so that writing fails instead.
	_ = c.conn.Write(t.Context(), websocket.MessageText, []byte(`{"type":"`+strings.Repeat("x", wire.MaxMessageBytes)+`"}`))
	if _, err := c.read(); websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("ended by %v", err)
	}
	other.say(`{"type":"ping","n":1}`)
	other.until("pong")
}

func TestBinaryMessagesAreRefused(t *testing.T) {
	f := newFixture(t)
	c := f.dial()
	if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	if m := c.next(); m["type"] != "error" {
		t.Errorf("answered by %v", m)
	}
}

// B5: in the original a second tab never saw an edit.
func TestSecondTabFollows(t *testing.T) {
	f := newFixture(t)
	w := f.create("Shared")
	first, second := f.dial(), f.dial()
	first.open(w.ID)
	second.say(fmt.Sprintf(`{"type":"open","channel":1,"workspace":%q,"client":"two"}`, w.ID))
	second.until("opened")
	first.say(`{"type":"op","channel":1,"id":"tab:1","op":{"type":"cell.insert","cell":"a","after":"","kind":"markdown","text":"Hello"}}`)
	ack := first.until("ack")
	m := second.until("op")
	if m["seq"] != ack["seq"] || m["id"] != "tab:1" || m["author"] != "Ada" || m["op"].(map[string]any)["text"] != "Hello" {
		t.Errorf("the second tab got %v", m)
	}
}

// TestForgedAuthorsAreRefused pins that who acts is who is signed in, whatever a client says.
func TestForgedAuthorsAreRefused(t *testing.T) {
	f := newFixture(t)
	w := f.create("Forged")
	witness := f.dial()
	witness.say(fmt.Sprintf(`{"type":"open","channel":1,"workspace":%q,"client":"witness"}`, w.ID))
	witness.until("opened")
	for name, claim := range map[string]string{
		"beside the operation": `{"type":"op","channel":1,"id":"tab:1","author":"Eve","op":{"type":"title.set","title":"Forged"}}`,
		"in the operation":     `{"type":"op","channel":1,"id":"tab:1","op":{"type":"title.set","title":"Forged","author":"Eve"}}`,
		"as another tab":       `{"type":"op","channel":1,"id":"witness:1","op":{"type":"title.set","title":"Forged"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			forger := f.dial()
			forger.t = t
			forger.open(w.ID)
			forger.say(claim)
			if m := forger.next(); m["type"] != "error" && m["type"] != "reject" {
				t.Errorf("answered by %v", m)
			}
		})
	}
	honest := f.dial()
	honest.open(w.ID)
	honest.say(`{"type":"op","channel":1,"id":"tab:1","op":{"type":"title.set","title":"Honest"}}`)
	if m := witness.until("op"); m["author"] != "Ada" || m["op"].(map[string]any)["title"] != "Honest" {
		t.Errorf("the witness got %v", m)
	}
}

func TestTabsSeeEachOther(t *testing.T) {
	f := newFixture(t)
	w := f.create("Shared")
	first, second := f.dial(), f.dial()
	first.open(w.ID)
	if m := first.until("people"); m["all"] != true || len(m["peers"].([]any)) != 1 {
		t.Errorf("alone, told of %v", m)
	}
	second.openAs("two", w.ID)
	peer := func(m map[string]any) map[string]any {
		for _, p := range m["peers"].([]any) {
			if p := p.(map[string]any); p["client"] == "two" {
				return p
			}
		}
		return nil
	}
	came := peer(first.until("people"))
	if came["author"] != "Ada" || came["cell"] != nil {
		t.Errorf("told of %v", came)
	}
	second.say(`{"type":"presence","channel":1,"cell":"package.json","selection":{"version":0,"anchor":3,"head":1}}`)
	moved := peer(first.until("people"))
	if moved["number"] != came["number"] || fmt.Sprintf("%v %v", moved["cell"], moved["selection"]) != "package.json map[anchor:3 head:1 version:0]" {
		t.Errorf("told of %v", moved)
	}
	_ = second.conn.CloseNow()
	if left := first.until("people")["left"]; fmt.Sprint(left) != fmt.Sprint([]any{came["number"]}) {
		t.Errorf("told that %v left", left)
	}
}

func TestAChannelResumesWhereItWas(t *testing.T) {
	f := newFixture(t)
	w := f.create("Resumed")
	first, second := f.dial(), f.dial()
	seq := int64(first.open(w.ID)["seq"].(float64))
	_ = first.conn.CloseNow()
	second.say(fmt.Sprintf(`{"type":"open","channel":1,"workspace":%q,"client":"two"}`, w.ID))
	second.until("opened")
	second.say(`{"type":"op","channel":1,"id":"two:1","op":{"type":"title.set","title":"While away"}}`)
	second.until("ack")
	back := f.dial()
	back.say(fmt.Sprintf(`{"type":"open","channel":3,"workspace":%q,"client":"tab","since":%d}`, w.ID, seq))
	if m := back.until("opened"); seq > 0 && m["snapshot"] != nil {
		t.Errorf("resumed with a snapshot: %v", m)
	}
	if seq > 0 {
		if m := back.until("op"); m["id"] != "two:1" || m["channel"] != float64(3) {
			t.Errorf("replayed %v", m)
		}
	}
}

// A closed channel used to keep its number and its place among the channels of the connection.
func TestAChannelThatTheServerClosedCanBeOpenedAgain(t *testing.T) {
	f := newFixture(t)
	c := f.dial()
	for range wire.MaxChannels + 1 {
		w := f.create("Short-lived")
		c.open(w.ID)
		if status := f.send("DELETE", "/api/workspaces/"+w.ID, "", nil).StatusCode; status != http.StatusNoContent {
			t.Fatalf("status %d", status)
		}
		c.until("closed")
	}
}

// Leaving a channel ended the context of a write that was under way, and with it the connection.
func TestLeavingAChannelKeepsTheConnection(t *testing.T) {
	f := newFixture(t)
	w := f.create("Left")
	c := f.dial()
	for range 200 {
		c.say(fmt.Sprintf(`{"type":"open","channel":1,"workspace":%q,"client":"tab"}`, w.ID))
		c.say(`{"type":"close","channel":1}`)
	}
	c.say(`{"type":"ping","n":1}`)
	c.until("pong")
}
