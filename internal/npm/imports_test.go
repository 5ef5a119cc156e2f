package npm

import (
	"reflect"
	"testing"
)

func TestMissingImports(t *testing.T) {
	imports := []Import{
		{"b.ts", 9, "lodash/fp"},
		{"b.ts", 3, "lodash"},
		{"a.ts", 7, "lodash"},
		{"a.ts", 1, "node:fs"},
		{"a.ts", 2, "fs"},
		{"a.ts", 2, "fs/promises"},
		{"a.ts", 3, "./local.js"},
		{"a.ts", 4, "#internal"},
		{"a.ts", 5, "@/lib/x"},
		{"a.ts", 5, "~lib/x"},
		{"a.ts", 6, "zod"},
		{"a.ts", 8, "@scope/pkg/deep/path.js"},
		{"a.ts", 9, "my-book/part"},
		{"a.ts", 10, "https://esm.sh/x"},
		{"a.ts", 11, "peer"},
		{"a.ts", 12, "buffer/"},
		{"a.ts", 13, "config"},
		{"a.ts", 14, "test"},
	}
	manifest := `{"name":"my-book","dependencies":{"zod":"4"},"devDependencies":{"@types/scope__pkg":"1"},"peerDependencies":{"peer":"*"}}`
	types := func(name string) string {
		if name == "buffer" {
			return ""
		}
		return TypesPackage(name)
	}
	got, err := MissingImports(imports, manifest, []string{"@/*", "~lib/*", "config", "*"}, types)
	want := []Missing{
		{Package: "@scope/pkg", Files: []string{"a.ts"}, Line: 8},
		{Package: "buffer", Files: []string{"a.ts"}, Line: 12},
		{Package: "lodash", Files: []string{"a.ts", "b.ts"}, Line: 7, Types: "@types/lodash"},
		{Package: "test", Files: []string{"a.ts"}, Line: 14, Types: "@types/test"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}
