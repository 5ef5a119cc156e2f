package npm

import (
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// maxName is the registry's own limit on the length of a name.
const maxName = 214

// packageName is what npm accepts as a dependency, old names with capital letters included.
var packageName = regexp.MustCompile(`^(?:@[A-Za-z0-9~-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_-][A-Za-z0-9._~-]*$`)

// CheckName refuses a text that cannot be the name of an npm package, with fault.CodePackageName.
// A name that passes is safe as a path below node_modules.
func CheckName(name string) error {
	if len(name) > maxName || !packageName.MatchString(name) || name == "node_modules" {
		return fault.New(fault.CodePackageName, "%q is not the name of an npm package", name)
	}
	return nil
}

// PackageOf is the package that an import specifier belongs to: "lodash" for "lodash/fp", "@a/b" for
// "@a/b/c". It is empty for relative, absolute, URL and "#" specifiers and for what no package can be
// called.
func PackageOf(specifier string) string {
	if specifier == "" || strings.ContainsAny(specifier[:1], "./#") || strings.Contains(specifier, ":") {
		return ""
	}
	parts := strings.SplitN(specifier, "/", 3)
	name := parts[0]
	if name[0] == '@' {
		if len(parts) < 2 {
			return ""
		}
		name += "/" + parts[1]
	}
	if CheckName(name) != nil {
		return ""
	}
	return name
}

// TypesPackage is the name under which DefinitelyTyped publishes the types of a package.
func TypesPackage(name string) string {
	if scope, rest, ok := strings.Cut(name, "/"); ok {
		return "@types/" + strings.TrimPrefix(scope, "@") + "__" + rest
	}
	return "@types/" + name
}

// splitSpec takes "name@range" apart; the range is empty when there is none.
func splitSpec(spec string) (name, versions string) {
	at := strings.LastIndexByte(spec, '@')
	if at <= 0 {
		return spec, ""
	}
	return spec[:at], spec[at+1:]
}
