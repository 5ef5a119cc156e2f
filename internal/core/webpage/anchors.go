package webpage

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// anchors gives the headings of a page their ids, and has links within the page lead to them as they do
// in the interface: by the heading's own anchor, which begins with its cell, or by what it is called.
type anchors struct {
	cells    []string
	headings []heading // in the order of the page
	taken    map[string]bool
}

type heading struct {
	slug string // unique in its cell
	own  string // the heading's anchor in the interface
	id   string // unique in the page
}

// newAnchors makes the anchors of a page with these cells, whose ids are anchors, too.
func newAnchors(cells ...string) *anchors {
	a := &anchors{cells: cells, taken: map[string]bool{}}
	for _, cell := range cells {
		a.taken[cell] = true
	}
	return a
}

// name gives the headings of a cell's text their ids. All texts of a page are named before one is linked.
func (a *anchors) name(cell string, text ast.Node, source []byte) {
	inCell := map[string]bool{}
	visit(text, func(node ast.Node) {
		if h, ok := node.(*ast.Heading); ok {
			slug := slugOf(textOf(h, source))
			h.SetAttributeString("id", []byte(a.add(cell, free(slug, inCell), slug)))
		}
	})
}

func (a *anchors) add(cell, inCell, slug string) (id string) {
	id = free(slug, a.taken)
	a.headings = append(a.headings, heading{slug: inCell, own: cell + "-" + inCell, id: id})
	return id
}

// link has the links of a text lead to the headings and cells of the page that they name.
func (a *anchors) link(text ast.Node) {
	visit(text, func(node ast.Node) {
		link, ok := node.(*ast.Link)
		if !ok {
			return
		}
		if sought, within := strings.CutPrefix(string(link.Destination), "#"); within {
			if id := a.resolve(sought); id != "" {
				link.Destination = []byte("#" + id)
			}
		}
	})
}

// resolve finds the id of what an anchor names; empty for nothing. Where no heading has the very words,
// marks between letters do not count: other programs make anchors otherwise.
func (a *anchors) resolve(sought string) string {
	if decoded, err := url.PathUnescape(sought); err == nil {
		sought = decoded
	}
	for _, fits := range []func(heading) bool{
		func(h heading) bool { return h.own == sought },
		func(h heading) bool { return h.slug == sought },
		func(h heading) bool { return letters(h.slug) != "" && letters(h.slug) == letters(sought) },
	} {
		for _, h := range a.headings {
			if fits(h) {
				return h.id
			}
		}
	}
	for _, cell := range a.cells {
		if sought == cell || strings.HasPrefix(sought, cell+"-") {
			return cell
		}
	}
	return ""
}

// slugOf makes a heading's words an anchor, as the interface does.
func slugOf(words string) string {
	parts := strings.FieldsFunc(strings.ToLower(words), isMark)
	if len(parts) == 0 {
		return "section"
	}
	return strings.Join(parts, "-")
}

func isMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

func letters(slug string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(slug), isMark), "")
}

// free is the first of slug, slug-2, slug-3 and so on that is not taken; it takes it.
func free(slug string, taken map[string]bool) string {
	id := slug
	for n := 2; taken[id]; n++ {
		id = slug + "-" + strconv.Itoa(n)
	}
	taken[id] = true
	return id
}

// textOf is what a heading reads, without the alternatives of images and without tags.
func textOf(node ast.Node, source []byte) string {
	var b strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			value := child.Value(source)
			if node.Kind() != ast.KindCodeSpan {
				value = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
			}
			b.Write(value)
			if child.SoftLineBreak() || child.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(child.Value)
		case *ast.AutoLink:
			b.Write(child.Label(source))
		case *ast.Image:
		default:
			b.WriteString(textOf(child, source))
		}
	}
	return b.String()
}

func visit(node ast.Node, each func(ast.Node)) {
	each(node)
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		visit(child, each)
	}
}
