package npm

import "testing"

func TestSatisfies(t *testing.T) {
	for _, c := range []struct {
		versions, installed string
		want                bool
	}{
		{"", "1.2.3", true},
		{"*", "1.2.3", true},
		{"*", "1.2.3-beta", false},
		{"x", "0.0.1", true},
		{"1", "1.9.0", true},
		{"1", "2.0.0", false},
		{"1.x", "1.2.3", true},
		{"1.2.*", "1.3.0", false},
		{"1.2.3", "1.2.3", true},
		{"=1.2.3", "1.2.3", true},
		{"v1.2.3", "1.2.3", true},
		{"1.2.3", "1.2.4", false},
		{"^1.2.3", "1.9.9", true},
		{"^1.2.3", "1.2.2", false},
		{"^1.2.3", "2.0.0", false},
		{"^1.2.3", "2.0.0-0", false},
		{"^0.2.3", "0.2.9", true},
		{"^0.2.3", "0.3.0", false},
		{"^0.0.3", "0.0.3", true},
		{"^0.0.3", "0.0.4", false},
		{"^0", "0.9.0", true},
		{"^0.0", "0.0.7", true},
		{"^0.0", "0.1.0", false},
		{"^1.x", "1.4.0", true},
		{"^0.0.0", "0.0.0", true},
		{"~1.2.3", "1.2.9", true},
		{"~1.2.3", "1.3.0", false},
		{"~1", "1.9.0", true},
		{"~> 1.2", "1.2.5", true},
		{">=1.2.3", "9.0.0", true},
		{"> 1.2.3", "1.2.3", false},
		{">1.2", "1.2.9", false},
		{">1.2", "1.3.0", true},
		{"<2", "1.9.9", true},
		{"<2", "2.0.0-alpha", false},
		{"<=1.2", "1.2.9", true},
		{"<=1.2", "1.3.0", false},
		{"<*", "1.0.0", false},
		{">=1 <3", "2.5.0", true},
		{">=1 <3", "3.0.0", false},
		{">= 1.0 < 3.0", "2.0.0", true},
		{"1.2 - 2.3", "2.3.9", true},
		{"1.2 - 2.3", "2.4.0", false},
		{"1.2.3 - 2.3.4", "2.3.5", false},
		{"^1 || ^3", "3.1.0", true},
		{"^1 || ^3", "2.1.0", false},
		{"^1||", "7.0.0", true},
		{"^1.2.3-beta.2", "1.2.3-beta.10", true},
		{"^1.2.3-beta.2", "1.2.3-alpha", false},
		{"^1.2.3-beta.2", "1.2.4-beta.3", false},
		{"^1.2.3-beta.2", "1.3.0", true},
		{">1.2.3-alpha.3", "1.2.3-alpha.7", true},
		{">1.2.3-alpha.3", "3.4.5-alpha.9", false},
		{"1.2.3+build", "1.2.3", true},
		{"1.2.3", "1.2.3+build", true},
		{"latest", "1.0.0", true},
		{"file:../x", "1.0.0", true},
		{"github:a/b", "1.0.0", true},
		{"npm:other@^2", "2.1.0", true},
		{"npm:other@^2", "1.0.0", false},
		{"npm:@a/b", "1.0.0", true},
		{"^1", "not a version", false},
	} {
		if got := Satisfies(c.installed, c.versions); got != c.want {
			t.Errorf("Satisfies(%q, %q): got %v, want %v", c.installed, c.versions, got, c.want)
		}
	}
}

func TestVersionOrder(t *testing.T) {
	ascending := []string{
		"0.0.1", "0.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
		"1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0",
	}
	for i, a := range ascending {
		for j, b := range ascending {
			v, _ := parseVersion(a)
			w, _ := parseVersion(b)
			if got, want := v.compare(w), min(1, max(-1, i-j)); got != want {
				t.Errorf("compare %s with %s: got %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestPackageOf(t *testing.T) {
	for specifier, want := range map[string]string{
		"lodash": "lodash", "lodash/fp": "lodash", "@a/b": "@a/b", "@a/b/c/d.js": "@a/b", "@a": "", "": "",
		"./x": "", "../x": "", "/x": "", "#x": "", "node:fs": "", "https://x.y/z": "", "Bad Name": "", "@/components": "", "JSONStream": "JSONStream",
	} {
		if got := PackageOf(specifier); got != want {
			t.Errorf("PackageOf(%q): got %q, want %q", specifier, got, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, want := range map[string]bool{
		"lodash": true, "@types/node": true, "JSONStream": true, "a.b-c_d~e": true, "_x": true,
		"": false, ".x": false, "..": false, "../x": false, "a/b": false, "@a": false, "@/a": false, "@../a": false,
		"a b": false, "a\\b": false, "a%2fb": false, "node_modules": false, "-": true,
	} {
		if got := CheckName(name) == nil; got != want {
			t.Errorf("CheckName(%q) passes: got %v, want %v", name, got, want)
		}
	}
}
