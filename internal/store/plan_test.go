package store_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// scans are the statements that may read a whole table or index, each with the reason.
var scans = map[string]string{
	"sqlSecrets":          "there are tens of secrets",
	"sqlHiddenWorkspaces": "of an index that is all but empty",
	"sqlGrants":           "there are tens of secrets, each with few grants",
	"sqlSessions":         "the owner's own browsers",
	// The text index is asked through its virtual table, which the planner calls a scan.
	"sqliteSearchCandidates": "the virtual table looks the words up",
}

// TestEveryStatementUsesAnIndex explains each named statement of the package.
func TestEveryStatementUsesAnIndex(t *testing.T) {
	folder := t.TempDir()
	openAt(t, folder)
	db := foreign(t, folder)
	statements := namedStatements(t)
	if len(statements) < 40 {
		t.Fatalf("found only %d statements", len(statements))
	}
	for name, text := range statements {
		t.Run(name, func(t *testing.T) {
			rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, arguments(text)...)
			check(t, err)
			defer rows.Close() //nolint:errcheck // rows.Err reports what matters
			var plan []string
			for rows.Next() {
				var id, parent, unused int
				var step string
				check(t, rows.Scan(&id, &parent, &unused, &step))
				plan = append(plan, step)
			}
			check(t, rows.Err())
			scanned := strings.Contains(strings.Join(plan, "\n"), "SCAN ")
			if _, approved := scans[name]; scanned != approved {
				t.Errorf("scans: %v, approved: %v\n%s\nplan: %s", scanned, approved, text, strings.Join(plan, "; "))
			}
		})
	}
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// arguments are as many values as the statement has places for.
func arguments(statement string) []any {
	places := map[string]bool{}
	for _, match := range placeholder.FindAllString(statement, -1) {
		places[match] = true
	}
	list := make([]any, len(places))
	for i := range list {
		list[i] = 1
	}
	return list
}

var verb = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// namedStatements are the string constants of the package that are statements, and a complaint about
// each string that is a statement without being a named constant.
func namedStatements(t *testing.T) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	check(t, err)
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		check(t, err)
		files = append(files, f)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.Default(), Error: func(error) {}} // imports do not matter for constants
	_, _ = config.Check("store", set, files, info)
	statements := map[string]string{}
	for ident, object := range info.Defs {
		c, ok := object.(*types.Const)
		if !ok || c.Val().Kind() != constant.String || !verb.MatchString(constant.StringVal(c.Val())) {
			continue
		}
		if !strings.HasPrefix(ident.Name, "sql") {
			t.Errorf("the statement %s has to be named sql…", ident.Name)
		}
		statements[ident.Name] = constant.StringVal(c.Val())
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if g, ok := n.(*ast.GenDecl); ok && g.Tok == token.CONST {
				return false
			}
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && verb.MatchString(strings.Trim(l.Value, "`\"")) {
				t.Errorf("%s: the statement %s has to be a named constant", set.Position(l.Pos()), fmt.Sprintf("%.40s", l.Value))
			}
			return true
		})
	}
	return statements
}
