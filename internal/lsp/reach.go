package lsp

import (
	"path"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// reach tells which modules an edit of another one can matter to, by their imports. It errs on the side of
// more: a module counts as referring to all that have the last name of what it imports.
type reach map[string]references // by the name of the document

// references are what reach knows of a text.
type references struct {
	names  []string // the last parts of what it imports, without extensions
	global bool     // what it declares is known without an import
}

var (
	moduleSyntax = regexp.MustCompile(`(?m)^\s*(?:import|export)\b`)
	wideSyntax   = regexp.MustCompile(`(?m)\bdeclare\s+(?:global|module|namespace)\b|^\s*///\s*<reference`)
)

func referencesOf(text string) references {
	r := references{global: !moduleSyntax.MatchString(text) || wideSyntax.MatchString(text)}
	for _, s := range notebook.Specifiers(text) {
		r.names = append(r.names, lastName(s.Name))
	}
	return r
}

// lastName is what a specifier and the file that it may mean have in common.
func lastName(file string) string {
	name := path.Base(file)
	return strings.TrimSuffix(name, path.Ext(name))
}

// edited takes in the documents that changed, and returns those that may look otherwise now, with them. False
// means that all may: when a document came or went, or is no module.
func (r reach) edited(names []string, docs map[string]document) (affected map[string]bool, ok bool) {
	ok = true
	affected = map[string]bool{}
	for _, name := range names {
		d, there := docs[name]
		before, known := r[name]
		if !there || !strings.HasPrefix(name, moduleFolder) {
			ok = false
			continue
		}
		now := referencesOf(d.text)
		r[name] = now
		ok = ok && known && !before.global && !now.global
		affected[name] = true
	}
	if !ok {
		r.renew(docs)
		return nil, false
	}
	r.spread(affected)
	return affected, true
}

// renew makes reach know these documents, and no others.
func (r reach) renew(docs map[string]document) {
	for name := range r {
		if _, there := docs[name]; !there {
			delete(r, name)
		}
	}
	for name, d := range docs {
		if _, known := r[name]; !known && strings.HasPrefix(name, moduleFolder) {
			r[name] = referencesOf(d.text)
		}
	}
}

// spread adds those that refer to what is affected, over any number of steps.
func (r reach) spread(affected map[string]bool) {
	users := map[string][]string{} // by the last name of what they import
	for name, refs := range r {
		for _, used := range refs.names {
			users[used] = append(users[used], name)
		}
	}
	var waiting []string
	for name := range affected {
		waiting = append(waiting, name)
	}
	for len(waiting) > 0 {
		last := len(waiting) - 1
		name := waiting[last]
		waiting = waiting[:last]
		for _, user := range users[lastName(name)] {
			if !affected[user] {
				affected[user] = true
				waiting = append(waiting, user)
			}
		}
	}
}
