package npm

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func TestAddDependency(t *testing.T) {
	for _, c := range []struct {
		name, text, add, versions string
		dev                       bool
		want                      string
	}{
		{
			"into an empty group", "{\n  \"type\": \"module\",\n  \"dependencies\": {}\n}", "zod", "^4.0.0", false,
			"{\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"zod\": \"^4.0.0\"\n  }\n}",
		},
		{
			"without a group", "{\n  \"type\": \"module\"\n}\n", "zod", "^4", false,
			"{\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"zod\": \"^4\"\n  }\n}\n",
		},
		{"into nothing", "{}", "zod", "^4", false, `{"dependencies": {"zod": "^4"}}`},
		{
			"first", "{\n  \"dependencies\": {\n    \"b\": \"1\",\n    \"c\": \"2\"\n  }\n}", "a", "3", false,
			"{\n  \"dependencies\": {\n    \"a\": \"3\",\n    \"b\": \"1\",\n    \"c\": \"2\"\n  }\n}",
		},
		{
			"in the middle", "{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"c\": \"2\"\n  }\n}", "b", "3", false,
			"{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"b\": \"3\",\n    \"c\": \"2\"\n  }\n}",
		},
		{
			"last", "{\n  \"dependencies\": {\n    \"a\": \"1\"\n  }\n}", "b", "3", false,
			"{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"b\": \"3\"\n  }\n}",
		},
		{"scoped first", "{\"dependencies\": {\"a\": \"1\"}}", "@x/y", "2", false, `{"dependencies": {"@x/y": "2", "a": "1"}}`},
		{
			"tabs and CRLF", "{\r\n\t\"dependencies\": {\r\n\t\t\"a\": \"1\"\r\n\t}\r\n}\r\n", "b", "2", true,
			"{\r\n\t\"dependencies\": {\r\n\t\t\"a\": \"1\"\r\n\t},\r\n\t\"devDependencies\": {\r\n\t\t\"b\": \"2\"\r\n\t}\r\n}\r\n",
		},
		{"four spaces", "{\n    \"name\": \"x\"\n}", "b", "2", false, "{\n    \"name\": \"x\",\n    \"dependencies\": {\n        \"b\": \"2\"\n    }\n}"},
		{"a new range", "{ \"dependencies\" : { \"a\" : \"1\" , \"b\":\"2\" } }", "a", "^9", false, "{ \"dependencies\" : { \"a\" : \"^9\" , \"b\":\"2\" } }"},
		{
			"from dev to runtime", "{\n  \"devDependencies\": {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }\n}", "a", "1", false,
			"{\n  \"devDependencies\": {\n    \"b\": \"2\"\n  },\n  \"dependencies\": {\n    \"a\": \"1\"\n  }\n}",
		},
		{"from runtime to dev", `{"dependencies":{"a":"1"},"devDependencies":{}}`, "a", "2", true, `{"dependencies":{},"devDependencies":{"a": "2"}}`},
		{"optional stays", `{"optionalDependencies":{"a":"1"}}`, "a", "2", false, `{"optionalDependencies":{"a":"2"}}`},
		{"the last of equal keys", `{"dependencies":{"a":"1"},"dependencies":{"b":"2"}}`, "a", "3", false, `{"dependencies":{"a":"1"},"dependencies":{"a": "3", "b":"2"}}`},
		{"a byte order mark", "\ufeff{}", "a", "1", false, "\ufeff{\"dependencies\": {\"a\": \"1\"}}"},
		{"null group", `{"dependencies":null}`, "a", "1", false, `{"dependencies":{"a": "1"}}`},
		{"keys in disorder keep theirs", `{"dependencies":{"z":"1","a":"2"}}`, "m", "3", false, `{"dependencies":{"m": "3","z":"1","a":"2"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := AddDependency(c.text, c.add, c.versions, c.dev)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

func TestRemoveDependency(t *testing.T) {
	for _, c := range []struct{ name, text, remove, want string }{
		{"only", "{\n  \"dependencies\": {\n    \"a\": \"1\"\n  }\n}", "a", "{\n  \"dependencies\": {}\n}"},
		{"first", "{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }\n}", "a", "{\n  \"dependencies\": {\n    \"b\": \"2\"\n  }\n}"},
		{"last", "{\n  \"dependencies\": {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }\n}", "b", "{\n  \"dependencies\": {\n    \"a\": \"1\"\n  }\n}"},
		{"middle", `{"dependencies": {"a": "1", "b": "2", "c": "3"}}`, "b", `{"dependencies": {"a": "1", "c": "3"}}`},
		{"everywhere", `{"dependencies":{"a":"1"},"devDependencies":{"a":"2","b":"3"}}`, "a", `{"dependencies":{},"devDependencies":{"b":"3"}}`},
		{"twice", `{"dependencies":{"a":"1","b":"2","a":"3"}}`, "a", `{"dependencies":{"b":"2"}}`},
		{"absent", `{"dependencies":{"a":"1"}}`, "b", `{"dependencies":{"a":"1"}}`},
		{"braces in texts", `{"description":"}{\"","dependencies":{"a":"}","b":"{"}}`, "a", `{"description":"}{\"","dependencies":{"b":"{"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := RemoveDependency(c.text, c.remove)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

func TestSetRange(t *testing.T) {
	got, err := SetRange(`{"devDependencies": {"a":"1"}}`, "a", ">=2 <3")
	if want := `{"devDependencies": {"a":">=2 <3"}}`; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	if _, err := SetRange(`{}`, "a", "1"); !errors.Is(err, fault.CodePackageNotFound) {
		t.Errorf("got %v, want %s", err, fault.CodePackageNotFound)
	}
}

func TestDependencies(t *testing.T) {
	got, err := Dependencies(`{"dependencies":{"b":"1","a":"^2","o":"1"},"devDependencies":{"c":"*","a":"9"},"optionalDependencies":{"o":"3"}}`)
	want := []Dependency{{Name: "a", Range: "^2"}, {Name: "b", Range: "1"}, {Name: "c", Range: "*", Dev: true}, {Name: "o", Range: "3", Optional: true}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestInvalidManifest(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
	}{
		{"", 1},
		{"{\n", 1},
		{"{\n  \"a\": 1,\n}", 3},
		{"{\n  // no\n}", 2},
		{"[]", 1},
		{"null", 1},
		{"{\n\n\"dependencies\": []}", 3},
		{"{\"dependencies\": {\n\"a\": 1}}", 2},
		{"{\n\"x\": 1\n}\n}", 4},
		{"{\n  \"dependencies\": {\n    \"a\": \"1\"\n    \"b\": \"2\"\n  }\n}", 4},
	} {
		_, err := Dependencies(c.text)
		if !errors.Is(err, fault.CodePackageJSON) {
			t.Errorf("%q: got %v, want %s", c.text, err, fault.CodePackageJSON)
			continue
		}
		if details := fault.From(err).Details; len(details) != 1 || details[0].Line != c.line {
			t.Errorf("%q: got details %+v, want line %d", c.text, details, c.line)
		}
	}
}

// FuzzManifest: an edit keeps valid JSON valid, changes only what it says, and removing undoes adding
// as far as the data goes.
func FuzzManifest(f *testing.F) {
	for _, seed := range []string{
		"{}", "{\n  \"dependencies\": {}\n}", `{"dependencies":{"a":"1","zz":"2"},"x":[{"dependencies":{}}]}`, "{\r\n\t\"a\" : null }",
		`{"devDependencies":{"new":"1"},"dependencies":{"\u006eew":"1"}}`, "\ufeff{ }", `{"a":"\\\"}","dependencies":{}}`,
	} {
		f.Add(seed, "1.0.0", true)
	}
	f.Fuzz(func(t *testing.T, text, versions string, dev bool) {
		before, err := Dependencies(text)
		if err != nil {
			return
		}
		added, err := AddDependency(text, "new", versions, dev)
		if err != nil {
			t.Fatalf("add to %q: %v", text, err)
		}
		after, err := Dependencies(added)
		if err != nil {
			t.Fatalf("%q became %q: %v", text, added, err)
		}
		found := false
		for _, d := range after {
			found = found || d.Name == "new" && d.Range == strings.ToValidUTF8(versions, "\ufffd")
		}
		if !found && strings.ToValidUTF8(versions, "") == versions {
			t.Fatalf("%q became %q, without the package", text, added)
		}
		removed, err := RemoveDependency(added, "new")
		if err != nil {
			t.Fatal(err)
		}
		rest, err := Dependencies(removed)
		if err != nil {
			t.Fatalf("%q became %q: %v", added, removed, err)
		}
		if want := without(before, "new"); !reflect.DeepEqual(rest, want) {
			t.Fatalf("%q became %q\ngot %+v\nwant %+v", text, removed, rest, want)
		}
		if !sameBesides(text, removed) {
			t.Fatalf("%q became %q, with other members changed", text, removed)
		}
	})
}

func without(list []Dependency, name string) []Dependency {
	rest := []Dependency{}
	for _, d := range list {
		if d.Name != name {
			rest = append(rest, d)
		}
	}
	return rest
}

// sameBesides reports whether two manifests are equal apart from their dependencies.
func sameBesides(a, b string) bool {
	var maps [2]map[string]any
	for i, text := range []string{a, b} {
		_ = json.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &maps[i])
		for _, group := range groups {
			delete(maps[i], group)
		}
	}
	return reflect.DeepEqual(maps[0], maps[1])
}
