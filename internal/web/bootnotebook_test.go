package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/wire"
)

// imported brings a notebook in and returns its id.
func (f *fixture) imported(title, cells string) string {
	f.t.Helper()
	source := "<!-- srcbook:{\"language\":\"javascript\"} -->\n\n# " + title + "\n\n###### package.json\n\n```json\n{}\n```\n\n" + cells
	body, err := json.Marshal(wire.Import{Filename: "x.src.md", Text: source})
	if err != nil {
		f.t.Fatal(err)
	}
	answer := f.send("POST", "/api/workspaces/import", string(body), nil)
	var w wire.Workspace
	if err := json.NewDecoder(answer.Body).Decode(&w); err != nil || answer.StatusCode != http.StatusCreated {
		f.t.Fatalf("import: status %d, %v", answer.StatusCode, err)
	}
	return w.ID
}

// notebookOf is what comes along with the page of a notebook, without the ids of the cells.
func (f *fixture) notebookOf(id string, edit func(*http.Request)) *wire.BootNotebook {
	f.t.Helper()
	_, boot := f.page("/n/"+id, edit)
	if strings.ContainsAny(boot, "<>&\u2028\u2029") {
		f.t.Errorf("the page would end in %q", boot)
	}
	if boot == "" {
		return nil
	}
	var got wire.Boot
	if err := json.Unmarshal([]byte(boot), &got); err != nil {
		f.t.Fatal(err)
	}
	if got.Notebook != nil {
		for i := range got.Notebook.Cells {
			got.Notebook.Cells[i].ID = ""
		}
	}
	return got.Notebook
}

const oneCell = "###### a.js\n\n```javascript\nconsole.log(1)\nconsole.log(2)\n```\n"

func TestPageOfANotebookHoldsItsBeginning(t *testing.T) {
	f := newFixture(t)
	cookie := f.cookieOf()
	signedIn := func(r *http.Request) { r.AddCookie(cookie) }
	code := wire.BootCell{Kind: notebook.Code, Filename: "a.js", Code: "console.log(1)\nconsole.log(2)"}
	tests := []struct {
		name, cells string
		want        []wire.BootCell
		more        bool
	}{
		{"code", oneCell, []wire.BootCell{code}, false},
		{"prose", "Some *prose*.\n\n" + oneCell, []wire.BootCell{
			{Kind: notebook.Markdown, Prose: "<p>Some <em>prose</em>.</p>\n"}, code,
		}, false},
		{"hostile prose", "</script><script>alert(1)</script><img src=x onerror=alert(1)>a\u2028b\n\n" + oneCell, []wire.BootCell{
			{Kind: notebook.Markdown, Prose: "<p>a\u2028b</p>\n"}, code,
		}, false},
		{"hostile code", "###### a.js\n\n```javascript\n\"</script><!--\u2028\"\n```\n", []wire.BootCell{
			{Kind: notebook.Code, Filename: "a.js", Code: "\"</script><!--\u2028\""},
		}, false},
		{"maths, which is drawn later", oneCell + "\nIt is $x$.\n", []wire.BootCell{code}, true},
		{"a long cell", "###### a.js\n\n```javascript\n" + strings.Repeat("0123456789abcde\n", bootBytes/16+9) + "```\n\n" + strings.Replace(oneCell, "a.js", "b.js", 1), []wire.BootCell{
			{Kind: notebook.Code, Filename: "a.js", Code: strings.Repeat("0123456789abcde\n", bootBytes/16)},
		}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := f.imported("Title </script>", test.cells)
			want := &wire.BootNotebook{ID: id, Title: "Title </script>", Cells: test.want, More: test.more}
			if got := f.notebookOf(id, signedIn); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
	t.Run("many cells", func(t *testing.T) {
		var cells strings.Builder
		for i := range bootCells + 1 {
			cells.WriteString(strings.Replace(oneCell, "a.js", fmt.Sprintf("a%d.js", i), 1) + "\n")
		}
		got := f.notebookOf(f.imported("Many", cells.String()), signedIn)
		if len(got.Cells) != bootCells || !got.More {
			t.Errorf("got %d cells, more %t, want %d and more", len(got.Cells), got.More, bootCells)
		}
	})
}

func TestPagesHoldNoNotebookThatIsNotToBeRead(t *testing.T) {
	f := newFixture(t)
	cookie := f.cookieOf()
	id := f.imported("Mine", oneCell)
	binned := f.imported("Binned", oneCell)
	if answer := f.send("DELETE", "/api/workspaces/"+binned, "", nil); answer.StatusCode >= 300 {
		t.Fatalf("trash: status %d", answer.StatusCode)
	}
	signedIn := func(r *http.Request) { r.AddCookie(cookie) }
	tests := []struct {
		name, id string
		edit     func(*http.Request)
	}{
		{"signed out", id, func(*http.Request) {}},
		{"wrong token", id, func(r *http.Request) { r.Header.Set("Authorization", "Bearer guess") }},
		{"embedded", id, func(r *http.Request) { signedIn(r); r.Header.Set("Sec-Fetch-Dest", "iframe") }},
		{"in the trash", binned, signedIn},
		{"unknown", "nothing", signedIn},
		{"no id", "..%2f..%2fetc", signedIn},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := f.notebookOf(test.id, test.edit); got != nil {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestOutputsComeAlongWhereTheyCanBePaintedFirst(t *testing.T) {
	finished := &live.Exit{Reason: live.Finished}
	lines := func(n int) string { return strings.Repeat("x\n", n) }
	tests := []struct {
		name   string
		run    live.Run
		chunks []wire.OutputChunk
		want   bool
		stale  bool
	}{
		{"of a run that finished", live.Run{Exit: finished, Version: 3}, []wire.OutputChunk{{Stream: "out", Text: lines(3)}}, true, false},
		{"of earlier code", live.Run{Exit: finished, Version: 2}, []wire.OutputChunk{{Stream: "out", Text: lines(3)}}, true, true},
		{"silent", live.Run{Exit: finished, Version: 2}, nil, true, false},
		{"stopped", live.Run{Exit: &live.Exit{Reason: live.Stopped, Message: "Stopped"}, Version: 3}, nil, true, false},
		{"running", live.Run{Version: 3}, nil, false, false},
		{"failed", live.Run{Exit: &live.Exit{Reason: live.Failed, Failure: &live.Failure{}}, Version: 3}, nil, false, false},
		{"ended with a note", live.Run{Exit: &live.Exit{Reason: live.Failed, Message: "Ended"}, Version: 3}, nil, false, false},
		{"long", live.Run{Exit: finished, Version: 3}, []wire.OutputChunk{{Stream: "out", Text: lines(bootOutputLines + 1)}}, false, false},
		{"coloured", live.Run{Exit: finished, Version: 3}, []wire.OutputChunk{{Stream: "out", Text: "\x1b[1mx"}}, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := beginning{BootNotebook: wire.BootNotebook{Cells: []wire.BootCell{{}}}, left: bootBytes}
			got := b.addOutput(&live.Cell{Version: 3}, &test.run, test.chunks)
			if got != test.want || b.Cells[0].Stale != test.stale || got && !reflect.DeepEqual(b.Cells[0].Output, test.chunks) {
				t.Errorf("got %t with %+v, want %t, stale %t", got, b.Cells[0], test.want, test.stale)
			}
		})
	}
}
