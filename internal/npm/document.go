package npm

import (
	"encoding/json"
	"strings"
)

// versionDocument is what the registry tells of one version. Publishers write odd things into some
// fields, so those are read with care.
type versionDocument struct {
	Name        string          `json:"name"`
	Version     string          `json:"version"`
	Description json.RawMessage `json:"description"`
	License     json.RawMessage `json:"license"`
	Deprecated  json.RawMessage `json:"deprecated"`
	Types       json.RawMessage `json:"types"`
	Typings     json.RawMessage `json:"typings"`
	Exports     json.RawMessage `json:"exports"`
}

func (d versionDocument) version() Version {
	return Version{
		Name: d.Name, Version: d.Version, Description: textOf(d.Description), License: licenseOf(d.License),
		Deprecated: textOf(d.Deprecated), OwnTypes: d.ownTypes(),
	}
}

func (d versionDocument) ownTypes() bool {
	return textOf(d.Types) != "" || textOf(d.Typings) != "" || strings.Contains(string(d.Exports), `"types"`) ||
		strings.Contains(string(d.Exports), ".d.ts") || strings.Contains(string(d.Exports), ".d.mts")
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// licenseOf reads a license in its present form, a text, and in the old one, an object.
func licenseOf(raw json.RawMessage) string {
	if s := textOf(raw); s != "" {
		return s
	}
	var old struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(raw, &old) != nil {
		return ""
	}
	return old.Type
}

// packageDocument is what the registry tells of a package.
type packageDocument struct {
	Tags     map[string]string          `json:"dist-tags"`
	Versions map[string]versionDocument `json:"versions"`
}

// pick is the version that npm would take: a tag's; or the one called latest if it fits; or the newest
// that fits, deprecated ones only when there is no other.
func (p packageDocument) pick(versions string) (versionDocument, bool) {
	if tagged, ok := p.Tags[versions]; ok {
		d, ok := p.Versions[tagged]
		return d, ok
	}
	r, ok := parseRange(versions)
	if !ok {
		return versionDocument{}, false
	}
	if d, ok := p.Versions[p.Tags["latest"]]; ok {
		if v, ok := parseVersion(d.Version); ok && r.contains(v) {
			return d, true
		}
	}
	var best versionDocument
	var newest version
	for text, d := range p.Versions {
		v, ok := parseVersion(text)
		if !ok || !r.contains(v) {
			continue
		}
		if best.Version == "" || best.worse(d, newest.compare(v)) {
			best, newest = d, v
		}
	}
	return best, best.Version != ""
}

// worse reports whether d should be taken before b, given how b's version compares with d's.
func (b versionDocument) worse(d versionDocument, order int) bool {
	deprecated, other := textOf(b.Deprecated) != "", textOf(d.Deprecated) != ""
	if deprecated != other {
		return deprecated
	}
	return order < 0
}
