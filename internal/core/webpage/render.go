package webpage

import (
	"bytes"
	"encoding/json"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	terminal "github.com/buildkite/terminal-to-html/v3"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// maxHighlighted is the size from which code is shown plainly; highlighters take long over it.
const maxHighlighted = 256 << 10

// maxOutput is how much of a cell's output a page shows, in bytes. A browser lays out all of a page.
const maxOutput = 1 << 20

// htmlRenderer makes HTML of what people and programs wrote. Making one compiles the policy, so that a
// page has one for all its cells.
type htmlRenderer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

func newRenderer() htmlRenderer {
	return htmlRenderer{markdown: newMarkdown(), policy: newPolicy()}
}

func newMarkdown() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithRendererOptions(
			html.WithUnsafe(), // what comes out is sanitised
			renderer.WithNodeRenderers(util.Prioritized(fences{}, 100)),
		),
	)
}

// newPolicy is what is safe in HTML that people wrote or that was made of their text.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowAttrs("class").Matching(classNames).OnElements("span", "code", "pre")
	p.AllowAttrs("id").Matching(headingIDs).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("type").Matching(regexp.MustCompile("^checkbox$")).OnElements("input")
	p.AllowAttrs("checked", "disabled").OnElements("input")
	p.AllowDataURIImages()
	p.RequireNoReferrerOnLinks(true)
	return p
}

var (
	classNames = regexp.MustCompile(`^[a-z][a-z0-9 -]*$`)
	headingIDs = regexp.MustCompile(`^[\p{L}\p{N}-]+$`)
)

// prose is a Markdown text that was parsed.
type prose struct {
	source []byte
	root   ast.Node
}

func (r htmlRenderer) parse(source string) prose {
	p := prose{source: []byte(source)}
	p.root = r.markdown.Parser().Parse(text.NewReader(p.source))
	return p
}

func (r htmlRenderer) html(p prose) (template.HTML, error) {
	var out bytes.Buffer
	if err := r.markdown.Renderer().Render(&out, p.source, p.root); err != nil {
		return "", err
	}
	return template.HTML(r.policy.SanitizeBytes(out.Bytes())), nil
}

// fences renders code blocks of prose with their colours.
type fences struct{}

func (fences) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		block, ok := node.(*ast.FencedCodeBlock)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		html, err := code(string(block.Lines().Value(source)), string(block.Language(source)))
		if err != nil {
			return ast.WalkStop, err
		}
		_, err = w.WriteString(string(html))
		return ast.WalkSkipChildren, err
	})
}

// code is highlighted source; plain where the language is unknown.
func code(source, language string) (template.HTML, error) {
	lexer := lexers.Fallback
	if known := lexers.Get(language); known != nil && language != "" && len(source) <= maxHighlighted {
		lexer = chroma.Coalesce(known)
	}
	tokens, err := lexer.Tokenise(nil, source)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := formatter.Format(&out, styles.Fallback, tokens); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

var formatter = chromahtml.New(chromahtml.WithClasses(true))

// codeStyle gives the classes of highlighted code the page's colours.
func codeStyle() string {
	return `.chroma .k,.chroma .kc,.chroma .kd,.chroma .kn,.chroma .kr,.chroma .ow{color:var(--accent)}` +
		`.chroma .s,.chroma .s1,.chroma .s2,.chroma .sb,.chroma .sr,.chroma .si{color:var(--ok)}` +
		`.chroma .m,.chroma .mi,.chroma .mf,.chroma .mh{color:var(--warn)}` +
		`.chroma .c,.chroma .c1,.chroma .cm,.chroma .cp{color:var(--muted);font-style:italic}` +
		`.chroma .kt,.chroma .nc,.chroma .nt{color:var(--info)}`
}

// outputs are the chunks with their colours; neighbours of one stream are one.
func (r htmlRenderer) outputs(chunks []notebook.Chunk) []outputView {
	var joined []notebook.Chunk
	left := maxOutput
	for _, c := range chunks {
		if len(c.Text) > left {
			c.Text = strings.ToValidUTF8(c.Text[:left], "")
			joined = append(joined, c, notebook.Chunk{Stream: "cut", Text: "The page shows the first megabyte of this output."})
			break
		}
		left -= len(c.Text)
		if last := len(joined) - 1; last >= 0 && joined[last].Stream == c.Stream {
			joined[last].Text += c.Text
			continue
		}
		joined = append(joined, c)
	}
	views := make([]outputView, 0, len(joined))
	for _, c := range joined {
		if strings.TrimSpace(c.Text) == "" {
			continue
		}
		views = append(views, outputView{Stream: c.Stream, HTML: template.HTML(r.policy.Sanitize(terminal.Render([]byte(c.Text))))})
	}
	return views
}

// dependencies lists the packages of a package.json with their versions.
func dependencies(source string) string {
	var declared struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if json.Unmarshal([]byte(source), &declared) != nil {
		return ""
	}
	list := make([]string, 0, len(declared.Dependencies))
	for name, version := range declared.Dependencies {
		list = append(list, name+" "+version)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
