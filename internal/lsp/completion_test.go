package lsp

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

func TestWordBefore(t *testing.T) {
	for _, c := range []struct {
		text            string
		line, character int
		want            string
	}{
		{"one.two", 0, 7, "two"},
		{"one.two", 0, 5, "t"},
		{"one.two", 0, 4, ""},
		{"$a_1", 0, 99, "$a_1"},
		{"a\n  🤖 émile", 1, 8, "émi"},
		{"a", 3, 0, ""},
		{"", 0, 0, ""},
	} {
		if got := wordBefore(c.text, Position{c.line, c.character}); got != c.want {
			t.Errorf("%q at %d:%d: got %q, want %q", c.text, c.line, c.character, got, c.want)
		}
	}
}

func TestCutCompletionsKeepsTheBest(t *testing.T) {
	label := func(label, sort string) object {
		return object{"label": label, "sortText": sort, "data": object{"n": 1}}
	}
	items := []object{label("xfooBar", "11"), label("Foo", "11"), label("foot", "16"), label("fooled", "11"), label("bar", "11")}
	for range maxCompletions {
		items = append(items, label("f_o_o", "12"))
	}
	var got struct {
		IsIncomplete bool
		Defaults     object `json:"itemDefaults"`
		Items        []item
	}
	check(t, json.Unmarshal(cutCompletions(marshal(object{"isIncomplete": false, "itemDefaults": object{"x": 1.0}, "items": items}), "foo"), &got))
	var labels []string
	for _, i := range got.Items[:5] {
		labels = append(labels, i.Label)
	}
	if want := []string{"fooled", "foot", "Foo", "xfooBar", "f_o_o"}; !slices.Equal(labels, want) {
		t.Errorf("got %v, want %v", labels, want)
	}
	if len(got.Items) != maxCompletions || !got.IsIncomplete || got.Defaults["x"] != 1.0 || len(got.Items[0].Data) == 0 {
		t.Errorf("got %d items, incomplete: %v, defaults %v, data %s", len(got.Items), got.IsIncomplete, got.Defaults, got.Items[0].Data)
	}
	if got := cutCompletions(json.RawMessage(`[{"label":"a"}]`), ""); string(got) != `{"isIncomplete":true,"items":[{"label":"a"}]}` {
		t.Errorf("of an array: %s", got)
	}
}

// A package whose typings have 100,000 lines and long names: what is offered would be more than can be
// sent, so that the best of it is, and the rest comes with the next letters. It runs alone, since it keeps
// the language server busy.
func TestCompletionWithHugeTypings(t *testing.T) {
	var typings strings.Builder
	long := strings.Repeat("OfTheHugePackage", 12)
	for n := range 20_000 {
		fmt.Fprintf(&typings, "/** It is one of many. */\nexport declare function generated%d%s(\n  a: string,\n  b: number,\n): Promise<void>;\n", n, long)
	}
	const patient = 5 * time.Minute
	b := open(t, Config{AskTimeout: patient, HangTimeout: patient},
		packageFile, `{ "type": "module", "dependencies": { "huge": "1.0.0" } }`,
		tsconfigFile, strings.Replace(notebook.DefaultTSConfig, `"types": ["node"]`, `"types": []`, 1),
		"node_modules/huge/package.json", `{"name":"huge","version":"1.0.0","types":"index.d.ts"}`,
		"node_modules/huge/index.d.ts", typings.String(),
		"src/a.ts", "import * as huge from 'huge';\nhuge.generated19998\n",
	)
	b.follow()
	list := query[struct {
		IsIncomplete bool
		Items        []item
	}](b, completionMethod, with(at("src/a.ts", 1, 19), "context", object{"triggerKind": 1}))
	labelled(t, list.Items, "generated19998"+long)
	if !list.IsIncomplete || len(list.Items) > maxCompletions {
		t.Errorf("got %d completions, incomplete: %v", len(list.Items), list.IsIncomplete)
	}
}

// A file that somebody reads says what its names are; one that nobody was shown is not asked about.
func TestHoverInAFileThatIsRead(t *testing.T) {
	t.Parallel()
	b := typescript(t,
		"node_modules/shapes/package.json", `{"name":"shapes","version":"1.0.0","types":"index.d.ts"}`,
		"node_modules/shapes/index.d.ts", "/** How far it reaches. */\nexport declare const radius: number;\nexport declare function circle(of: typeof radius): string;\n",
		"src/a.ts", "import { circle } from 'shapes';\ncircle(1);\nconsole.log('x');\n",
	)
	b.cells[0] = cell(notebook.Package, packageFile, `{ "type": "module", "dependencies": { "shapes": "1.0.0" } }`)
	b.follow()
	place := at("node_modules/shapes/index.d.ts", 2, 45)
	_, err := b.w.Ask(t.Context(), hoverMethod, marshal(place))
	if got := fault.From(err).Code; got != fault.CodeCellNotFound {
		t.Errorf("before it was shown: %v", err)
	}
	for _, name := range []string{"node_modules/shapes/index.d.ts", "lib/lib.es5.d.ts"} {
		query[struct{ Text string }](b, fileMethod, object{"uri": virtual(name)})
	}
	type hover struct{ Contents struct{ Value string } }
	got := query[hover](b, hoverMethod, place).Contents.Value
	if !strings.Contains(got, "const radius: number") || !strings.Contains(got, "How far it reaches.") {
		t.Errorf("got %q", got)
	}
	text := query[struct{ Text string }](b, fileMethod, object{"uri": virtual("lib/lib.es5.d.ts")}).Text
	line := slices.IndexFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, "declare function parseInt(") })
	if got := query[hover](b, hoverMethod, at("lib/lib.es5.d.ts", line, 18)).Contents.Value; !strings.Contains(got, "parseInt(") {
		t.Errorf("of parseInt: %q", got)
	}
	_, err = b.w.Ask(t.Context(), "textDocument/rename", marshal(with(place, "newName", "x")))
	if got := fault.From(err).Code; got != fault.CodeCellNotFound {
		t.Errorf("a file that is only read was renamed in: %v", err)
	}
}
