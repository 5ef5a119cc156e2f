package ipynb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Decode reads a notebook. title names one that has no title of its own, such as the name of its
// file; newID names its cells in reading order as srcmd.Decode asks for it.
//
// Code of a Deno, tslab or other TypeScript or JavaScript kernel becomes code cells. Code of any
// other language becomes prose with a code block, to be read but not run. A prose cell at the head
// says what was done. Outputs are not read. The fault is CodeNotebookInvalid with all findings.
func Decode(src []byte, title string, newID func() notebook.CellID) (notebook.Notebook, error) {
	if len(src) > notebook.MaxFileBytes {
		return notebook.Notebook{}, invalid(fault.Detail{
			Message: fmt.Sprintf("The file has %d bytes; %d are allowed", len(src), notebook.MaxFileBytes),
			Fix:     "Clear its outputs in Jupyter, or split it into several notebooks.",
		})
	}
	var f file
	if err := json.Unmarshal(bytes.TrimPrefix(src, []byte("\uFEFF")), &f); err != nil {
		return notebook.Notebook{}, invalid(syntaxDetail(src, err))
	}
	if f.Format != 4 {
		return notebook.Notebook{}, invalid(fault.Detail{
			Message: fmt.Sprintf("The file has version %d of the Jupyter format; version 4 is read", f.Format),
			Fix:     "Open it in Jupyter and save it again.",
		})
	}
	r := &reader{file: f, newID: newID, packages: map[string]string{}}
	return r.read(title)
}

// invalid is the fault of a file with the findings given.
func invalid(details ...fault.Detail) error {
	return fault.New(fault.CodeNotebookInvalid, "The file is not a valid Jupyter notebook").WithDetails(details...)
}

// syntaxDetail says where the JSON ends to make sense.
func syntaxDetail(src []byte, err error) fault.Detail {
	d := fault.Detail{Message: "The file is not JSON in the form of a Jupyter notebook", Fix: "Import the .ipynb file as Jupyter saved it."}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		d.Line = 1 + bytes.Count(src[:min(int(syntax.Offset), len(src))], []byte("\n"))
		d.Message = "The file is not JSON: " + strings.TrimPrefix(syntax.Error(), "json: ")
	case errors.As(err, &kind):
		d.Line = 1 + bytes.Count(src[:min(int(kind.Offset), len(src))], []byte("\n"))
		d.Message = fmt.Sprintf("%q holds a %s, which a Jupyter notebook does not have there", kind.Field, kind.Value)
	}
	return d
}

// reader turns one file into a notebook.
type reader struct {
	file
	newID    func() notebook.CellID
	n        notebook.Notebook
	details  []fault.Detail
	packages map[string]string // versions by name, of Deno's "npm:" imports
	foreign  int               // code cells that cannot run here
	modules  int               // code cells that another program wrote
}

func (r *reader) read(title string) (notebook.Notebook, error) {
	r.n = notebook.New(title, r.language())
	first := 0
	if own := r.Metadata.Own; own != nil {
		r.readOwn(*own)
		if len(r.Cells) > 0 && r.Cells[0].Source == titleCell(r.Metadata.Title) {
			first = 1
		}
	}
	for i := range r.Cells[first:] {
		r.readCell(first + i)
	}
	r.takeTitle(first == 0)
	r.addPackages()
	r.addNote()
	if r.details != nil {
		return notebook.Notebook{}, invalid(r.details...)
	}
	if err := notebook.Validate(r.n); err != nil {
		return notebook.Notebook{}, err
	}
	return r.n, nil
}

// runs says of the names of kernels and languages which run here, and as what.
var runs = map[string]notebook.Language{
	"deno": notebook.TypeScript, "tslab": notebook.TypeScript, "typescript": notebook.TypeScript,
	"jslab": notebook.JavaScript, "javascript": notebook.JavaScript, "node": notebook.JavaScript, "babel": notebook.JavaScript,
}

// language is that of the kernel; TypeScript where code does not run here anyway.
func (r *reader) language() notebook.Language {
	l, _ := r.kernelLanguage()
	if own := r.Metadata.Own; own != nil && notebook.CheckLanguage(notebook.Language(own.Language)) == nil {
		return notebook.Language(own.Language)
	}
	return l
}

// kernelLanguage reports whether the kernel's code can run here.
func (r *reader) kernelLanguage() (notebook.Language, bool) {
	if r.Metadata.Own != nil {
		return notebook.TypeScript, true
	}
	var names []string
	if k := r.Metadata.Kernel; k != nil {
		names = append(names, k.Name, k.Language)
	}
	if l := r.Metadata.Language; l != nil {
		names = append(names, l.Name)
	}
	for _, name := range names {
		if l, ok := runs[strings.ToLower(name)]; ok {
			return l, true
		}
	}
	return notebook.TypeScript, false
}

// kernelName is how people call the language of the code cells.
func (r *reader) kernelName() string {
	switch k, l := r.Metadata.Kernel, r.Metadata.Language; {
	case k != nil && k.Language != "":
		return strings.ToLower(k.Language)
	case l != nil && l.Name != "":
		return strings.ToLower(l.Name)
	default:
		return "text"
	}
}

func (r *reader) readOwn(own own) {
	r.n.Front = own.Front
	for _, k := range own.Unknown {
		if !notebook.ReservedMetadata(k.Key, r.n.Language) {
			r.n.Metadata = append(r.n.Metadata, notebook.MetadataField{Key: k.Key, Value: k.Value})
		}
	}
	r.n.Cells[0].Text = text.Lossy(own.Package)
	if r.n.Language == notebook.TypeScript && own.TSConfig != "" {
		r.n.Cells[1].Text = text.Lossy(own.TSConfig)
	}
}

func (r *reader) readCell(i int) {
	c := r.Cells[i]
	source := string(c.Source)
	switch c.Type {
	case "markdown":
		r.add(notebook.Cell{Kind: notebook.Markdown, Text: text.Lossy(withAttachments(source, c.Attachments))}, i)
	case "raw":
		r.add(proseBlock("", source), i)
	case "code":
		r.readCode(c, source, i)
	default:
		r.details = append(r.details, fault.Detail{
			Message: fmt.Sprintf("Cell %d is of the unknown type %q", i+1, c.Type), Fix: "Change it to code, markdown or raw.",
		})
	}
}

func (r *reader) readCode(c cell, source string, i int) {
	_, runs := r.kernelLanguage()
	if !runs || c.Metadata.Own == nil && foreignMagic(source) {
		r.foreign++
		r.add(proseBlock(r.kernelName(), source), i)
		return
	}
	name := ""
	if c.Metadata.Own != nil && notebook.CheckFilename(c.Metadata.Own.Filename) == nil {
		name = c.Metadata.Own.Filename
	} else {
		if strings.TrimSpace(source) == "" {
			return
		}
		r.modules++
		source = r.replaceSpecifiers(source)
		name = r.extension(source, fmt.Sprintf("cell-%d", r.modules))
	}
	r.add(notebook.Cell{Kind: notebook.Code, Filename: notebook.FreeFilename(r.n, name), Text: text.Lossy(source)}, i)
}

// extension completes a file name for code in the notebook's language; Deno's and tslab's cells may
// hold JSX, which other files may not.
func (r *reader) extension(source, base string) string {
	ext := ".ts"
	if r.n.Language == notebook.JavaScript {
		ext = ".js"
	}
	if holdsJSX(source) {
		ext += "x"
	}
	return base + ext
}

// add appends a cell whose size is allowed.
func (r *reader) add(c notebook.Cell, i int) {
	if c.Text.Bytes() > notebook.MaxCellBytes {
		r.details = append(r.details, fault.Detail{
			Message: fmt.Sprintf("Cell %d has %d bytes; %d are allowed", i+1, c.Text.Bytes(), notebook.MaxCellBytes),
			Fix:     "Make its images smaller, or move data to a file.",
		})
		return
	}
	c.ID = r.newID()
	r.n.Cells = append(r.n.Cells, c)
}

// takeTitle finds the title: that of the metadata, or the heading that begins the first prose cell.
func (r *reader) takeTitle(fromProse bool) {
	if t := cleanTitle(r.Metadata.Title); t != "" {
		r.n.Title = t
	}
	if !fromProse {
		return
	}
	for i, c := range r.n.Cells {
		if c.Kind != notebook.Markdown {
			continue
		}
		heading, rest, ok := splitTitle(c.Text.String())
		if !ok {
			return
		}
		r.n.Title = heading
		if rest == "" {
			r.n.Cells = append(r.n.Cells[:i:i], r.n.Cells[i+1:]...)
		} else {
			r.n.Cells[i].Text = text.Lossy(rest)
		}
		return
	}
}
