package npm

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Dependency is a package that a package.json declares.
type Dependency struct {
	Name     string
	Range    string // as written: a range, a tag, an alias or an address
	Dev      bool   // in devDependencies only
	Optional bool   // in optionalDependencies
}

// The groups of dependencies that an installation provides. A package in several counts by the first.
const (
	optionalGroup = "optionalDependencies"
	runtimeGroup  = "dependencies"
	devGroup      = "devDependencies"
)

var groups = []string{optionalGroup, runtimeGroup, devGroup}

// Dependencies lists what the text of a package.json declares, sorted by name. Invalid JSON is
// fault.CodePackageJSON with the line in its details.
func Dependencies(text string) ([]Dependency, error) {
	manifest, err := manifestObject(text)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	list := []Dependency{}
	for _, group := range groups {
		o, _, err := groupOf(text, manifest, group)
		if err != nil {
			return nil, err
		}
		for _, m := range slices.Backward(o.members) {
			var versions string
			if err := json.Unmarshal([]byte(text[m.valueStart:m.valueEnd]), &versions); err != nil {
				return nil, lineFault(text, m.valueStart, fmt.Sprintf("the version of %q has to be a text", m.key))
			}
			if !found[m.key] {
				found[m.key] = true
				list = append(list, Dependency{Name: m.key, Range: versions, Dev: group == devGroup, Optional: group == optionalGroup})
			}
		}
	}
	slices.SortFunc(list, func(a, b Dependency) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// checkDependencies refuses a package.json that no package manager would take, with the line.
func checkDependencies(text string) error {
	list, err := Dependencies(text)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := CheckName(d.Name); err != nil {
			return err
		}
	}
	return nil
}

// groupOf finds a group of dependencies. ok is false when there is none.
func groupOf(text string, manifest object, group string) (o object, ok bool, err error) {
	m, ok := manifest.last(group)
	if !ok || text[m.valueStart:m.valueEnd] == "null" {
		return object{}, false, nil
	}
	if text[m.valueStart] != '{' {
		return object{}, false, lineFault(text, m.valueStart, group+" has to be an object")
	}
	return scanObject(text, m.valueStart), true, nil
}

func lineFault(text string, at int, message string) error {
	line := 1 + strings.Count(text[:at], "\n")
	return fault.New(fault.CodePackageJSON, "package.json line %d: %s", line, message).
		WithDetails(fault.Detail{Line: line, Message: message})
}

// AddDependency declares a package in the text of a package.json, or changes its range, and keeps the
// rest of the text as it is. The package is in one group only afterwards: where it is optional it stays
// so, else dev decides. New entries come in the order of names, as npm has them.
func AddDependency(text, name, versions string, dev bool) (string, error) {
	if err := CheckName(name); err != nil {
		return "", err
	}
	manifest, err := manifestObject(text)
	if err != nil {
		return "", err
	}
	target := runtimeGroup
	if dev {
		target = devGroup
	}
	if o, _, err := groupOf(text, manifest, optionalGroup); err != nil {
		return "", err
	} else if _, ok := o.last(name); ok {
		target = optionalGroup
	}
	for _, group := range groups {
		if group != target {
			if text, err = removeFrom(text, group, name); err != nil {
				return "", err
			}
		}
	}
	return putInto(text, target, name, versions)
}

// SetRange changes the range of a declared package, in the group where it is. A package that is not
// declared is fault.CodePackageNotFound.
func SetRange(text, name, versions string) (string, error) {
	manifest, err := manifestObject(text)
	if err != nil {
		return "", err
	}
	for _, group := range groups {
		o, _, err := groupOf(text, manifest, group)
		if err != nil {
			return "", err
		}
		if m, ok := o.last(name); ok {
			return text[:m.valueStart] + quote(versions) + text[m.valueEnd:], nil
		}
	}
	return "", fault.New(fault.CodePackageNotFound, "package.json does not declare %s", name)
}

// RemoveDependency takes a package out of every group of a package.json. A package that is not declared
// leaves the text as it is.
func RemoveDependency(text, name string) (string, error) {
	var err error
	for _, group := range groups {
		if text, err = removeFrom(text, group, name); err != nil {
			return "", err
		}
	}
	return text, nil
}

func removeFrom(text, group, name string) (string, error) {
	for {
		manifest, err := manifestObject(text)
		if err != nil {
			return "", err
		}
		o, _, err := groupOf(text, manifest, group)
		if err != nil {
			return "", err
		}
		index := slices.IndexFunc(o.members, func(m member) bool { return m.key == name })
		if index < 0 {
			return text, nil
		}
		text = o.remove(text, index)
	}
}

func putInto(text, group, name, versions string) (string, error) {
	manifest, err := manifestObject(text)
	if err != nil {
		return "", err
	}
	o, ok, err := groupOf(text, manifest, group)
	if err != nil {
		return "", err
	}
	if !ok {
		if m, null := manifest.last(group); null {
			text = text[:m.valueStart] + "{}" + text[m.valueEnd:]
		} else {
			text = manifest.insert(text, len(manifest.members), group, "{}")
		}
		return putInto(text, group, name, versions)
	}
	if m, ok := o.last(name); ok {
		return text[:m.valueStart] + quote(versions) + text[m.valueEnd:], nil
	}
	index := slices.IndexFunc(o.members, func(m member) bool { return name < m.key })
	if index < 0 {
		index = len(o.members)
	}
	return o.insert(text, index, name, quote(versions)), nil
}
