package server_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/wire"
)

// object is a JSON object of the Language Server Protocol.
type object = map[string]any

func document(name string) object { return object{"textDocument": object{"uri": "srcbook:///" + name}} }

// ask puts a question without waiting.
func (c *tab) ask(id int64, method string, params object) {
	c.t.Helper()
	raw, err := json.Marshal(params)
	check(c.t, err)
	c.say(wire.Ask{Type: "ask", Channel: 1, ID: id, Method: method, Params: raw})
}

// answer waits for the answer to a question.
func (c *tab) answer(id int64) wire.Answer {
	c.t.Helper()
	c.until("the question is answered", func() bool { _, answered := c.answers[id]; return answered })
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answers[id]
}

// awaitFinding waits until something is said about a cell that contains a text.
func (c *tab) awaitFinding(filename, part string) wire.Diagnostic {
	c.t.Helper()
	var found wire.Diagnostic
	c.until(filename+" has the finding "+part, func() bool {
		items := c.found[c.state.CellByFilename(filename).ID].Items
		i := slices.IndexFunc(items, func(d wire.Diagnostic) bool { return strings.Contains(d.Message, part) })
		if i >= 0 {
			found = items[i]
		}
		return i >= 0
	})
	return found
}

func (c *tab) awaitNoFinding(filename string) {
	c.t.Helper()
	c.until(filename+" has no findings", func() bool {
		m, told := c.found[c.state.CellByFilename(filename).ID]
		return told && len(m.Items) == 0
	})
}

// replace gives a cell another text.
func (c *tab) replace(filename, content string) live.OpID {
	c.t.Helper()
	c.mu.Lock()
	cell := c.state.CellByFilename(filename)
	change := text.Diff(cell.Text, text.Lossy(content))
	c.mu.Unlock()
	return c.send(live.EditText{Cell: cell.ID, Base: cell.Version, Changes: []text.ChangeSet{change}})
}

// The language service of a workspace follows its texts, secrets and packages for all who look at it, and
// answers in the order of operations.
func TestLanguageServiceOfASession(t *testing.T) {
	t.Parallel()
	needRegistry(t)
	s := spawn(t, t.TempDir(), environment()...)
	w := s.importText(file("Words", "a.ts", "export const n: string = 5;", "b.ts", "import {n} from './a.ts'\nexport const x = n"))
	c, other := s.open(w.ID, "c"), s.open(w.ID, "other")
	for _, tab := range []*tab{c, other} {
		tab.awaitFinding("a.ts", "'number' is not assignable")
	}
	c.until("the language service is ready", func() bool {
		return slices.ContainsFunc(c.signals, func(m wire.Signal) bool { return m.Language != nil && m.Language.State == "ready" })
	})

	if got := do[wire.Status](s, "GET", "/api/status", nil).Language; got.State != "ready" || got.Open != 1 || got.Version == "" || got.Fault != nil {
		t.Errorf("the status of the language service is %+v", got)
	}

	c.replace("a.ts", "export const n = 'long';")
	c.replace("b.ts", "import {n} from './a.ts'\nexport const x = n.to")
	c.ask(1, "textDocument/completion", object{
		"textDocument": object{"uri": "srcbook:///src/b.ts"}, "position": object{"line": 1, "character": 21},
	})
	answer := c.answer(1)
	b := c.state.CellByFilename("b.ts")
	if !strings.Contains(string(answer.Result), `"toUpperCase"`) || answer.Versions[b.ID] != 1 {
		t.Errorf("the answer is %.300s, %v about %v", answer.Result, answer.Fault, answer.Versions)
	}
	other.awaitNoFinding("a.ts")

	c.ask(2, "srcbook/format", document("src/b.ts"))
	var edits []object
	check(t, json.Unmarshal(c.answer(2).Result, &edits))
	if len(edits) != 4 {
		t.Errorf("formatting makes the edits %v", edits)
	}
	for id, q := range map[int64]struct {
		method string
		params object
		code   string
	}{
		3: {"textDocument/hover", document("../../etc/passwd"), "SB-8006"},
		4: {"textDocument/hover", document("src/none.ts"), "SB-3001"},
		5: {"shutdown", document("src/a.ts"), "SB-8005"},
		6: {"srcbook/file", object{"uri": "srcbook:///node_modules/../../x"}, "SB-8006"},
	} {
		c.ask(id, q.method, q.params)
		if f := c.answer(id).Fault; f == nil || f.Code != q.code {
			t.Errorf("%s of %v: got %+v, want %s", q.method, q.params, f, q.code)
		}
	}

	do[any](s, "PUT", "/api/secrets/API_KEY", wire.PutSecret{Value: new("x")})
	c.replace("a.ts", "declare const process: { env: NodeJS.ProcessEnv };\nexport const n: string = process.env.API_KEY;")
	c.awaitFinding("a.ts", "NodeJS")
	do[any](s, "PUT", at(w.ID, "/secrets/API_KEY"), nil)
	c.awaitNoFinding("a.ts")

	c.replace("b.ts", "import isNumber from 'is-number';\nexport const y: string = isNumber(5);")
	if d := c.awaitFinding("b.ts", "Cannot find module 'is-number'"); !slices.Equal(d.Install, []string{"is-number"}) {
		t.Errorf("it offers %v", d.Install)
	}
	do[any](s, "POST", at(w.ID, "/packages"), wire.AddPackages{Packages: []wire.AddPackage{{Name: "is-number", Range: "^7.0.0"}}})
	c.awaitFinding("b.ts", "Could not find a declaration file for module 'is-number'")
	c.until("its types are offered", func() bool {
		items := c.found[b.ID].Items
		return len(items) == 1 && slices.Equal(items[0].Install, []string{"@types/is-number"})
	})

	if a := s.send("POST", at(w.ID, "/language/restart"), nil); a.status != 204 {
		t.Errorf("restarting is answered by %s", a)
	}
	late := s.open(w.ID, "late")
	late.awaitFinding("b.ts", "declaration file")
}
