package ipynb

import (
	"bytes"
	"encoding/json"
	"strings"
)

// file is the outer object of a notebook.
type file struct {
	Cells    []cell   `json:"cells"`
	Metadata metadata `json:"metadata"`
	Format   int      `json:"nbformat"`
	Minor    int      `json:"nbformat_minor"`
}

type metadata struct {
	Kernel   *kernel   `json:"kernelspec,omitempty"`
	Language *language `json:"language_info,omitempty"`
	Title    string    `json:"title,omitempty"`
	Own      *own      `json:"srcbook,omitempty"`
}

type kernel struct {
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
	Language    string `json:"language"`
}

type language struct {
	Name      string `json:"name"`
	Extension string `json:"file_extension,omitempty"`
	MIMEType  string `json:"mimetype,omitempty"`
}

// own is what the format has no place for.
type own struct {
	Language string  `json:"language"`
	Front    string  `json:"front,omitempty"`
	Package  string  `json:"package.json"`
	TSConfig string  `json:"tsconfig.json,omitempty"`
	Unknown  []keyed `json:"metadata,omitempty"`
}

type keyed struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

type cell struct {
	Type        string                      `json:"cell_type"`
	ID          string                      `json:"id,omitempty"`
	Metadata    cellMetadata                `json:"metadata"`
	Source      lines                       `json:"source"`
	Attachments map[string]map[string]lines `json:"attachments,omitempty"`
	codeFields
}

// codeFields are those that a code cell must have and no other cell may have.
type codeFields struct {
	Count   *int    `json:"execution_count"`
	Outputs outputs `json:"outputs"`
}

// outputs are written and not read.
type outputs []output

func (*outputs) UnmarshalJSON([]byte) error { return nil }

type cellMetadata struct {
	Own *ownCell `json:"srcbook,omitempty"`
}

type ownCell struct {
	Filename string `json:"filename"`
}

// MarshalJSON leaves the fields of code cells out of others.
func (c cell) MarshalJSON() ([]byte, error) {
	type code cell
	if c.Type == "code" {
		return marshal(code(c))
	}
	return marshal(struct {
		Type     string       `json:"cell_type"`
		ID       string       `json:"id,omitempty"`
		Metadata cellMetadata `json:"metadata"`
		Source   lines        `json:"source"`
	}{c.Type, c.ID, c.Metadata, c.Source})
}

type output struct {
	Type      string   `json:"output_type"`
	Name      string   `json:"name,omitempty"`
	Text      lines    `json:"text,omitempty"`
	Error     string   `json:"ename,omitempty"`
	Value     string   `json:"evalue,omitempty"`
	Traceback []string `json:"traceback,omitempty"`
}

// lines is a text that the format allows as a string or as a list of strings, to be joined as they
// are. It is written as a list of lines, which keeps diffs small.
type lines string

func (l *lines) UnmarshalJSON(raw []byte) error {
	var parts []string
	if err := json.Unmarshal(raw, &parts); err == nil {
		*l = lines(strings.Join(parts, ""))
		return nil
	}
	return json.Unmarshal(raw, (*string)(l))
}

func (l lines) MarshalJSON() ([]byte, error) {
	parts := strings.SplitAfter(string(l), "\n")
	if parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	return marshal(parts)
}

// marshal is json.Marshal without the escapes of <, > and &, which make code unreadable.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
