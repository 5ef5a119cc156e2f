package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/wire"
)

// ask makes a request that has to be answered with the status, and reads the answer into out.
func (f *fixture) ask(status int, method, path, body string, out any) {
	f.t.Helper()
	answer := f.send(method, path, body, nil)
	if answer.StatusCode != status {
		f.t.Fatalf("%s %s: status %d, want %d: %v", method, path, answer.StatusCode, status, f.problem(answer))
	}
	if out == nil {
		return
	}
	if err := json.NewDecoder(answer.Body).Decode(out); err != nil {
		f.t.Fatalf("%s %s: %v", method, path, err)
	}
}

func TestHistory(t *testing.T) {
	f := newFixture(t)
	w := f.create("Notes")
	here := "/api/workspaces/" + w.ID
	rename := func(title string) { f.ask(http.StatusOK, "PATCH", here, `{"title":"`+title+`"}`, nil) }
	rename("First")
	f.ask(http.StatusNoContent, "PUT", here+"/history/1/name", `{"name":"Draft"}`, nil)
	rename("Second")

	var page, named wire.HistoryPage
	f.ask(http.StatusOK, "GET", here+"/history", "", &page)
	var rows []string
	for _, i := range page.Items {
		rows = append(rows, i.Kind+" "+i.Name+" "+strings.Join(i.Authors, "+"))
	}
	if got := strings.Join(rows, "; "); got != "work  Ada; work Draft Ada; created  " || page.Head != 3 || page.Next != 0 {
		t.Errorf("history: %s, head %d, next %d", got, page.Head, page.Next)
	}
	f.ask(http.StatusOK, "GET", here+"/history?named=true", "", &named)
	if len(named.Items) != 1 || named.Items[0].Seq != 1 {
		t.Errorf("named: %+v", named.Items)
	}

	var revision wire.Revision
	f.ask(http.StatusOK, "GET", here+"/history/1", "", &revision)
	if revision.Title != "First" || len(revision.Cells) == 0 {
		t.Errorf("revision 1: %+v", revision)
	}
	var d wire.HistoryDifferences
	f.ask(http.StatusOK, "GET", here+"/history/diff?from=1", "", &d)
	if d.OldTitle != "First" || d.Title != "Second" || d.To != 3 || len(d.Authors) != 1 {
		t.Errorf("differences: %+v", d)
	}
	var done wire.RestoredRevision
	f.ask(http.StatusOK, "POST", here+"/history/1/restore", `{}`, &done)
	if done != (wire.RestoredRevision{Before: 3, After: 5, Operations: 1}) {
		t.Errorf("restored: %+v", done)
	}
	f.ask(http.StatusOK, "GET", here+"/history/5", "", &revision)
	if revision.Title != "First" {
		t.Errorf("after restoring: %q", revision.Title)
	}
	f.ask(http.StatusOK, "POST", here+"/history/3/restore", `{"since":5}`, nil)
	f.ask(http.StatusOK, "GET", here+"/history/7", "", &revision)
	if revision.Title != "Second" {
		t.Errorf("after taking back: %q", revision.Title)
	}
}

func TestHistoryRefuses(t *testing.T) {
	f := newFixture(t)
	w := f.create("Notes")
	here := "/api/workspaces/" + w.ID + "/history"
	for _, tt := range []struct{ method, path, body, want string }{
		{"GET", here + "/99", "", "SB-3010"},
		{"GET", here + "/-1", "", "SB-1001"},
		{"GET", here + "/diff", "", "SB-1001"},
		{"GET", here + "/diff?from=0&to=99", "", "SB-3010"},
		{"POST", here + "/99/restore", "{}", "SB-3010"},
		{"POST", here + "/0/restore", `{"cell":"nowhere"}`, "SB-3001"},
		{"PUT", here + "/0/name", `{"name":"x"}`, "SB-1001"},
		{"PUT", here + "/99/name", `{"name":"x"}`, "SB-3010"},
		{"GET", "/api/workspaces/none/history", "", "SB-2001"},
	} {
		t.Run(tt.method+" "+strings.TrimPrefix(tt.path, here), func(t *testing.T) {
			if p := f.problem(f.send(tt.method, tt.path, tt.body, nil)); p.Fault.Code != tt.want {
				t.Errorf("got %s %s, want %s", p.Fault.Code, p.Fault.Message, tt.want)
			}
		})
	}
}
