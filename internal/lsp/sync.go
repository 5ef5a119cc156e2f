package lsp

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Kinds of changes that watched files undergo.
const (
	fileCreated = 1
	fileChanged = 2
	fileDeleted = 3
)

type fileEvent struct {
	URI  string `json:"uri"`
	Type int    `json:"type"`
}

// documents are what the running server has from us.
type documents struct {
	open  map[string]document
	cells []*live.Cell // that they were last brought up to
}

// bringUp makes the server's documents those of the cells, and returns the names of what changed. Files
// that are new or gone are told of too, because the server looks for a project's files on disk, where
// they come later or never.
func (w *Workspace) bringUp(s *process, cells []*live.Cell) (changed []string) {
	if sameCells(w.documents.cells, cells) && w.documents.open != nil {
		return nil
	}
	return w.exchange(s, cells, w.wanted(cells))
}

// wanted are the documents that the server should have.
func (w *Workspace) wanted(cells []*live.Cell) map[string]document {
	want := make(map[string]document, len(cells)+2)
	for _, c := range cells {
		if c.Kind == notebook.Code {
			if d := w.documents.open[moduleFolder+c.Filename]; d.cell == c.ID && d.version == c.Version {
				want[d.name] = d // its text need not be put together again
				continue
			}
		}
		if d, ok := documentOf(c); ok {
			if d.name == tsconfigFile && w.documents.open[tsconfigFile].text != d.text {
				d = w.guard(c, d)
			}
			want[d.name] = d
		}
	}
	for name, text := range extras(w.followed()) {
		want[name] = w.extra(name, text)
	}
	return want
}

// extras are the texts that are no cells.
func extras(f following) map[string]string {
	texts := map[string]string{environmentFile: environmentText(f.variables)}
	if f.language == notebook.JavaScript {
		texts[jsconfigFile] = javaScriptConfig
	}
	return texts
}

// extra is a document that is no cell, in the next version when its text is another one.
func (w *Workspace) extra(name, text string) document {
	d := document{name: name, language: languageOf(name), text: text}
	if name == jsconfigFile {
		d.language = "jsonc"
	}
	if now, open := w.documents.open[name]; open {
		d.version = now.version
		if now.text != text {
			d.version++
		}
	}
	return d
}

func (w *Workspace) exchange(s *process, cells []*live.Cell, want map[string]document) (changed []string) {
	at := w.places()
	var events []fileEvent
	for name := range w.documents.open {
		if _, wanted := want[name]; !wanted {
			s.conn.notify("textDocument/didClose", object{"textDocument": object{"uri": at.fileURI(name)}})
			events = append(events, fileEvent{at.fileURI(name), fileDeleted})
		}
	}
	for _, name := range inOrder(want) {
		d := want[name]
		switch now, open := w.documents.open[name]; {
		case !open || now.cell != d.cell:
			if open {
				s.conn.notify("textDocument/didClose", object{"textDocument": object{"uri": at.fileURI(name)}})
			}
			s.conn.notify("textDocument/didOpen", object{"textDocument": object{
				"uri": at.fileURI(name), "languageId": d.language, "version": d.version, "text": d.text,
			}})
			if !open && w.documents.open != nil {
				events = append(events, fileEvent{at.fileURI(name), fileCreated})
			}
		case now.text != d.text:
			s.conn.notify("textDocument/didChange", object{
				"textDocument":   object{"uri": at.fileURI(name), "version": d.version},
				"contentChanges": []replacement{difference(now.text, d.text)},
			})
		default:
			continue
		}
		changed = append(changed, name)
	}
	if len(events) > 0 {
		s.conn.notify("workspace/didChangeWatchedFiles", object{"changes": events})
	}
	w.documents = documents{open: want, cells: cells}
	return changed
}

// inOrder are the names of documents, those first that decide how the server sees the others.
func inOrder(docs map[string]document) []string {
	rank := func(name string) int {
		if name == tsconfigFile || name == jsconfigFile {
			return 0
		}
		return 1
	}
	return slices.SortedFunc(maps.Keys(docs), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
}

func sameCells(a, b []*live.Cell) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
