package lsp

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
)

// rewriteStrings returns JSON with every string, member names included, replaced by what change makes of
// it. Key is the name of the member that the string is the value of, or is in; it is empty for names
// themselves. Strings for which look is false are left alone without being decoded.
func rewriteStrings(raw []byte, look func(quoted []byte) bool, change func(key, s string) (string, error)) ([]byte, error) {
	var out []byte
	var key []byte
	copied := 0
	for i := 0; i < len(raw); i++ {
		if raw[i] != '"' {
			continue
		}
		start := i
		for i++; i < len(raw) && raw[i] != '"'; i++ {
			if raw[i] == '\\' {
				i++
			}
		}
		if i >= len(raw) {
			break // it is no JSON, which whoever decodes it will say
		}
		quoted := raw[start : i+1]
		var name []byte // of a member, which this is when a colon follows
		if rest := bytes.TrimLeft(raw[i+1:], " \t\r\n"); len(rest) > 0 && rest[0] == ':' {
			key, name = nil, quoted
		}
		if look(quoted) {
			replacement, err := rewriteString(quoted, key, change)
			if err != nil {
				return nil, err
			}
			out = append(append(out, raw[copied:start]...), replacement...)
			copied = i + 1
		}
		if name != nil {
			key = name
		}
	}
	if copied == 0 {
		return raw, nil
	}
	return append(out, raw[copied:]...), nil
}

func rewriteString(quoted, key []byte, change func(key, s string) (string, error)) ([]byte, error) {
	var name, s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return quoted, nil //nolint:nilerr // it is no JSON, which whoever decodes it will say
	}
	if len(key) > 0 {
		_ = json.Unmarshal(key, &name) // an undecodable name is none that we know
	}
	changed, err := change(name, s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(changed); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Members whose string is a path rather than an address, and text that belongs to the user.
const (
	pathMember = "fileName"
	textMember = "newText"
)

// elsewhere stands for an address outside the workspace in a result.
const elsewhere = "srcbook:///?outside"

// out makes a result of the server fit to leave this machine. It tells the local name of every address in
// it, and whether some address led outside.
func (p places) out(raw []byte) (_ []byte, names map[string]bool, foreign bool) {
	needles := [][]byte{[]byte("file:"), quoteless(p.folder), quoteless(p.lib)}
	look := func(quoted []byte) bool {
		for _, n := range needles {
			if bytes.Contains(quoted, n) {
				return true
			}
		}
		return false
	}
	names = map[string]bool{}
	raw, _ = rewriteStrings(raw, look, func(key, s string) (string, error) {
		if key == textMember {
			return s, nil
		}
		if strings.HasPrefix(s, "file:") {
			name, ok := p.ofFileURI(s)
			if !ok {
				foreign = true
				return elsewhere, nil
			}
			names[name] = true
			return virtual(name), nil
		}
		if key == pathMember {
			if name, ok := p.name(s); ok {
				return virtual(name), nil
			}
		}
		return p.scrub(s), nil
	})
	return raw, names, foreign
}

// scrub takes the paths of this machine out of a text for people.
func (p places) scrub(s string) string {
	for _, folder := range []string{p.lib, p.folder} {
		native, slashed := folder+string(filepath.Separator), filepath.ToSlash(folder)+"/"
		s = strings.ReplaceAll(strings.ReplaceAll(s, native, ""), slashed, "")
		s = strings.ReplaceAll(s, folder, ".")
	}
	return s
}

// in makes what a client sent fit for the server: its addresses become those of this machine. Addresses
// of another scheme, and such that lead outside, are refused with CodeLanguageOutside.
func (p places) in(raw []byte) ([]byte, error) {
	schemes := [][]byte{[]byte(`"srcbook:`), []byte(`"file:`), []byte(`"\`)}
	look := func(quoted []byte) bool {
		for _, s := range schemes {
			if bytes.HasPrefix(quoted, s) {
				return true
			}
		}
		return false
	}
	return rewriteStrings(raw, look, func(key, s string) (string, error) {
		switch {
		case strings.HasPrefix(s, "srcbook:"):
			name, err := local(s)
			if err != nil {
				return "", err
			}
			if key == pathMember {
				return filepath.ToSlash(p.abs(name)), nil
			}
			return p.fileURI(name), nil
		case strings.HasPrefix(s, "file:") && isAddress(key):
			return "", outside(s)
		default:
			return s, nil
		}
	})
}

// isAddress says whether a member holds an address.
func isAddress(key string) bool {
	return key == pathMember || strings.HasSuffix(strings.ToLower(key), "uri")
}

// quoteless is a string as JSON writes it, without the quotes.
func quoteless(s string) []byte {
	raw := marshal(s)
	return raw[1 : len(raw)-1]
}
