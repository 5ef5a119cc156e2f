package web

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

const protocolFile = "../../docs/PROTOCOL.md"

// The protocol's document is written from the routes, the messages and the codes themselves.
func TestProtocolDocumentIsCommitted(t *testing.T) {
	got := protocolDocument(t)
	if *update {
		if err := os.WriteFile(protocolFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(protocolFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is out of date: run make gen", protocolFile)
	}
}

func protocolDocument(t *testing.T) string {
	t.Helper()
	s := New(Config{Version: "0"})
	schemas := s.api.OpenAPI().Components.Schemas.Map()
	comments := typeComments(t, "../wire", "../core/live", "../core/fault")
	var b strings.Builder
	b.WriteString("# The protocol\n\nWritten by `make gen` from the routes, the messages and the codes. The OpenAPI document is served at `/api/openapi.json`.\n\n## HTTP\n\nErrors are `application/problem+json` with a `fault`. A browser signs in with the launch token and gets a cookie; scripts send `Authorization: Bearer TOKEN`.\n\n| route | needs | |\n|---|---|---|\n")
	for _, r := range s.routes() {
		fmt.Fprintf(&b, "| `%s %s` | %s | %s |\n", r.operation.Method, r.operation.Path, r.permission, r.operation.Summary)
	}
	b.WriteString("\n## The socket\n\n" + packageComment(t, "../wire/doc.go") + "\n")
	section := func(title string, names []string) {
		b.WriteString("\n### " + title + "\n")
		for _, name := range names {
			describeType(&b, name, comments[name], schemas[name])
		}
	}
	section("Messages of the client", typeNames(clientMessages))
	section("Messages of the server", typeNames(serverMessages))
	section("Operations of clients", opNames(live.ClientOps))
	section("Operations of the server", opNames(live.ServerOps))
	section("Parts", []string{"Snapshot", "Cell", "RemovedCell", "Run", "RunRequest", "Exit", "Failure", "OutputChunk", "Peer", "Selection", "PackagesStatus", "Package", "MissingImport", "Progress", "StorageStatus", "FolderConflict", "LanguageStatus", "Diagnostic", "Fault", "Detail"})
	b.WriteString("\n## Codes\n\n| code | kind | what to do |\n|---|---|---|\n")
	codes := fault.Codes()
	slices.Sort(codes)
	for _, c := range codes {
		e := fault.New(c, "")
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c, e.Kind(), e.Next)
	}
	return b.String()
}

func typeNames(values []any) []string {
	names := make([]string, len(values))
	for i, v := range values {
		_, names[i], _ = strings.Cut(fmt.Sprintf("%T", v), ".")
	}
	return names
}

func opNames(ops []live.Op) []string {
	values := make([]any, len(ops))
	for i, op := range ops {
		values[i] = op
	}
	return typeNames(values)
}

func describeType(b *strings.Builder, name, comment string, schema *huma.Schema) {
	fmt.Fprintf(b, "\n**%s** %s\n", name, strings.TrimPrefix(comment, name+" "))
	fields := make([]string, 0, len(schema.Properties))
	for field := range schema.Properties {
		fields = append(fields, field)
	}
	slices.SortFunc(fields, func(x, y string) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x, y))
	})
	b.WriteString("\n| field | type | |\n|---|---|---|\n")
	for _, field := range fields {
		p := schema.Properties[field]
		optional := ""
		if !slices.Contains(schema.Required, field) {
			optional = "?"
		}
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", field, optional, typeOf(p), p.Description)
	}
}

// rank puts what names a message first.
func rank(field string) int {
	if i := slices.Index([]string{"type", "channel", "id", "seq"}, field); i >= 0 {
		return i
	}
	return 9
}

func typeOf(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return s.Ref[strings.LastIndex(s.Ref, "/")+1:]
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			words[i] = fmt.Sprintf("`%v`", v)
		}
		return strings.Join(words, ", ")
	case s.Type == huma.TypeArray:
		return typeOf(s.Items) + "[]"
	case s.Type == huma.TypeObject:
		if of, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return "map of " + typeOf(of)
		}
		return "object"
	default:
		return cmp.Or(s.Type, "any")
	}
}

// typeComments are the doc comments of the types of some folders, each on one line.
func typeComments(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	comments := map[string]string{}
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), folder+"/"+e.Name(), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			noteComments(comments, file)
		}
	}
	return comments
}

func noteComments(comments map[string]string, file *ast.File) {
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.TYPE {
			continue
		}
		for _, spec := range group.Specs {
			s := spec.(*ast.TypeSpec)
			doc := s.Doc.Text()
			if len(group.Specs) == 1 && doc == "" {
				doc = group.Doc.Text()
			}
			if comments[s.Name.Name] == "" {
				comments[s.Name.Name] = strings.Join(strings.Fields(doc), " ")
			}
		}
	}
}

// packageComment is the comment of a package as Markdown, without its first paragraph and headings.
func packageComment(t *testing.T, path string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	paragraphs := strings.Split(strings.TrimSpace(file.Doc.Text()), "\n\n")
	var kept []string
	for _, p := range paragraphs[1:] {
		if !strings.HasPrefix(p, "#") {
			kept = append(kept, strings.ReplaceAll(p, "\n", " "))
		}
	}
	return strings.Join(kept, "\n\n")
}
