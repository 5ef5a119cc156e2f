package library

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/ipynb"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/webpage"
)

// decode reads a file as what its name and its content say that it is. Without a name it is one of
// ours, so that its errors are listed.
func decode(filename string, source []byte) (notebook.Notebook, error) {
	name := strings.ToLower(filename)
	title := untitled
	if filename != "" {
		title = strings.TrimSuffix(path.Base(filename), path.Ext(filename))
	}
	markdown := strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".markdown")
	switch {
	case strings.HasSuffix(name, ".ipynb"), !markdown && looksLikeJupyter(source):
		return ipynb.Decode(source, title, newCellID)
	case markdown && !strings.HasSuffix(name, ".src.md") && !srcmd.IsNotebook(source):
		return srcmd.DecodePlain(source, title, newCellID)
	default:
		return srcmd.Decode(source, newCellID)
	}
}

func looksLikeJupyter(source []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(source), []byte("{")) && bytes.Contains(source, []byte(`"nbformat"`))
}

// Format is a kind of file that a workspace is exported as.
type Format string

// The formats.
const (
	FormatNotebook Format = "srcmd"    // .src.md, which import reads to the same notebook
	FormatMarkdown Format = "markdown" // Markdown for other programs
	FormatJupyter  Format = "ipynb"    // a Jupyter notebook for the kernel of Deno
	FormatWebpage  Format = "html"     // one page that needs no server and no scripts
	FormatArchive  Format = "zip"      // the folder: npm install && npx tsx src/<file> runs it
)

// File is an exported workspace.
type File struct {
	Name        string // made from the title
	ContentType string
	Body        []byte
}

// Export writes a workspace as a file. With output the file carries what the latest run of each cell
// printed; a web page always does, an archive never.
func (l *Library) Export(ctx context.Context, id string, format Format, output bool) (File, error) {
	state, _, err := l.sessions.State(ctx, id)
	if err != nil {
		return File{}, err
	}
	n := state.Notebook()
	var results notebook.Results
	if output && format != FormatArchive || format == FormatWebpage {
		if results, err = l.results(ctx, id, state); err != nil {
			return File{}, err
		}
	}
	name := fileNameOf(n.Title)
	switch format {
	case FormatNotebook:
		return File{name + ".src.md", "text/markdown; charset=utf-8", srcmd.EncodeWithOutput(n, results)}, nil
	case FormatMarkdown:
		return File{name + ".md", "text/markdown; charset=utf-8", srcmd.EncodePlain(n, results)}, nil
	case FormatJupyter:
		return File{name + ".ipynb", "application/x-ipynb+json", ipynb.Encode(n, results)}, nil
	case FormatWebpage:
		body, err := webpage.Encode(n, results)
		return File{name + ".html", "text/html; charset=utf-8", body}, err
	case FormatArchive:
		body, err := archive(name, n, l.Now())
		return File{name + ".zip", "application/zip", body}, err
	default:
		return File{}, fault.New(fault.CodeInvalid, "%q is not a format of export", string(format))
	}
}

// results collects what the latest run of each cell printed.
func (l *Library) results(ctx context.Context, id string, state live.State) (notebook.Results, error) {
	results := notebook.Results{}
	for _, c := range state.Notebook().Cells {
		run := state.RunOf(c.ID)
		if run == nil {
			continue
		}
		chunks, _, err := l.sessions.Output(ctx, id, run.ID, 0)
		if err != nil {
			return nil, err
		}
		var r notebook.Result
		for _, chunk := range chunks {
			r.Chunks = append(r.Chunks, notebook.Chunk{Stream: chunk.Stream, Text: chunk.Text})
		}
		if run.Exit != nil && run.Exit.Reason != live.Finished {
			r.Failure = run.Exit.Message
		}
		results[c.ID] = r
	}
	return results, nil
}

// archive is the folder of a notebook as a zip file with one folder in it.
func archive(folder string, n notebook.Notebook, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, content []byte) error {
		f, err := w.CreateHeader(&zip.FileHeader{Name: folder + "/" + name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	}
	if err := add("README.md", srcmd.EncodeIndex(n)); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	for _, c := range n.Cells {
		name := c.Filename
		switch c.Kind {
		case notebook.Markdown:
			continue
		case notebook.Code:
			name = "src/" + name
		case notebook.Package, notebook.TSConfig:
		}
		if err := add(name, []byte(c.Text.String())); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return out.Bytes(), nil
}

// fileNameOf is a title in lower case with dashes.
func fileNameOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := strings.Join(words, "-")
	if runes := []rune(name); len(runes) > 80 {
		name = strings.Trim(string(runes[:80]), "-")
	}
	if name == "" {
		return "notebook"
	}
	return name
}
