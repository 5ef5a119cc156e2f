package srcmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

var metadataComment = regexp.MustCompile(`^<!--\s*srcbook:(.+)\s*-->$`)

const (
	languageKey = "language"
	tsconfigKey = string(notebook.TSConfigID)
	frontKey    = "front" // text before the title that cannot stand there by itself
)

// metadata is the content of the file's srcbook comment.
type metadata struct {
	language notebook.Language
	tsconfig *string // text of tsconfig.json, nil when the file has none
	front    string
	unknown  []notebook.MetadataField
}

// parseMetadata reads the JSON of the comment. The findings have no line.
func parseMetadata(raw string) (metadata, []fault.Detail) {
	var m metadata
	fields, err := jsonFields(raw)
	if err != nil {
		return m, []fault.Detail{{
			Message: "The srcbook comment does not hold a JSON object: " + err.Error(),
			Fix:     `Write it as <!-- srcbook:{"language":"typescript"} -->.`,
		}}
	}
	var found []fault.Detail
	if d, ok := m.readLanguage(fields); !ok {
		found = append(found, d)
	}
	for _, f := range fields {
		if d, ok := m.read(f); !ok {
			found = append(found, d)
		}
	}
	return m, found
}

func (m *metadata) readLanguage(fields []notebook.MetadataField) (fault.Detail, bool) {
	detail := fault.Detail{
		Message: "The srcbook comment does not say the language",
		Fix:     `Add "language":"typescript" or "language":"javascript" to it.`,
	}
	for _, f := range fields {
		if f.Key != languageKey {
			continue
		}
		var l string
		if json.Unmarshal(f.Value, &l) == nil && notebook.CheckLanguage(notebook.Language(l)) == nil {
			m.language = notebook.Language(l)
			return fault.Detail{}, true
		}
		detail.Message = fmt.Sprintf("%s is not a language of notebooks", f.Value)
		detail.Fix = `Use "typescript" or "javascript".`
	}
	return detail, false
}

func (m *metadata) read(f notebook.MetadataField) (fault.Detail, bool) {
	switch {
	case f.Key == languageKey:
	case f.Key == tsconfigKey && m.language == notebook.TypeScript:
		m.tsconfig = tsconfigText(f.Value)
	case f.Key == frontKey:
		if json.Unmarshal(f.Value, &m.front) != nil {
			return fault.Detail{Message: `"front" is not a JSON string`, Fix: "Write it as a string, or take it out."}, false
		}
	default:
		m.unknown = append(m.unknown, f)
	}
	return fault.Detail{}, true
}

// tsconfigText is the text of a file whose metadata value is an object, as the original formats it,
// or a string, as we write what is not an object.
func tsconfigText(v json.RawMessage) *string {
	var s string
	switch {
	case string(v) == "null", string(v) == "false", string(v) == "0":
		return nil
	case v[0] == '"' && json.Unmarshal(v, &s) == nil:
		return &s
	}
	var b bytes.Buffer
	if json.Indent(&b, v, "", "  ") != nil {
		return nil
	}
	s = b.String()
	return &s
}

// encodeMetadata writes the srcbook comment. Front is text that has to travel in it.
func encodeMetadata(n notebook.Notebook, front string) string {
	fields := []notebook.MetadataField{{Key: languageKey, Value: jsonString(string(n.Language))}}
	if c, ok := n.Cell(notebook.TSConfigID); ok && n.Language == notebook.TypeScript && c.Text.String() != notebook.DefaultTSConfig {
		fields = append(fields, notebook.MetadataField{Key: tsconfigKey, Value: tsconfigValue(c.Text.String())})
	}
	if front != "" {
		fields = append(fields, notebook.MetadataField{Key: frontKey, Value: jsonString(front)})
	}
	fields = append(fields, n.Metadata...)
	var b bytes.Buffer
	b.WriteString("<!-- srcbook:{")
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(jsonString(f.Key))
		b.WriteByte(':')
		// Validate has seen that the value is JSON.
		_ = json.Compact(&b, f.Value)
	}
	b.WriteString("} -->")
	return b.String()
}

// tsconfigValue is the object that the text holds, or a string of a text that is no JSON object.
func tsconfigValue(text string) json.RawMessage {
	if t := strings.TrimLeft(text, " \t\n"); strings.HasPrefix(t, "{") && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return jsonString(text)
}

// jsonString never contains the end of a comment, because it escapes ">".
func jsonString(s string) json.RawMessage {
	b, _ := json.Marshal(s) // cannot fail for a string
	return b
}

// jsonFields are the members of a JSON object in their order; of equal keys the last one counts.
func jsonFields(raw string) ([]notebook.MetadataField, error) {
	d := json.NewDecoder(strings.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("it does not start with {")
	}
	var fields []notebook.MetadataField
	at := map[string]int{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, tooShort(err)
		}
		f := notebook.MetadataField{Key: key.(string)} // the decoder allows no other token here
		if err := d.Decode(&f.Value); err != nil {
			return nil, tooShort(err)
		}
		if i, again := at[f.Key]; again {
			fields[i] = f
			continue
		}
		at[f.Key] = len(fields)
		fields = append(fields, f)
	}
	if _, err := d.Token(); err != nil {
		return nil, tooShort(err)
	}
	if rest := raw[d.InputOffset():]; !blank(rest) {
		return nil, errors.New("there is text after }")
	}
	return fields, nil
}

// tooShort says in words that the text ended inside the object.
func tooShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it has no end")
	}
	return err
}
